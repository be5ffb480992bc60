/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ethertype.h"
#include "dissect/ip-protocol.h"
#include "dissect/layers.h"

/* Tunnels over UDP. */

#define GTP_OPTIONAL_FIELDS 7
#define GTP_EXTENSION 4
#define GTP_DATA 0xff
#define TEREDO_AUTHENTICATION 1
#define TEREDO_ORIGIN 0
#define L2TP_CONTROL 0x8000
#define L2TP_LENGTH 0x4000
#define L2TP_SEQUENCE 0x0800
#define L2TP_OFFSET 0x0200

/* Appends @text, then @number. */
static void
append_number (PktmonDissection *self, const char *text, guint32 number)
{
  PktmonText *info = pktmon_dissection_get_info (self);

  if (info == NULL)
    return;
  pktmon_text_append (info, text);
  pktmon_text_append_u64 (info, number);
}

static void
add_vxlan (PktmonDissection *self, gsize start, guint32 flags, guint32 vni)
{
  pktmon_dissection_set_protocol (self, "VXLAN");
  append_number (self, "VNI ", vni);
  pktmon_dissection_begin (self, "vxlan", "Virtual eXtensible Local Area Network", start, 8);
  pktmon_dissection_add_hex (self, "vxlan.flags", "Flags", start, 2, flags >> 16);
  pktmon_dissection_add_u64 (self, "vxlan.vni", "Network identifier (VNI)", start + 4, 3, vni);
  pktmon_dissection_end (self, start + 8);
}

void
pktmon_dissect_vxlan (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 flags = pktmon_bytes_be32 (bytes);
  guint32 vni = pktmon_bytes_be32 (bytes) >> 8;

  if (bytes->failed)
    return;
  add_vxlan (self, start, flags, vni);
  self->next = pktmon_dissect_ethernet;
}

/* draft-ietf-nvo3-vxlan-gpe: the last byte of the flags says what follows. */
void
pktmon_dissect_vxlan_gpe (PktmonDissection *self, PktmonBytes *bytes)
{
  static const PktmonLayer layers[] = {
    NULL,
    pktmon_dissect_ipv4,
    pktmon_dissect_ipv6,
    pktmon_dissect_ethernet,
  };
  gsize start = bytes->position;
  guint32 flags = pktmon_bytes_be32 (bytes);
  guint32 vni = pktmon_bytes_be32 (bytes) >> 8;

  if (bytes->failed)
    return;
  add_vxlan (self, start, flags, vni);
  if ((flags & 0xff) < G_N_ELEMENTS (layers))
    self->next = layers[flags & 0xff];
}

void
pktmon_dissect_geneve (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize options = 4 * (gsize) (pktmon_bytes_u8 (bytes) & 63);
  guint8 flags = pktmon_bytes_u8 (bytes);
  guint16 type = pktmon_bytes_be16 (bytes);
  guint32 vni = pktmon_bytes_be32 (bytes) >> 8;

  if (bytes->failed || !pktmon_bytes_skip (bytes, options))
    return;
  pktmon_dissection_set_protocol (self, "Geneve");
  append_number (self, "VNI ", vni);
  pktmon_dissection_begin (self, "geneve", "Generic Network Virtualization Encapsulation", start,
                           8 + options);
  pktmon_dissection_add_hex (self, "geneve.flags", "Flags", start + 1, 1, flags);
  pktmon_dissection_add_named_hex (self, "geneve.proto_type", "Protocol type", start + 2, 2, type,
                                   pktmon_ethertype_get_name (type));
  pktmon_dissection_add_u64 (self, "geneve.vni", "Network identifier (VNI)", start + 4, 3, vni);
  if (options > 0)
    pktmon_dissection_add_u64 (self, "geneve.options", "Length of options", start + 8, options,
                               options);
  pktmon_dissection_end (self, bytes->position);
  pktmon_ethertype_follow (self, type);
}

/* Sequence number, N-PDU number and the type of the next extension are there all or none. */
static gboolean
skip_gtp_optional (PktmonBytes *bytes, guint8 flags)
{
  guint8 next;

  if (!(flags & GTP_OPTIONAL_FIELDS))
    return TRUE;
  pktmon_bytes_skip (bytes, 3);
  next = pktmon_bytes_u8 (bytes);
  while ((flags & GTP_EXTENSION) && next != 0 && !bytes->failed) {
    gsize size = 4 * (gsize) pktmon_bytes_u8 (bytes);

    if (size < 4)
      return FALSE;
    pktmon_bytes_skip (bytes, size - 2);
    next = pktmon_bytes_u8 (bytes);
  }
  return !bytes->failed;
}

void
pktmon_dissect_gtp_u (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 flags = pktmon_bytes_u8 (bytes);
  guint8 type = pktmon_bytes_u8 (bytes);
  guint32 teid;
  gboolean whole;

  pktmon_bytes_skip (bytes, 2);
  teid = pktmon_bytes_be32 (bytes);
  if (bytes->failed || flags >> 5 != 1)
    return;
  whole = skip_gtp_optional (bytes, flags);
  pktmon_dissection_set_protocol (self, "GTP");
  append_number (self, "Message type ", type);
  pktmon_dissection_begin (self, "gtp", "GPRS Tunneling Protocol", start, bytes->position - start);
  pktmon_dissection_add_hex (self, "gtp.flags", "Flags", start, 1, flags);
  pktmon_dissection_add_u64 (self, "gtp.message", "Message type", start + 1, 1, type);
  pktmon_dissection_add_hex (self, "gtp.teid", "Tunnel endpoint", start + 4, 4, teid);
  pktmon_dissection_end (self, bytes->position);
  if (whole && type == GTP_DATA)
    self->next = pktmon_dissect_ip;
}

/* Authentication, then origin, may stand before the packet (RFC 4380, 5.1.1). */
void
pktmon_dissect_teredo (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  if (pktmon_bytes_left (bytes) >= 4 && pktmon_bytes_peek_be16 (bytes, 0) == TEREDO_AUTHENTICATION)
    pktmon_bytes_skip (bytes,
                       13u + pktmon_bytes_peek_u8 (bytes, 2) + pktmon_bytes_peek_u8 (bytes, 3));
  if (pktmon_bytes_left (bytes) >= 8 && pktmon_bytes_peek_be16 (bytes, 0) == TEREDO_ORIGIN)
    pktmon_bytes_skip (bytes, 8);
  if (bytes->failed || pktmon_bytes_peek_u8 (bytes, 0) >> 4 != 6)
    return;
  pktmon_dissection_set_protocol (self, "Teredo");
  pktmon_dissection_begin (self, "teredo", "Teredo IPv6 over UDP tunneling", start,
                           bytes->position - start);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_ipv6;
}

void
pktmon_dissect_l2tp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 flags = pktmon_bytes_be16 (bytes);
  guint16 tunnel, session;

  if (bytes->failed || (flags & 15) != 2)
    return;
  if (flags & L2TP_LENGTH)
    pktmon_bytes_skip (bytes, 2);
  tunnel = pktmon_bytes_be16 (bytes);
  session = pktmon_bytes_be16 (bytes);
  if (flags & L2TP_SEQUENCE)
    pktmon_bytes_skip (bytes, 4);
  if (flags & L2TP_OFFSET)
    pktmon_bytes_skip (bytes, pktmon_bytes_be16 (bytes));
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "L2TP");
  append_number (
      self,
      flags & L2TP_CONTROL ? "Control Message, tunnel id=" : "Data Message, tunnel id=", tunnel);
  append_number (self, ", session id=", session);
  pktmon_dissection_begin (self, "l2tp", "Layer 2 Tunneling Protocol", start,
                           bytes->position - start);
  pktmon_dissection_add_hex (self, "l2tp.flags", "Flags and version", start, 2, flags);
  pktmon_dissection_add_u64 (self, "l2tp.tunnel", "Tunnel ID", start, 0, tunnel);
  pktmon_dissection_add_u64 (self, "l2tp.session", "Session ID", start, 0, session);
  pktmon_dissection_end (self, bytes->position);
  if (!(flags & L2TP_CONTROL))
    self->next = pktmon_dissect_ppp;
}

/* draft-massar-v6ops-ayiya-02: the header says the sizes of its identity and signature. */
void
pktmon_dissect_ayiya (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize identity = (gsize) 1 << (pktmon_bytes_u8 (bytes) >> 4);
  gsize signature = 4 * (gsize) (pktmon_bytes_u8 (bytes) >> 4);
  guint8 operation = pktmon_bytes_u8 (bytes) & 15;
  guint8 next = pktmon_bytes_u8 (bytes);

  pktmon_bytes_skip (bytes, 4); /* time */
  if (bytes->failed || !pktmon_bytes_skip (bytes, identity + signature))
    return;
  pktmon_dissection_set_protocol (self, "AYIYA");
  append_number (self, "Operation ", operation);
  pktmon_dissection_begin (self, "ayiya", "Anything in Anything", start, bytes->position - start);
  pktmon_dissection_add_u64 (self, "ayiya.opcode", "Operation", start + 2, 1, operation);
  pktmon_dissection_add_named (self, "ayiya.nextheader", "Next header", start + 3, 1, next,
                               pktmon_ip_protocol_get_name (next));
  pktmon_dissection_end (self, bytes->position);
  if (operation == 1)
    pktmon_ip_protocol_follow (self, next);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ethertype.h"
#include "dissect/layers.h"

/* RFC 2784, RFC 2890; version 1: RFC 2637. */
#define FLAG_CHECKSUM 0x8000
#define FLAG_ROUTING 0x4000
#define FLAG_KEY 0x2000
#define FLAG_SEQUENCE 0x1000
#define FLAG_ACKNOWLEDGMENT 0x0080
#define VERSION_MASK 7
#define TYPE_ERSPAN 0x88be
#define TYPE_WCCP 0x883e

/* Optional words, in their order; those that are there show. */
static gboolean
take_optional (PktmonDissection *self, PktmonBytes *bytes, guint16 flags)
{
  gsize start;
  guint32 word;

  if (flags & (FLAG_CHECKSUM | FLAG_ROUTING))
    pktmon_bytes_skip (bytes, 4);
  if (flags & FLAG_KEY) {
    start = bytes->position;
    word = pktmon_bytes_be32 (bytes);
    if (!bytes->failed)
      pktmon_dissection_add_hex (self, "gre.key", "Key", start, 4, word);
  }
  if (flags & FLAG_SEQUENCE) {
    start = bytes->position;
    word = pktmon_bytes_be32 (bytes);
    if (!bytes->failed)
      pktmon_dissection_add_u64 (self, "gre.sequence_number", "Sequence number", start, 4, word);
  }
  if ((flags & VERSION_MASK) == 1 && (flags & FLAG_ACKNOWLEDGMENT))
    pktmon_bytes_skip (bytes, 4);
  return !bytes->failed;
}

void
pktmon_dissect_gre (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 flags = pktmon_bytes_be16 (bytes);
  guint16 type = pktmon_bytes_be16 (bytes);
  gboolean whole;
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "GRE");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "Encapsulated ");
    pktmon_text_append (info, pktmon_ethertype_get_name (type) != NULL
                                  ? pktmon_ethertype_get_name (type)
                                  : "unknown protocol");
  }
  pktmon_dissection_begin (self, "gre", "Generic Routing Encapsulation", start, 4);
  pktmon_dissection_add_hex (self, "gre.flags_and_version", "Flags and version", start, 2, flags);
  pktmon_dissection_add_named_hex (self, "gre.proto", "Protocol type", start + 2, 2, type,
                                   pktmon_ethertype_get_name (type));
  whole = take_optional (self, bytes, flags);
  pktmon_dissection_end (self, bytes->position);
  if (!whole || pktmon_bytes_left (bytes) == 0)
    return;
  /* Type I of ERSPAN has no header, and no sequence number. */
  if (type == TYPE_ERSPAN && !(flags & FLAG_SEQUENCE))
    self->next = pktmon_dissect_ethernet;
  else if (type == TYPE_WCCP)
    self->next = pktmon_dissect_ip;
  else
    pktmon_ethertype_follow (self, type);
}

/* draft-foschiano-erspan-03 */
void
pktmon_dissect_erspan_ii (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 word = pktmon_bytes_be32 (bytes);

  pktmon_bytes_skip (bytes, 4);
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "ERSPAN");
  pktmon_dissection_begin (self, "erspan", "Encapsulated Remote Switch Packet Analysis Type II",
                           start, 8);
  pktmon_dissection_add_u64 (self, "erspan.vlan", "VLAN", start, 2, word >> 16 & 0xfff);
  pktmon_dissection_add_u64 (self, "erspan.spanid", "Session", start + 2, 2, word & 0x3ff);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_ethernet;
}

void
pktmon_dissect_erspan_iii (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 word = pktmon_bytes_be32 (bytes);
  guint16 flags;

  pktmon_bytes_skip (bytes, 6);
  flags = pktmon_bytes_be16 (bytes);
  if (flags & 1)
    pktmon_bytes_skip (bytes, 8); /* platform-specific */
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "ERSPAN");
  pktmon_dissection_begin (self, "erspan", "Encapsulated Remote Switch Packet Analysis Type III",
                           start, bytes->position - start);
  pktmon_dissection_add_u64 (self, "erspan.vlan", "VLAN", start, 2, word >> 16 & 0xfff);
  pktmon_dissection_add_u64 (self, "erspan.spanid", "Session", start + 2, 2, word & 0x3ff);
  pktmon_dissection_end (self, bytes->position);
  self->next = (flags >> 10 & 31) == 2 ? pktmon_dissect_ip : pktmon_dissect_ethernet;
}

void
pktmon_dissect_etherip (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  if (!pktmon_bytes_skip (bytes, 2))
    return;
  pktmon_dissection_set_protocol (self, "EtherIP");
  pktmon_dissection_begin (self, "etherip", "Ethernet over IP", start, 2);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_ethernet;
}

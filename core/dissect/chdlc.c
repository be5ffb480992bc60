/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethertype.h"

#define HEADER_SIZE 4

#define PROTOCOL_SLARP 0x8035
#define PROTOCOL_OSI 0xfefe

enum {
  SLARP_REQUEST,
  SLARP_REPLY,
  SLARP_KEEPALIVE,
};

static const char *
address_name (guint8 address)
{
  return address == 0x0f ? "Unicast" : address == 0x8f ? "Multicast" : NULL;
}

static void
write_address (PktmonText *info, guint32 type, const guint8 *address)
{
  pktmon_text_append (info,
                      type == SLARP_REQUEST ? "Address request, from " : "Address reply, from ");
  pktmon_text_append_ipv4 (info, address);
  pktmon_text_append (info, ", mask ");
  pktmon_text_append_ipv4 (info, address + 4);
}

static void
write_keepalive (PktmonText *info, PktmonBytes numbers)
{
  pktmon_text_append (info, "Line keepalive, outgoing sequence ");
  pktmon_text_append_u64 (info, pktmon_bytes_be32 (&numbers));
  pktmon_text_append (info, ", returned sequence ");
  pktmon_text_append_u64 (info, pktmon_bytes_be32 (&numbers));
}

static void
dissect_slarp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 type = pktmon_bytes_be32 (bytes);
  PktmonBytes numbers = *bytes;
  const guint8 *values = pktmon_bytes_take (bytes, 8);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "SLARP");
  if (values == NULL)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL && type == SLARP_KEEPALIVE)
    write_keepalive (info, numbers);
  else if (info != NULL)
    write_address (info, type, values);
  pktmon_dissection_begin (self, "slarp", "Cisco SLARP", start, 12);
  pktmon_dissection_add_u64 (self, "slarp.ptype", "Packet type", start, 4, type);
  if (type == SLARP_KEEPALIVE) {
    pktmon_dissection_add_u64 (self, "slarp.mysequence", "Outgoing sequence number", start + 4, 4,
                               pktmon_bytes_be32 (&numbers));
    pktmon_dissection_add_u64 (self, "slarp.yoursequence", "Returned sequence number", start + 8, 4,
                               pktmon_bytes_be32 (&numbers));
  } else {
    pktmon_dissection_add_ipv4 (self, "slarp.address", "Address", start + 4, values);
    pktmon_dissection_add_ipv4 (self, "slarp.netmask", "Netmask", start + 8, values + 4);
  }
  pktmon_dissection_end (self, start + 12);
}

void
pktmon_dissect_chdlc (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 address = pktmon_bytes_u8 (bytes);
  guint8 control = pktmon_bytes_u8 (bytes);
  guint16 protocol = pktmon_bytes_be16 (bytes);

  pktmon_dissection_set_protocol (self, "CHDLC");
  if (bytes->failed)
    return;
  pktmon_dissection_begin (self, "chdlc", "Cisco HDLC", start, HEADER_SIZE);
  pktmon_dissection_add_named_hex (self, "chdlc.address", "Address", start, 1, address,
                                   address_name (address));
  pktmon_dissection_add_hex (self, "chdlc.control", "Control", start + 1, 1, control);
  pktmon_dissection_add_named_hex (
      self, "chdlc.protocol", "Protocol", start + 2, 2, protocol,
      protocol == PROTOCOL_SLARP ? "SLARP" : pktmon_ethertype_get_name (protocol));
  pktmon_dissection_end (self, start + HEADER_SIZE);
  if (protocol == PROTOCOL_SLARP)
    self->next = dissect_slarp;
  else if (protocol == PROTOCOL_OSI)
    self->next = pktmon_dissect_data;
  else
    pktmon_ethertype_follow (self, protocol);
}

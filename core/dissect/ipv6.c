/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ip-protocol.h"
#include "dissect/layers.h"

#define HEADER_SIZE 40
#define NO_NEXT_HEADER 59

static void
set_fields (PktmonFields *fields, const guint8 *source, const guint8 *destination)
{
  if (fields->present & PKTMON_FIELD_IPV6)
    return;
  fields->present |= PKTMON_FIELD_IPV6;
  memcpy (fields->ipv6_src, source, 16);
  memcpy (fields->ipv6_dst, destination, 16);
}

static void
follow (PktmonDissection *self, guint8 next)
{
  PktmonText *info;

  if (next != NO_NEXT_HEADER) {
    pktmon_ip_protocol_follow (self, next);
    return;
  }
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, "IPv6 no next header");
}

static void
add_next (PktmonDissection *self, const char *key, gsize start, guint8 next)
{
  pktmon_dissection_add_named (self, key, "Next header", start, 1, next,
                               pktmon_ip_protocol_get_name (next));
}

void
pktmon_dissect_ipv6 (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 first = pktmon_bytes_be32 (bytes);
  guint16 length = pktmon_bytes_be16 (bytes);
  guint8 next = pktmon_bytes_u8 (bytes);
  guint8 hop_limit = pktmon_bytes_u8 (bytes);
  const guint8 *source = pktmon_bytes_take (bytes, 16);
  const guint8 *destination = pktmon_bytes_take (bytes, 16);

  pktmon_dissection_set_protocol (self, "IPv6");
  if (bytes->failed)
    return;
  set_fields (&self->summary->fields, source, destination);
  pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_IPV6, source, destination);
  pktmon_dissection_begin (self, "ipv6", "Internet Protocol Version 6", start, HEADER_SIZE);
  pktmon_dissection_add_u64 (self, "ipv6.version", "Version", start, 1, first >> 28);
  pktmon_dissection_add_u64 (self, "ipv6.tclass.dscp", "Differentiated services codepoint", start,
                             2, first >> 22 & 63);
  pktmon_dissection_add_u64 (self, "ipv6.tclass.ecn", "Explicit congestion notification", start + 1,
                             1, first >> 20 & 3);
  pktmon_dissection_add_hex (self, "ipv6.flow", "Flow label", start + 1, 3, first & 0xfffff);
  pktmon_dissection_add_u64 (self, "ipv6.plen", "Payload length", start + 4, 2, length);
  add_next (self, "ipv6.nxt", start + 6, next);
  pktmon_dissection_add_u64 (self, "ipv6.hlim", "Hop limit", start + 7, 1, hop_limit);
  pktmon_dissection_add_ipv6 (self, "ipv6.src", "Source address", start + 8, source);
  pktmon_dissection_add_ipv6 (self, "ipv6.dst", "Destination address", start + 24, destination);
  pktmon_dissection_end (self, bytes->position);
  self->ip_ttl = hop_limit;
  /* 0: a jumbogram (RFC 2675), or one that the network card is still to cut. */
  if (length > 0)
    pktmon_bytes_limit (bytes, length);
  self->ip_payload =
      length > 0 ? length : self->wire_length - MIN (bytes->position, self->wire_length);
  follow (self, next);
}

/* --- Extension headers: next header, length in units of eight bytes less one --- */

static void
dissect_extension (PktmonDissection *self, PktmonBytes *bytes, const char *key,
                   const char *next_key, const char *name)
{
  gsize start = bytes->position;
  guint8 next = pktmon_bytes_u8 (bytes);
  gsize size = 8 * (gsize) pktmon_bytes_u8 (bytes) + 8;

  if (bytes->failed || !pktmon_bytes_skip (bytes, size - 2))
    return;
  self->ip_payload -= MIN (size, self->ip_payload);
  pktmon_dissection_begin (self, key, name, start, size);
  add_next (self, next_key, start, next);
  pktmon_dissection_add_u64 (self, NULL, "Length", start + 1, 1, size);
  pktmon_dissection_end (self, bytes->position);
  follow (self, next);
}

void
pktmon_dissect_ipv6_hop_by_hop (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect_extension (self, bytes, "ipv6.hopopts", "ipv6.hopopts.nxt", "IPv6 Hop-by-Hop Options");
}

void
pktmon_dissect_ipv6_routing (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect_extension (self, bytes, "ipv6.routing", "ipv6.routing.nxt", "IPv6 Routing Header");
}

void
pktmon_dissect_ipv6_destination (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect_extension (self, bytes, "ipv6.dstopts", "ipv6.dstopts.nxt", "IPv6 Destination Options");
}

/* RFC 6275 section 6.1; nothing follows it. */
void
pktmon_dissect_ipv6_mobility (PktmonDissection *self, PktmonBytes *bytes)
{
  static const char *const types[] = {
    "Binding Refresh Request",
    "Home Test Init",
    "Care-of Test Init",
    "Home Test",
    "Care-of Test",
    "Binding Update",
    "Binding Acknowledgement",
    "Binding Error",
  };
  gsize start = bytes->position;
  guint8 next = pktmon_bytes_u8 (bytes);
  gsize size = 8 * (gsize) pktmon_bytes_u8 (bytes) + 8;
  guint8 type = pktmon_bytes_u8 (bytes);
  const char *name = type < G_N_ELEMENTS (types) ? types[type] : NULL;
  PktmonText *info;

  if (bytes->failed || !pktmon_bytes_skip (bytes, size - 3))
    return;
  pktmon_dissection_set_protocol (self, "MIPv6");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, name != NULL ? name : "Unknown type");
  pktmon_dissection_begin (self, "mip6", "Mobile IPv6", start, size);
  add_next (self, "mip6.proto", start, next);
  pktmon_dissection_add_u64 (self, "mip6.hlen", "Length", start + 1, 1, size);
  pktmon_dissection_add_named (self, "mip6.mhtype", "Type", start + 2, 1, type, name);
  pktmon_dissection_end (self, bytes->position);
}

void
pktmon_dissect_ipv6_fragment (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 next = pktmon_bytes_u8 (bytes);
  guint16 offset;
  guint32 id;
  PktmonText *info;

  pktmon_bytes_skip (bytes, 1);
  offset = pktmon_bytes_be16 (bytes);
  id = pktmon_bytes_be32 (bytes);
  if (bytes->failed)
    return;
  self->ip_payload -= MIN (8, self->ip_payload);
  pktmon_dissection_begin (self, "ipv6.fraghdr", "IPv6 Fragment Header", start, 8);
  add_next (self, "ipv6.fraghdr.nxt", start, next);
  pktmon_dissection_add_u64 (self, "ipv6.fraghdr.offset", "Offset", start + 2, 2, offset & ~7u);
  pktmon_dissection_add_u64 (self, "ipv6.fraghdr.more", "More fragments", start + 3, 1, offset & 1);
  pktmon_dissection_add_hex (self, "ipv6.fraghdr.ident", "Identification", start + 4, 4, id);
  pktmon_dissection_end (self, bytes->position);
  if (offset < 8) {
    follow (self, next);
    return;
  }
  info = pktmon_dissection_get_info (self);
  if (info == NULL)
    return;
  pktmon_text_append (info, "IPv6 fragment (off=");
  pktmon_text_append_u64 (info, offset & ~7u);
  pktmon_text_append (info, offset & 1 ? " more=y ident=" : " more=n ident=");
  pktmon_text_append_hex (info, id, 8);
  pktmon_text_append (info, " nxt=");
  pktmon_text_append_u64 (info, next);
  pktmon_text_append_char (info, ')');
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ip-protocol.h"
#include "dissect/layers.h"

#define MIN_HEADER_SIZE 20
#define MORE_FRAGMENTS 0x2000
#define DONT_FRAGMENT 0x4000
#define OFFSET_MASK 0x1fff

typedef struct {
  guint header_size; /* with options */
  guint8 tos, ttl, protocol;
  guint16 total_length, id, fragment, checksum;
  const guint8 *source, *destination;
} Header;

void
pktmon_dissect_ip (PktmonDissection *self, PktmonBytes *bytes)
{
  switch (pktmon_bytes_peek_u8 (bytes, 0) >> 4) {
  case 4:
    pktmon_dissect_ipv4 (self, bytes);
    break;
  case 6:
    pktmon_dissect_ipv6 (self, bytes);
    break;
  default:
    pktmon_dissect_data (self, bytes);
    break;
  }
}

/* FALSE: not a whole header. */
static gboolean
read_header (PktmonBytes *bytes, Header *header)
{
  header->header_size = (pktmon_bytes_u8 (bytes) & 15) * 4u;
  header->tos = pktmon_bytes_u8 (bytes);
  header->total_length = pktmon_bytes_be16 (bytes);
  header->id = pktmon_bytes_be16 (bytes);
  header->fragment = pktmon_bytes_be16 (bytes);
  header->ttl = pktmon_bytes_u8 (bytes);
  header->protocol = pktmon_bytes_u8 (bytes);
  header->checksum = pktmon_bytes_be16 (bytes);
  header->source = pktmon_bytes_take (bytes, 4);
  header->destination = pktmon_bytes_take (bytes, 4);
  return !bytes->failed && header->header_size >= MIN_HEADER_SIZE;
}

static void
set_fields (PktmonFields *fields, const Header *header)
{
  if (fields->present & PKTMON_FIELD_IP)
    return;
  fields->present |= PKTMON_FIELD_IP | PKTMON_FIELD_IP_PROTO | PKTMON_FIELD_IP_DSCP;
  memcpy (fields->ip_src, header->source, 4);
  memcpy (fields->ip_dst, header->destination, 4);
  fields->ip_proto = header->protocol;
  fields->ip_dscp = header->tos >> 2;
}

static void
add_tree (PktmonDissection *self, const Header *header, gsize start)
{
  if (self->tree == NULL)
    return;
  pktmon_dissection_begin (self, "ip", "Internet Protocol Version 4", start, header->header_size);
  pktmon_dissection_add_u64 (self, "ip.version", "Version", start, 1, 4);
  pktmon_dissection_add_u64 (self, "ip.hdr_len", "Header length", start, 1, header->header_size);
  pktmon_dissection_add_u64 (self, "ip.dsfield.dscp", "Differentiated services codepoint",
                             start + 1, 1, header->tos >> 2);
  pktmon_dissection_add_u64 (self, "ip.dsfield.ecn", "Explicit congestion notification", start + 1,
                             1, header->tos & 3);
  pktmon_dissection_add_u64 (self, "ip.len", "Total length", start + 2, 2, header->total_length);
  pktmon_dissection_add_hex (self, "ip.id", "Identification", start + 4, 2, header->id);
  pktmon_dissection_add_u64 (self, "ip.flags.df", "Don't fragment", start + 6, 1,
                             (header->fragment & DONT_FRAGMENT) != 0);
  pktmon_dissection_add_u64 (self, "ip.flags.mf", "More fragments", start + 6, 1,
                             (header->fragment & MORE_FRAGMENTS) != 0);
  pktmon_dissection_add_u64 (self, "ip.frag_offset", "Fragment offset", start + 6, 2,
                             (header->fragment & OFFSET_MASK) * 8u);
  pktmon_dissection_add_u64 (self, "ip.ttl", "Time to live", start + 8, 1, header->ttl);
  pktmon_dissection_add_named (self, "ip.proto", "Protocol", start + 9, 1, header->protocol,
                               pktmon_ip_protocol_get_name (header->protocol));
  pktmon_dissection_add_hex (self, "ip.checksum", "Header checksum", start + 10, 2,
                             header->checksum);
  pktmon_dissection_add_ipv4 (self, "ip.src", "Source address", start + 12, header->source);
  pktmon_dissection_add_ipv4 (self, "ip.dst", "Destination address", start + 16,
                              header->destination);
  if (header->header_size > MIN_HEADER_SIZE)
    pktmon_dissection_add_u64 (self, "ip.options", "Length of options", start + MIN_HEADER_SIZE,
                               header->header_size - MIN_HEADER_SIZE,
                               header->header_size - MIN_HEADER_SIZE);
  pktmon_dissection_end (self, start + header->header_size);
}

static void
write_fragment_info (PktmonDissection *self, const Header *header)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  const char *name = pktmon_ip_protocol_get_name (header->protocol);

  if (info == NULL)
    return;
  pktmon_text_append (info, "Fragmented IP protocol (proto=");
  if (name != NULL) {
    pktmon_text_append (info, name);
    pktmon_text_append_char (info, ' ');
  }
  pktmon_text_append_u64 (info, header->protocol);
  pktmon_text_append (info, ", off=");
  pktmon_text_append_u64 (info, (header->fragment & OFFSET_MASK) * 8u);
  pktmon_text_append (info, ", ID=");
  pktmon_text_append_hex (info, header->id, 4);
  pktmon_text_append_char (info, ')');
}

/* A total length of 0 stands in packets that the network card is still to cut into segments. */
static void
limit_to_payload (PktmonDissection *self, PktmonBytes *bytes, const Header *header, gsize start)
{
  if (header->total_length >= header->header_size) {
    self->ip_payload = header->total_length - header->header_size;
    pktmon_bytes_limit (bytes, self->ip_payload);
  } else
    self->ip_payload = self->wire_length - MIN (start + header->header_size, self->wire_length);
}

void
pktmon_dissect_ipv4 (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Header header;

  pktmon_dissection_set_protocol (self, "IPv4");
  if (!read_header (bytes, &header))
    return;
  set_fields (&self->summary->fields, &header);
  pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_IPV4, header.source, header.destination);
  if (!pktmon_bytes_skip (bytes, header.header_size - MIN_HEADER_SIZE))
    return;
  add_tree (self, &header, start);
  limit_to_payload (self, bytes, &header, start);
  self->ip_ttl = header.ttl;
  if (header.fragment & OFFSET_MASK)
    write_fragment_info (self, &header);
  else
    pktmon_ip_protocol_follow (self, header.protocol);
}

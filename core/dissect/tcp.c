/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/tcp-option.h"

#define MIN_HEADER_SIZE 20

typedef struct {
  guint16 source, destination, flags, window, checksum, urgent;
  guint32 sequence, acknowledgment;
  gsize header_size;
  gsize payload; /* bytes of data by the headers around, captured or not */
} Header;

/* By bit, as Wireshark shows them. */
static const char *const flag_names[] = {
  "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE", "Reserved",
};
#define FLAG_ACK 0x10
#define FLAG_URG 0x20

static void
append_flags (PktmonText *info, guint16 flags)
{
  gboolean any = FALSE;

  pktmon_text_append (info, " [");
  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (flags & 1u << i) {
      if (any)
        pktmon_text_append (info, ", ");
      pktmon_text_append (info, flag_names[i]);
      any = TRUE;
    }
  if (!any)
    pktmon_text_append (info, "<None>");
  pktmon_text_append_char (info, ']');
}

static void
append_value (PktmonText *info, const char *name, guint64 value)
{
  pktmon_text_append (info, name);
  pktmon_text_append_u64 (info, value);
}

static void
write_info (PktmonText *info, const Header *header, PktmonBytes options)
{
  pktmon_text_append_u64 (info, header->source);
  pktmon_text_append (info, " → ");
  pktmon_text_append_u64 (info, header->destination);
  append_flags (info, header->flags);
  append_value (info, " Seq=", header->sequence);
  if (header->flags & FLAG_ACK)
    append_value (info, " Ack=", header->acknowledgment);
  append_value (info, " Win=", header->window);
  if (header->flags & FLAG_URG)
    append_value (info, " Urg=", header->urgent);
  append_value (info, " Len=", header->payload);
  pktmon_tcp_options_append (info, options);
}

static void
set_ports (PktmonDissection *self, const Header *header)
{
  PktmonFields *fields = &self->summary->fields;

  self->source_port = header->source;
  self->destination_port = header->destination;
  if (fields->present & PKTMON_FIELD_TCP_PORTS)
    return;
  fields->present |= PKTMON_FIELD_TCP_PORTS;
  fields->tcp_srcport = header->source;
  fields->tcp_dstport = header->destination;
}

static void
set_flags (PktmonFields *fields, guint16 flags)
{
  if (fields->present & PKTMON_FIELD_TCP_FLAGS)
    return;
  fields->present |= PKTMON_FIELD_TCP_FLAGS;
  fields->tcp_flags = flags;
}

static void
add_flags (PktmonDissection *self, guint16 flags, gsize start)
{
  char buffer[64];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_hex (&text, flags, 3);
  append_flags (&text, flags);
  pktmon_dissection_begin_text (self, "tcp.flags", "Flags", start + 12, 2, buffer);
  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    pktmon_dissection_add_u64 (self, NULL, flag_names[i], start + (i < 8 ? 13 : 12), 1,
                               flags >> i & 1);
  pktmon_dissection_end (self, start + 14);
}

static void
add_tree (PktmonDissection *self, const Header *header, PktmonBytes options, gsize start)
{
  if (self->tree == NULL)
    return;
  pktmon_dissection_begin (self, "tcp", "Transmission Control Protocol", start,
                           options.end - start);
  pktmon_dissection_add_u64 (self, "tcp.srcport", "Source port", start, 2, header->source);
  pktmon_dissection_add_u64 (self, "tcp.dstport", "Destination port", start + 2, 2,
                             header->destination);
  pktmon_dissection_add_u64 (self, "tcp.seq_raw", "Sequence number", start + 4, 4,
                             header->sequence);
  pktmon_dissection_add_u64 (self, "tcp.ack_raw", "Acknowledgment number", start + 8, 4,
                             header->acknowledgment);
  pktmon_dissection_add_u64 (self, "tcp.hdr_len", "Header length", start + 12, 1,
                             header->header_size);
  add_flags (self, header->flags, start);
  pktmon_dissection_add_u64 (self, "tcp.window_size_value", "Window", start + 14, 2,
                             header->window);
  pktmon_dissection_add_hex (self, "tcp.checksum", "Checksum", start + 16, 2, header->checksum);
  pktmon_dissection_add_u64 (self, "tcp.urgent_pointer", "Urgent pointer", start + 18, 2,
                             header->urgent);
  pktmon_tcp_options_add (self, options);
  pktmon_dissection_add_u64 (self, "tcp.len", "Segment length", start, 0, header->payload);
  pktmon_dissection_end (self, options.end);
}

/* What ICMP quotes may end behind the ports. */
void
pktmon_dissect_tcp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Header header;
  guint16 word;
  PktmonBytes options;
  PktmonText *info;

  header.source = pktmon_bytes_be16 (bytes);
  header.destination = pktmon_bytes_be16 (bytes);
  pktmon_dissection_set_protocol (self, "TCP");
  if (bytes->failed)
    return;
  set_ports (self, &header);
  header.sequence = pktmon_bytes_be32 (bytes);
  header.acknowledgment = pktmon_bytes_be32 (bytes);
  word = pktmon_bytes_be16 (bytes);
  header.flags = word & 0xfff;
  header.header_size = (word >> 12) * 4u;
  /* With an impossible length, what stands beside it is as doubtful. */
  if (bytes->failed || header.header_size < MIN_HEADER_SIZE)
    return;
  set_flags (&self->summary->fields, header.flags);
  header.window = pktmon_bytes_be16 (bytes);
  header.checksum = pktmon_bytes_be16 (bytes);
  header.urgent = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  header.payload = self->ip_payload - MIN (header.header_size, self->ip_payload);
  options = pktmon_bytes_split (bytes, header.header_size - MIN_HEADER_SIZE);
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, &header, options);
  add_tree (self, &header, options, start);
  self->transport_payload = header.payload;
  if (pktmon_bytes_left (bytes) > 0)
    self->next = pktmon_application_find_tcp (self, bytes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#define HEADER_SIZE 12
#define CHUNK_HEADER_SIZE 4

/* https://www.iana.org/assignments/sctp-parameters */
static const char *
chunk_name (guint8 type)
{
  static const char *const names[] = {
    "DATA",  "INIT",     "INIT_ACK",          "SACK",  "HEARTBEAT",   "HEARTBEAT_ACK",
    "ABORT", "SHUTDOWN", "SHUTDOWN_ACK",      "ERROR", "COOKIE_ECHO", "COOKIE_ACK",
    "ECNE",  "CWR",      "SHUTDOWN_COMPLETE", "AUTH",
  };

  if (type < G_N_ELEMENTS (names))
    return names[type];
  switch (type) {
  case 0x40:
    return "I_DATA";
  case 0x80:
    return "ASCONF_ACK";
  case 0x82:
    return "RE_CONFIG";
  case 0xc0:
    return "FORWARD_TSN";
  case 0xc1:
    return "ASCONF";
  default:
    return "Unknown chunk";
  }
}

static void
dissect_chunks (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info = pktmon_dissection_get_info (self);

  while (pktmon_bytes_left (bytes) >= CHUNK_HEADER_SIZE) {
    gsize start = bytes->position;
    guint8 type = pktmon_bytes_u8 (bytes);
    guint8 flags = pktmon_bytes_u8 (bytes);
    guint16 length = pktmon_bytes_be16 (bytes);

    if (length < CHUNK_HEADER_SIZE)
      return;
    if (info != NULL) {
      pktmon_text_append_char (info, ' ');
      pktmon_text_append (info, chunk_name (type));
    }
    pktmon_dissection_begin (self, NULL, chunk_name (type), start,
                             MIN (length, pktmon_bytes_left (bytes) + CHUNK_HEADER_SIZE));
    pktmon_dissection_add_named (self, "sctp.chunk_type", "Type", start, 1, type,
                                 chunk_name (type));
    pktmon_dissection_add_hex (self, "sctp.chunk_flags", "Flags", start + 1, 1, flags);
    pktmon_dissection_add_u64 (self, "sctp.chunk_length", "Length", start + 2, 2, length);
    pktmon_dissection_end (self, bytes->position);
    pktmon_bytes_skip (bytes, ((length + 3u) & ~3u) - CHUNK_HEADER_SIZE);
  }
}

static void
append_ports (PktmonText *info, guint16 source, guint16 destination)
{
  pktmon_text_append_u64 (info, source);
  pktmon_text_append (info, " → ");
  pktmon_text_append_u64 (info, destination);
}

void
pktmon_dissect_sctp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 source = pktmon_bytes_be16 (bytes);
  guint16 destination = pktmon_bytes_be16 (bytes);
  guint32 tag = pktmon_bytes_be32 (bytes);
  guint32 checksum = pktmon_bytes_be32 (bytes);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "SCTP");
  if (bytes->failed)
    return;
  self->source_port = source;
  self->destination_port = destination;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    append_ports (info, source, destination);
  pktmon_dissection_begin (self, "sctp", "Stream Control Transmission Protocol", start,
                           HEADER_SIZE);
  pktmon_dissection_add_u64 (self, "sctp.srcport", "Source port", start, 2, source);
  pktmon_dissection_add_u64 (self, "sctp.dstport", "Destination port", start + 2, 2, destination);
  pktmon_dissection_add_hex (self, "sctp.verification_tag", "Verification tag", start + 4, 4, tag);
  pktmon_dissection_add_hex (self, "sctp.checksum", "Checksum", start + 8, 4, checksum);
  dissect_chunks (self, bytes);
  pktmon_dissection_end (self, MIN (bytes->position, bytes->end));
}

/* RFC 4340 section 5.1; a sequence number of 24 or 48 bits follows as the lowest bit says. */
void
pktmon_dissect_dccp (PktmonDissection *self, PktmonBytes *bytes)
{
  static const char *const types[16] = {
    "Request",  "Response", "Data",  "Ack",  "DataAck",
    "CloseReq", "Close",    "Reset", "Sync", "SyncAck",
  };
  gsize start = bytes->position;
  guint16 source = pktmon_bytes_be16 (bytes);
  guint16 destination = pktmon_bytes_be16 (bytes);
  guint8 type;
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "DCCP");
  pktmon_bytes_skip (bytes, 4); /* offset, coverage, checksum */
  type = pktmon_bytes_u8 (bytes) >> 1 & 15;
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    append_ports (info, source, destination);
    pktmon_text_append (info, " [");
    pktmon_text_append (info, types[type] != NULL ? types[type] : "Reserved");
    pktmon_text_append_char (info, ']');
  }
  pktmon_dissection_begin (self, "dccp", "Datagram Congestion Control Protocol", start, 9);
  pktmon_dissection_add_u64 (self, "dccp.srcport", "Source port", start, 2, source);
  pktmon_dissection_add_u64 (self, "dccp.dstport", "Destination port", start + 2, 2, destination);
  pktmon_dissection_add_named (self, "dccp.type", "Type", start + 8, 1, type, types[type]);
  pktmon_dissection_end (self, bytes->position);
}

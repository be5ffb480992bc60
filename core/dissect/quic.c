/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/content.h"
#include "dissect/layers.h"

/* QUIC (RFC 8999 for all versions, RFC 9000 for the first, RFC 9369 for the second). What is in a
 * packet is encrypted; its header says type, version and connection IDs. */

#define LONG_HEADER 0x80
#define FIXED_BIT 0x40
#define VERSION_NEGOTIATION 0
#define VERSION_1 0x00000001u
#define VERSION_2 0x6b3343cfu
#define DRAFT 0xff000000u
#define FIRST_DRAFT 23 /* of those whose long header is that of version 1 */
#define LAST_DRAFT 34
#define MAX_ID 20
/* Shorter ones cannot be protected (RFC 9001 section 5.4.2). */
#define MIN_SHORT_PACKET 21

typedef enum {
  TYPE_INITIAL,
  TYPE_0RTT,
  TYPE_HANDSHAKE,
  TYPE_RETRY,
} Type;

static const char *const type_names[] = {
  [TYPE_INITIAL] = "Initial",
  [TYPE_0RTT] = "0-RTT",
  [TYPE_HANDSHAKE] = "Handshake",
  [TYPE_RETRY] = "Retry",
};

typedef struct {
  gsize start;
  guint8 first;
  guint32 version;
  PktmonBytes destination, source; /* connection IDs */
} Header;

/* --- Header --- */

static gboolean
is_known (guint32 version)
{
  return version == VERSION_1 || version == VERSION_2 ||
         ((version & 0xffffff00u) == DRAFT && (version & 0xff) >= FIRST_DRAFT &&
          (version & 0xff) <= LAST_DRAFT);
}

static PktmonBytes
split_id (PktmonBytes *bytes)
{
  guint8 size = pktmon_bytes_u8 (bytes);

  if (size > MAX_ID)
    bytes->failed = TRUE;
  return pktmon_bytes_split (bytes, size);
}

static gboolean
read_header (PktmonBytes *bytes, Header *header)
{
  header->start = bytes->position;
  header->first = pktmon_bytes_u8 (bytes);
  header->version = pktmon_bytes_be32 (bytes);
  if (bytes->failed || !(header->first & LONG_HEADER))
    return FALSE;
  /* The fixed bit is free where versions are offered (RFC 9000 section 17.2.1). */
  if (header->version != VERSION_NEGOTIATION &&
      (!(header->first & FIXED_BIT) || !is_known (header->version)))
    return FALSE;
  header->destination = split_id (bytes);
  header->source = split_id (bytes);
  return !bytes->failed;
}

/* Zeros look like the offer of versions too; what is offered tells them apart. */
static gboolean
offers_known (PktmonBytes versions)
{
  while (pktmon_bytes_left (&versions) >= 4)
    if (is_known (pktmon_bytes_be32 (&versions)))
      return TRUE;
  return FALSE;
}

gboolean
pktmon_quic_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  PktmonBytes bytes = *payload;
  Header header;

  return read_header (&bytes, &header) &&
         (header.version != VERSION_NEGOTIATION || offers_known (bytes));
}

/* Version 2 turns the types by one (RFC 9369 section 3.2). */
static Type
get_type (const Header *header)
{
  guint type = header->first >> 4 & 3;

  return (Type) (header->version == VERSION_2 ? (type + 3) % 4 : type);
}

static const char *
version_name (guint32 version)
{
  if (version == VERSION_NEGOTIATION)
    return "Version Negotiation";
  if (version == VERSION_1)
    return "1";
  if (version == VERSION_2)
    return "2";
  if ((version & 0x0f0f0f0f) == 0x0a0a0a0a)
    return "reserved, forces negotiation";
  return is_known (version) ? "draft" : NULL;
}

static void
append_id (PktmonText *info, const char *label, PktmonBytes id)
{
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (&id, &size);

  if (size == 0)
    return;
  pktmon_text_append (info, label);
  pktmon_text_append_bytes (info, data, size);
}

static void
add_header (PktmonDissection *self, const Header *header)
{
  gsize start = header->start;

  pktmon_dissection_add_u64 (self, "quic.header_form", "Header form", start, 1, 1);
  if (header->version != VERSION_NEGOTIATION)
    pktmon_dissection_add_named (self, "quic.long.packet_type", "Packet type", start, 1,
                                 header->first >> 4 & 3, type_names[get_type (header)]);
  pktmon_dissection_add_named_hex (self, "quic.version", "Version", start + 1, 4, header->version,
                                   version_name (header->version));
  pktmon_dissection_add_rest_bytes (self, "quic.dcid", "Destination connection ID",
                                    header->destination);
  pktmon_dissection_add_rest_bytes (self, "quic.scid", "Source connection ID", header->source);
}

/* --- What follows it --- */

static void
add_versions (PktmonDissection *self, PktmonBytes *bytes)
{
  while (self->tree != NULL && pktmon_bytes_left (bytes) >= 4) {
    gsize start = bytes->position;
    guint32 version = pktmon_bytes_be32 (bytes);

    pktmon_dissection_add_named_hex (self, "quic.supported_version", "Supported version", start, 4,
                                     version, version_name (version));
  }
}

/* A number whose first two bits say its size (RFC 9000 section 16). */
static guint64
read_number (PktmonBytes *bytes)
{
  guint8 first = pktmon_bytes_u8 (bytes);
  guint64 number = first & 0x3f;

  for (guint left = (1u << (first >> 6)) - 1; left > 0; left--)
    number = number << 8 | pktmon_bytes_u8 (bytes);
  return number;
}

static void
dissect_retry (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize left = pktmon_bytes_left (bytes);
  PktmonBytes token = pktmon_bytes_split (bytes, left - MIN (left, 16));

  pktmon_dissection_add_rest_bytes (self, "quic.retry_token", "Retry token", token);
  pktmon_dissection_add_rest_bytes (self, "quic.retry_integrity_tag", "Retry integrity tag",
                                    *bytes);
  bytes->position = bytes->end;
}

static void
dissect_protected (PktmonDissection *self, PktmonBytes *bytes, Type type)
{
  gsize start = bytes->position;
  guint64 size;
  PktmonBytes payload;

  if (type == TYPE_INITIAL) {
    size = read_number (bytes);
    pktmon_dissection_add_u64 (self, "quic.token_length", "Token length", start,
                               bytes->position - start, size);
    pktmon_dissection_add_rest_bytes (self, "quic.token", "Token",
                                      pktmon_bytes_split (bytes, size));
    start = bytes->position;
  }
  size = read_number (bytes);
  if (bytes->failed)
    return;
  pktmon_dissection_add_u64 (self, "quic.length", "Length", start, bytes->position - start, size);
  payload = pktmon_bytes_split (bytes, size);
  pktmon_dissection_add_rest_bytes (self, "quic.remaining_payload", "Protected payload", payload);
}

static void
dissect_body (PktmonDissection *self, PktmonBytes *bytes, const Header *header)
{
  if (header->version == VERSION_NEGOTIATION)
    add_versions (self, bytes);
  else if (get_type (header) == TYPE_RETRY)
    dissect_retry (self, bytes);
  else
    dissect_protected (self, bytes, get_type (header));
}

/* Adds what is left as a packet with a short header: one that follows in a datagram, or one alone.
 */
static void
dissect_short (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  pktmon_dissection_append_item (self, "Protected Payload");
  pktmon_dissection_begin (self, NULL, "Short header packet", start, pktmon_bytes_left (bytes));
  pktmon_dissection_add_u64 (self, "quic.header_form", "Header form", start, 1, 0);
  pktmon_bytes_skip (bytes, 1);
  pktmon_dissection_add_rest_bytes (self, "quic.remaining_payload", "Protected payload", *bytes);
  bytes->position = bytes->end;
  pktmon_dissection_end (self, bytes->position);
}

static void
dissect_long (PktmonDissection *self, PktmonBytes *bytes, const Header *header, gboolean is_first)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  const char *name = header->version == VERSION_NEGOTIATION ? "Version Negotiation"
                                                            : type_names[get_type (header)];

  pktmon_dissection_append_item (self, name);
  if (info != NULL && is_first) {
    append_id (info, ", DCID=", header->destination);
    append_id (info, ", SCID=", header->source);
  }
  pktmon_dissection_begin (self, NULL, name, header->start, bytes->position - header->start);
  add_header (self, header);
  dissect_body (self, bytes, header);
  pktmon_dissection_end (self, bytes->position);
}

/* Datagrams end with zeros where they were made larger (RFC 9000 section 14.1 asks for frames, but
 * some do). */
static gboolean
follows (const PktmonBytes *bytes)
{
  return !bytes->failed && pktmon_bytes_left (bytes) > 0 &&
         (pktmon_bytes_peek_u8 (bytes, 0) & (LONG_HEADER | FIXED_BIT)) != 0;
}

void
pktmon_dissect_quic (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonBytes here = *bytes;
  gboolean is_long = pktmon_quic_is_here (self, bytes);
  gboolean is_first = TRUE;
  Header header;

  if (!is_long && ((pktmon_bytes_peek_u8 (bytes, 0) & (LONG_HEADER | FIXED_BIT)) != FIXED_BIT ||
                   self->transport_payload < MIN_SHORT_PACKET)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "QUIC");
  pktmon_dissection_begin (self, "quic", "QUIC IETF", start, 0);
  while (read_header (&here, &header)) {
    *bytes = here;
    dissect_long (self, bytes, &header, is_first);
    is_first = FALSE;
    if (!follows (bytes))
      break;
    here = *bytes;
  }
  if (follows (bytes) && !(pktmon_bytes_peek_u8 (bytes, 0) & LONG_HEADER))
    dissect_short (self, bytes);
  bytes->failed = FALSE;
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}

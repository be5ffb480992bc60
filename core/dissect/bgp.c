/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* BGP-4 (RFC 4271): messages behind each other, each with a marker of sixteen 0xff. */

#define MARKER "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
#define MARKER_SIZE 16
#define HEADER_SIZE 19u

enum {
  OPEN = 1,
  UPDATE,
  NOTIFICATION,
  KEEPALIVE,
  ROUTE_REFRESH,
};

static const PktmonName types[] = {
  { OPEN, "OPEN Message" },
  { UPDATE, "UPDATE Message" },
  { NOTIFICATION, "NOTIFICATION Message" },
  { KEEPALIVE, "KEEPALIVE Message" },
  { ROUTE_REFRESH, "ROUTE-REFRESH Message" },
};

static const PktmonName errors[] = {
  { 1, "Message Header Error" },        { 2, "OPEN Message Error" },
  { 3, "UPDATE Message Error" },        { 4, "Hold Timer Expired" },
  { 5, "Finite State Machine Error" },  { 6, "Cease" },
  { 7, "ROUTE-REFRESH Message Error" },
};

typedef struct {
  gsize start;
  guint16 length;
  guint8 type;
} Message;

static gboolean
read_header (PktmonBytes *bytes, Message *message)
{
  message->start = bytes->position;
  if (!pktmon_bytes_starts_with (bytes, MARKER))
    return FALSE;
  pktmon_bytes_skip (bytes, MARKER_SIZE);
  message->length = pktmon_bytes_be16 (bytes);
  message->type = pktmon_bytes_u8 (bytes);
  return !bytes->failed && message->length >= HEADER_SIZE &&
         PKTMON_NAME_OF (types, message->type) != NULL;
}

static void
add_open (PktmonDissection *self, PktmonBytes body)
{
  gsize start = body.position;
  guint8 version = pktmon_bytes_u8 (&body);
  guint16 as = pktmon_bytes_be16 (&body);
  guint16 hold = pktmon_bytes_be16 (&body);
  const guint8 *id = pktmon_bytes_take (&body, 4);

  if (body.failed)
    return;
  pktmon_dissection_add_u64 (self, "bgp.open.version", "Version", start, 1, version);
  pktmon_dissection_add_u64 (self, "bgp.open.myas", "My AS", start + 1, 2, as);
  pktmon_dissection_add_u64 (self, "bgp.open.holdtime", "Hold time", start + 3, 2, hold);
  pktmon_dissection_add_ipv4 (self, "bgp.open.identifier", "BGP identifier", start + 5, id);
}

static void
add_notification (PktmonDissection *self, PktmonBytes body)
{
  gsize start = body.position;
  guint8 code = pktmon_bytes_u8 (&body);
  guint8 subcode = pktmon_bytes_u8 (&body);

  if (body.failed)
    return;
  pktmon_dissection_add_named (self, "bgp.notify.major_error", "Major error code", start, 1, code,
                               PKTMON_NAME_OF (errors, code));
  pktmon_dissection_add_u64 (self, "bgp.notify.minor_error", "Minor error code", start + 1, 1,
                             subcode);
}

static void
dissect_message (PktmonDissection *self, PktmonBytes *bytes, const Message *message)
{
  const char *name = PKTMON_NAME_OF (types, message->type);
  PktmonBytes body = pktmon_bytes_split (bytes, message->length - HEADER_SIZE);

  body.failed = FALSE;
  pktmon_dissection_append_item (self, name);
  pktmon_dissection_begin (self, NULL, name, message->start, body.end - message->start);
  pktmon_dissection_add_u64 (self, "bgp.length", "Length", message->start + 16, 2, message->length);
  pktmon_dissection_add_named (self, "bgp.type", "Type", message->start + 18, 1, message->type,
                               name);
  if (message->type == OPEN)
    add_open (self, body);
  else if (message->type == NOTIFICATION)
    add_notification (self, body);
  pktmon_dissection_end (self, body.end);
}

void
pktmon_dissect_bgp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize after;
  Message message;

  if (!read_header (bytes, &message)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "BGP");
  pktmon_dissection_begin (self, "bgp", "Border Gateway Protocol", start, 0);
  do {
    dissect_message (self, bytes, &message);
    after = bytes->position;
  } while (!bytes->failed && read_header (bytes, &message));
  bytes->position = after;
  bytes->failed = FALSE;
  pktmon_dissection_end (self, after);
  pktmon_application_leave (self, bytes);
}

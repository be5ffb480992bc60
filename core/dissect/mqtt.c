/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"

/* MQTT 3.1.1 and 5 (OASIS): packets behind each other, each with a type and a length. */

#define MAX_LENGTH_SIZE 4

enum {
  CONNECT = 1,
  PUBLISH = 3,
  N_TYPES = 16,
};

/* What the lower four bits must be; PUBLISH has flags there (3.1.1, section 2.2.2). */
static const struct {
  const char *name;
  guint8 flags;
} types[N_TYPES] = {
  { NULL, 0 },
  { "Connect Command", 0 },
  { "Connect Ack", 0 },
  { "Publish Message", 0 },
  { "Publish Ack", 0 },
  { "Publish Received", 0 },
  { "Publish Release", 2 },
  { "Publish Complete", 0 },
  { "Subscribe Request", 2 },
  { "Subscribe Ack", 0 },
  { "Unsubscribe Request", 2 },
  { "Unsubscribe Ack", 0 },
  { "Ping Request", 0 },
  { "Ping Response", 0 },
  { "Disconnect Req", 0 },
  { "Authentication Exchange", 0 },
};

typedef struct {
  gsize start;
  guint8 type;
  gsize length; /* behind the header */
} Header;

static gboolean
read_header (PktmonBytes *bytes, Header *header)
{
  guint8 first, byte = 0x80;

  header->start = bytes->position;
  first = pktmon_bytes_u8 (bytes);
  header->type = first >> 4;
  header->length = 0;
  for (guint i = 0; i < MAX_LENGTH_SIZE && (byte & 0x80); i++) {
    byte = pktmon_bytes_u8 (bytes);
    header->length |= (gsize) (byte & 0x7f) << 7 * i;
  }
  return !bytes->failed && !(byte & 0x80) && types[header->type].name != NULL &&
         (header->type == PUBLISH || (first & 15) == types[header->type].flags);
}

static PktmonBytes
split_text (PktmonBytes *bytes)
{
  guint16 size = pktmon_bytes_be16 (bytes);
  PktmonBytes text = pktmon_bytes_split (bytes, size);

  text.failed = FALSE;
  return text;
}

static void
dissect_connect (PktmonDissection *self, PktmonBytes body)
{
  gsize start;
  guint8 version;
  guint16 alive;

  pktmon_dissection_add_rest (self, "mqtt.protoname", "Protocol name", split_text (&body));
  start = body.position;
  version = pktmon_bytes_u8 (&body);
  pktmon_bytes_skip (&body, 1); /* flags */
  alive = pktmon_bytes_be16 (&body);
  if (body.failed)
    return;
  pktmon_dissection_add_u64 (self, "mqtt.ver", "Version", start, 1, version);
  pktmon_dissection_add_u64 (self, "mqtt.kalive", "Keep alive", start + 2, 2, alive);
}

static void
dissect_publish (PktmonDissection *self, PktmonBytes body)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  PktmonBytes topic = split_text (&body);

  pktmon_dissection_add_rest (self, "mqtt.topic", "Topic", topic);
  if (info == NULL)
    return;
  pktmon_text_append (info, " [");
  pktmon_text_append_rest (info, topic);
  pktmon_text_append_char (info, ']');
}

static void
dissect_packet (PktmonDissection *self, PktmonBytes *bytes, const Header *header)
{
  PktmonBytes body = pktmon_bytes_split (bytes, header->length);
  const char *name = types[header->type].name;

  body.failed = FALSE;
  pktmon_dissection_append_item (self, name);
  pktmon_dissection_begin (self, NULL, name, header->start, body.end - header->start);
  pktmon_dissection_add_named (self, "mqtt.msgtype", "Message type", header->start, 1, header->type,
                               name);
  pktmon_dissection_add_u64 (self, "mqtt.len", "Length", header->start + 1,
                             body.position - header->start - 1, header->length);
  if (header->type == CONNECT)
    dissect_connect (self, body);
  else if (header->type == PUBLISH)
    dissect_publish (self, body);
  pktmon_dissection_end (self, body.end);
}

void
pktmon_dissect_mqtt (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize after;
  Header header;

  if (!read_header (bytes, &header)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "MQTT");
  pktmon_dissection_begin (self, "mqtt", "MQ Telemetry Transport", start, 0);
  do {
    dissect_packet (self, bytes, &header);
    after = bytes->position;
  } while (!bytes->failed && read_header (bytes, &header));
  bytes->position = after;
  bytes->failed = FALSE;
  pktmon_dissection_end (self, after);
  pktmon_application_leave (self, bytes);
}

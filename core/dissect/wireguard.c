/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/content.h"
#include "dissect/layers.h"

/* WireGuard (https://www.wireguard.com/protocol): four messages of known sizes, with a type, three
 * zeros and numbers in little endian. */

#define COUNTER_AT 8
#define DATA 4
#define DATA_OVERHEAD 32 /* header and authentication */
#define BLOCK 16         /* to which data is filled up */

static const struct {
  gsize size; /* 0: any */
  const char *name;
  gboolean has_sender, has_receiver;
} messages[] = {
  { 0 },
  { 148, "Handshake Initiation", TRUE, FALSE },
  { 92, "Handshake Response", TRUE, TRUE },
  { 64, "Cookie Reply", FALSE, TRUE },
  [DATA] = { 0, "Transport Data", FALSE, TRUE },
};

/* Data has nothing else that tells it from other bytes: no connection lasts for 2^40 packets. */
static gboolean
is_data (const PktmonDissection *self, const PktmonBytes *payload)
{
  return self->transport_payload >= DATA_OVERHEAD && self->transport_payload % BLOCK == 0 &&
         pktmon_bytes_left (payload) >= COUNTER_AT + 8 &&
         (pktmon_bytes_peek_be32 (payload, COUNTER_AT + 4) & 0xffffff) == 0;
}

gboolean
pktmon_wireguard_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  guint32 word = pktmon_bytes_peek_u32 (payload, 0, FALSE);

  if (word == DATA)
    return is_data (self, payload);
  return word > 0 && word < DATA && self->transport_payload == messages[word].size &&
         pktmon_bytes_left (payload) >= 12;
}

static void
dissect_index (PktmonDissection *self, PktmonBytes *bytes, const char *key, const char *name,
               const char *label)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint32 index = pktmon_bytes_le32 (bytes);

  pktmon_dissection_add_hex (self, key, name, start, 4, index);
  if (info == NULL)
    return;
  pktmon_text_append (info, label);
  pktmon_text_append_hex (info, index, 8);
}

static void
dissect_data (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint64 counter = pktmon_bytes_le64 (bytes);
  gsize size = self->transport_payload - DATA_OVERHEAD;

  pktmon_dissection_add_u64 (self, "wg.counter", "Counter", start, 8, counter);
  if (info == NULL)
    return;
  pktmon_text_append (info, ", counter=");
  pktmon_text_append_u64 (info, counter);
  if (size == 0)
    return;
  pktmon_text_append (info, ", datalen=");
  pktmon_text_append_u64 (info, size);
}

void
pktmon_dissect_wireguard (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 type = pktmon_bytes_le32 (bytes);
  gboolean empty = type == DATA && self->transport_payload == DATA_OVERHEAD;
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "WireGuard");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, empty ? "Keepalive" : messages[type].name);
  pktmon_dissection_begin (self, "wg", "WireGuard Protocol", start, 4);
  pktmon_dissection_add_named (self, "wg.type", "Type", start, 1, type, messages[type].name);
  if (messages[type].has_sender)
    dissect_index (self, bytes, "wg.sender", "Sender", ", sender=");
  if (messages[type].has_receiver)
    dissect_index (self, bytes, "wg.receiver", "Receiver", ", receiver=");
  if (type == DATA)
    dissect_data (self, bytes);
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}

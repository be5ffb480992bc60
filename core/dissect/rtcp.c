/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/content.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* RTCP (RFC 3550 section 6): packets behind each other, what is encrypted (RFC 3711) behind them.
 * RTP, which it goes with, has nothing that tells it from other bytes. */

#define HEADER_SIZE 8u
#define VERSION(first) ((first) >> 6)
#define SENDER_REPORT 200
#define RECEIVER_REPORT 201

static const PktmonName types[] = {
  { SENDER_REPORT, "Sender Report" },   { RECEIVER_REPORT, "Receiver Report" },
  { 202, "Source description" },        { 203, "Goodbye" },
  { 204, "Application specific" },      { 205, "Generic RTP Feedback" },
  { 206, "Payload-specific Feedback" }, { 207, "Extended report" },
};

static gboolean
is_packet (const PktmonBytes *bytes)
{
  return pktmon_bytes_left (bytes) >= 4 && VERSION (pktmon_bytes_peek_u8 (bytes, 0)) == 2 &&
         PKTMON_NAME_OF (types, pktmon_bytes_peek_u8 (bytes, 1)) != NULL;
}

/* A datagram begins with a report, which fits. */
gboolean
pktmon_rtcp_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  guint8 type = pktmon_bytes_peek_u8 (payload, 1);
  gsize size = 4 * ((gsize) pktmon_bytes_peek_be16 (payload, 2) + 1);

  return is_packet (payload) && (type == SENDER_REPORT || type == RECEIVER_REPORT) &&
         pktmon_bytes_left (payload) >= HEADER_SIZE && size >= HEADER_SIZE &&
         size <= self->transport_payload;
}

static void
dissect_packet (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 first = pktmon_bytes_u8 (bytes);
  guint8 type = pktmon_bytes_u8 (bytes);
  guint16 words = pktmon_bytes_be16 (bytes);
  guint32 sender = pktmon_bytes_peek_be32 (bytes, 0);
  const char *name = PKTMON_NAME_OF (types, type);
  PktmonBytes body = pktmon_bytes_split (bytes, 4 * (gsize) words);

  pktmon_dissection_append_item (self, name);
  pktmon_dissection_begin (self, NULL, name, start, body.end - start);
  pktmon_dissection_add_u64 (self, "rtcp.version", "Version", start, 1, VERSION (first));
  pktmon_dissection_add_named (self, "rtcp.pt", "Packet type", start + 1, 1, type, name);
  pktmon_dissection_add_u64 (self, "rtcp.length", "Length", start + 2, 2, words);
  if (pktmon_bytes_left (&body) >= 4)
    pktmon_dissection_add_hex (self, "rtcp.senderssrc", "Sender SSRC", start + 4, 4, sender);
  pktmon_dissection_end (self, body.end);
}

void
pktmon_dissect_rtcp (PktmonDissection *self, PktmonBytes *bytes)
{
  pktmon_dissection_set_protocol (self, "RTCP");
  pktmon_dissection_begin (self, "rtcp", "Real-time Transport Control Protocol", bytes->position,
                           0);
  while (is_packet (bytes))
    dissect_packet (self, bytes);
  bytes->failed = FALSE;
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}

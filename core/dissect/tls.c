/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/content.h"
#include "dissect/layers.h"
#include "dissect/names.h"
#include "dissect/tls-handshake.h"
#include "dissect/tls-names.h"

/* The records of TLS (RFC 8446 section 5, RFC 5246 section 6) and DTLS (RFC 6347 section 4.1).
 *
 * A record alone seldom says the version of its connection: that of TLS 1.3 calls itself 1.2. So
 * the column names a version only where something proves it, and is "TLS" elsewhere. */

#define HEADER_SIZE 5u
#define DATAGRAM_HEADER_SIZE 13u
/* RFC 5246 section 6.2.3 allows for 2048 bytes that compression and encryption add. */
#define MAX_RECORD (16384u + 2048u)
#define TLS_1_2 0x0303
#define DTLS_1_0 0xfeff
#define DTLS_1_2 0xfefd

enum {
  CHANGE_CIPHER_SPEC = 20,
  ALERT = 21,
  HANDSHAKE = 22,
  APPLICATION_DATA = 23,
  HEARTBEAT = 24,
};

static const PktmonName types[] = {
  { CHANGE_CIPHER_SPEC, "Change Cipher Spec" },
  { ALERT, "Alert" },
  { HANDSHAKE, "Handshake" },
  { APPLICATION_DATA, "Application Data" },
  { HEARTBEAT, "Heartbeat" },
};

typedef struct {
  gsize start;
  guint8 type;
  guint16 version, epoch, length;
} Record;

static gboolean
read_header (PktmonBytes *bytes, gboolean datagram, Record *record)
{
  record->start = bytes->position;
  record->type = pktmon_bytes_u8 (bytes);
  record->version = pktmon_bytes_be16 (bytes);
  record->epoch = 0;
  if (datagram) {
    record->epoch = pktmon_bytes_be16 (bytes);
    pktmon_bytes_skip (bytes, 6); /* sequence */
  }
  record->length = pktmon_bytes_be16 (bytes);
  if (bytes->failed || record->type < CHANGE_CIPHER_SPEC || record->type > HEARTBEAT ||
      record->length == 0 || record->length > MAX_RECORD)
    return FALSE;
  return datagram ? record->version == DTLS_1_0 || record->version == DTLS_1_2
                  : record->version >= 0x0300 && record->version <= 0x0304;
}

gboolean
pktmon_tls_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  PktmonBytes bytes = *payload;
  Record record;

  return read_header (&bytes, FALSE, &record);
}

gboolean
pktmon_dtls_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  PktmonBytes bytes = *payload;
  Record record;

  return read_header (&bytes, TRUE, &record);
}

static void
dissect_alert (PktmonDissection *self, PktmonBytes body, const Record *record)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = body.position;
  guint8 level = pktmon_bytes_u8 (&body);
  guint8 description = pktmon_bytes_u8 (&body);
  const char *name = pktmon_tls_alert_get_name (description);

  if (record->length != 2 || level < 1 || level > 2 || body.failed) {
    pktmon_dissection_append_item (self, "Encrypted Alert");
    return;
  }
  pktmon_dissection_append_item (self,
                                 level == 1 ? "Alert (Level: Warning" : "Alert (Level: Fatal");
  if (info != NULL) {
    pktmon_text_append (info, ", Description: ");
    pktmon_text_append (info, name != NULL ? name : "Unknown");
    pktmon_text_append_char (info, ')');
  }
  pktmon_dissection_add_named (self, "tls.alert_message.level", "Level", start, 1, level,
                               level == 1 ? "Warning" : "Fatal");
  pktmon_dissection_add_named (self, "tls.alert_message.desc", "Description", start + 1, 1,
                               description, name);
}

/* RFC 8446 section 5.1 leaves 3.1 for the records of first hellos and 3.3 for all others; a
 * handshake that is not a hello is not plain in 1.3, and not in records of this type. */
static guint16
prove_version (const Record *record)
{
  if (record->version != TLS_1_2 || record->type == HANDSHAKE)
    return record->version;
  return 0;
}

static void
dissect_body (PktmonDissection *self, PktmonBytes body, const Record *record, PktmonTlsState *state)
{
  if (record->epoch > 0)
    state->encrypted = TRUE;
  switch (record->type) {
  case HANDSHAKE:
    pktmon_tls_handshake_dissect (self, body, record->length, state);
    break;
  case ALERT:
    dissect_alert (self, body, record);
    break;
  case CHANGE_CIPHER_SPEC:
    state->encrypted = TRUE;
    pktmon_dissection_append_item (self, "Change Cipher Spec");
    break;
  default:
    pktmon_dissection_append_item (self, PKTMON_NAME_OF (types, record->type));
    pktmon_dissection_add_rest_bytes (self, "tls.app_data", "Encrypted data", body);
    break;
  }
  if (state->version == 0)
    state->version = prove_version (record);
}

static void
dissect_record (PktmonDissection *self, PktmonBytes *bytes, const Record *record,
                PktmonTlsState *state)
{
  PktmonBytes body = pktmon_bytes_split (bytes, record->length);
  gsize length_at = record->start + (state->datagram ? DATAGRAM_HEADER_SIZE : HEADER_SIZE) - 2;

  body.failed = FALSE;
  pktmon_dissection_begin (self, "tls.record", "Record", record->start, body.end - record->start);
  pktmon_dissection_add_named (self, "tls.record.content_type", "Content type", record->start, 1,
                               record->type, PKTMON_NAME_OF (types, record->type));
  pktmon_dissection_add_named_hex (self, "tls.record.version", "Version", record->start + 1, 2,
                                   record->version, pktmon_tls_version_get_name (record->version));
  if (state->datagram)
    pktmon_dissection_add_u64 (self, "dtls.record.epoch", "Epoch", record->start + 3, 2,
                               record->epoch);
  pktmon_dissection_add_u64 (self, "tls.record.length", "Length", length_at, 2, record->length);
  dissect_body (self, body, record, state);
  pktmon_dissection_end (self, body.end);
}

static void
dissect (PktmonDissection *self, PktmonBytes *bytes, gboolean datagram)
{
  gsize start = bytes->position;
  PktmonTlsState state = { .datagram = datagram };
  const char *version;
  gsize after;
  Record record;

  if (!read_header (bytes, datagram, &record)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, datagram ? "DTLS" : "TLS");
  pktmon_dissection_begin (
      self, datagram ? "dtls" : "tls",
      datagram ? "Datagram Transport Layer Security" : "Transport Layer Security", start, 0);
  do {
    dissect_record (self, bytes, &record, &state);
    after = bytes->position;
  } while (!bytes->failed && read_header (bytes, datagram, &record));
  bytes->position = after;
  bytes->failed = FALSE;
  pktmon_dissection_end (self, after);
  version = pktmon_tls_version_get_name (state.version);
  if (version != NULL)
    pktmon_dissection_refine_protocol (self, version);
  pktmon_application_leave (self, bytes);
}

void
pktmon_dissect_tls (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, FALSE);
}

void
pktmon_dissect_dtls (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, TRUE);
}

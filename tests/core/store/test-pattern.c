/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "dissect/summary.h"
#include "store/cursor.h"
#include "store/pattern.h"
#include "support/capture-builder.h"
#include "support/captures.h"
#include "support/temp-folder.h"

/* What a search looks for, against looking the plain and slow way. */

/* --- A packet --- */

static const PktmonSection section = { .format = PKTMON_FORMAT_PCAPNG };
static const PktmonInterface ethernet = { .section = &section, .link_type = 1 };

/* A TCP packet to port 80 that begins with @text. */
static GByteArray *
http_new (const char *text)
{
  static const guint8 rest[] = { 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 0x10, 0, 0, 0, 0, 0 };
  GByteArray *bytes = g_byte_array_new();
  guint8 frame[TEST_FRAME_SIZE];
  gsize size = 20 + 20 + strlen (text);

  test_frame_make (frame, 6, 40000, 80);
  frame[16] = (guint8) (size >> 8);
  frame[17] = (guint8) size;
  g_byte_array_append (bytes, frame, 38);
  g_byte_array_append (bytes, rest, sizeof rest);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return bytes;
}

static gboolean
matches (PktmonPatternKind kind, const char *text, const GByteArray *bytes)
{
  PktmonPacket packet = {
    .interface = &ethernet,
    .data = bytes->data,
    .captured = bytes->len,
    .length = bytes->len,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonPattern) pattern = pktmon_pattern_new (kind, text, &error);

  g_assert_no_error (error);
  return pktmon_pattern_match (pattern, &packet);
}

static void
test_text (void)
{
  g_autoptr (GByteArray) packet = http_new ("GET /Straße?Ärger=ΣΊΣΥΦΟΣ HTTP/1.1\r\n\r\n");
  static const char *const in[] = {
    "get", "HTTP", "http/1.1", "straße", "STRASSE", "ärger", "σίσυφος", "10.0.0.1", ".0.2", "tp",
  };
  static const char *const out[] = {
    "gets", "get /strase", "10.0.0.3", "10.0.0.1 10.0.0.2", "é", "udp", "\n", "arger",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (in); i++) {
    if (!matches (PKTMON_PATTERN_TEXT, in[i], packet))
      g_error ("“%s” is not found", in[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (out); i++) {
    if (matches (PKTMON_PATTERN_TEXT, out[i], packet))
      g_error ("“%s” is found", out[i]);
  }
}

static void
test_bytes (void)
{
  g_autoptr (GByteArray) packet = http_new ("GET /Straße HTTP/1.1\r\n\r\n");

  g_assert_true (matches (PKTMON_PATTERN_BYTES, "02 00 00 00 00 02", packet));
  g_assert_true (matches (PKTMON_PATTERN_BYTES, "0a000001", packet));
  g_assert_true (matches (PKTMON_PATTERN_BYTES, "0x0D, 0x0A", packet));
  g_assert_true (matches (PKTMON_PATTERN_BYTES, "0d:0a:0d:0a", packet));
  g_assert_true (matches (PKTMON_PATTERN_BYTES, "\"GET /Straße\"", packet));
  g_assert_true (matches (PKTMON_PATTERN_BYTES, "\"\"", packet));
  g_assert_false (matches (PKTMON_PATTERN_BYTES, "\"get\"", packet));
  g_assert_false (matches (PKTMON_PATTERN_BYTES, "0d0a0d0a00", packet));
}

static void
test_filter (void)
{
  g_autoptr (GByteArray) packet = http_new ("GET / HTTP/1.1\r\n\r\n");

  g_assert_true (matches (PKTMON_PATTERN_FILTER, "tcp port 80", packet));
  g_assert_false (matches (PKTMON_PATTERN_FILTER, "udp", packet));
}

static void
test_invalid (void)
{
  g_autofree char *huge = g_strnfill (PKTMON_MAX_PATTERN_TEXT + 1, 'a');
  const struct {
    PktmonPatternKind kind;
    const char *text;
  } cases[] = {
    { PKTMON_PATTERN_BYTES, "" },      { PKTMON_PATTERN_BYTES, "xy" },
    { PKTMON_PATTERN_BYTES, "abc" },   { PKTMON_PATTERN_BYTES, "😀" },
    { PKTMON_PATTERN_BYTES, "\"" },    { PKTMON_PATTERN_BYTES, "\"GET" },
    { PKTMON_PATTERN_FILTER, "port" }, { PKTMON_PATTERN_TEXT, huge },
    { PKTMON_PATTERN_BYTES, huge },    { PKTMON_PATTERN_FILTER, huge },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (pktmon_pattern_new (cases[i].kind, cases[i].text, &error));
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
    g_assert_nonnull (pktmon_error_get_advice (error));
  }
}

/* --- Real packets --- */

static gboolean
column_contains (const char *column, const char *folded_text)
{
  g_autofree char *folded = g_utf8_casefold (column, -1);

  return strstr (folded, folded_text) != NULL;
}

static gboolean
address_contains (const PktmonAddress *address, const char *folded_text)
{
  char buffer[PKTMON_ADDRESS_TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_address_append (address, &text);
  return column_contains (buffer, folded_text);
}

static gboolean
contains (const PktmonPacket *packet, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  PktmonSummary summary;

  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  return column_contains (summary.info, folded) || column_contains (summary.protocol, folded) ||
         address_contains (&summary.source, folded) ||
         address_contains (&summary.destination, folded);
}

static guint64
check_packets (PktmonStore *store)
{
  static const char *const texts[] = { "a", "1", "TCP", "fe80::", "ff:ff", "Who has", "é", "\\x" };
  guint64 count = MIN (pktmon_store_get_count (store), 300);
  guint64 found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (PktmonPattern) pattern = pktmon_pattern_new (PKTMON_PATTERN_TEXT, texts[i], NULL);
    g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);

    for (guint64 j = 0; j < count; j++) {
      PktmonPacket packet;
      gboolean match;

      g_assert_true (pktmon_cursor_read (cursor, j, &packet, NULL));
      match = pktmon_pattern_match (pattern, &packet);
      g_assert_cmpint (match, ==, contains (&packet, texts[i]));
      found += match;
    }
  }
  return found;
}

static void
test_captures (void)
{
  g_autoptr (GPtrArray) captures = test_captures_load();
  guint64 found = 0;

  for (guint i = 0; captures != NULL && i < captures->len; i++) {
    const TestCapture *capture = captures->pdata[i];
    g_autoptr (PktmonStore) store = pktmon_store_new (capture->path, NULL);

    if (store == NULL)
      continue;
    pktmon_store_wait_complete (store, NULL);
    found += check_packets (store);
  }
  if (captures != NULL)
    g_assert_cmpuint (found, >, 1000);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/text", test_text);
  g_test_add_func ("/pattern/bytes", test_bytes);
  g_test_add_func ("/pattern/filter", test_filter);
  g_test_add_func ("/pattern/invalid", test_invalid);
  g_test_add_func ("/pattern/captures", test_captures);
  return g_test_run();
}

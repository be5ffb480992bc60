/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "dissect/summary.h"
#include "store/cursor.h"
#include "support/captures.h"

/* Every packet of every real capture: its header fields as tshark saw them. Differences that are
 * tshark's own stand, with the reason, in oracle-exceptions.tsv; one that is not needed fails. */

#define N_COLUMNS 18

static void
append_mac (PktmonText *text, const guint8 *mac, gboolean present)
{
  if (present)
    pktmon_text_append_mac (text, mac);
}

static void
append_ipv4 (PktmonText *text, const guint8 *address, gboolean present)
{
  if (present)
    pktmon_text_append_ipv4 (text, address);
}

static void
append_ipv6 (PktmonText *text, const guint8 *address, gboolean present)
{
  if (present)
    pktmon_text_append_ipv6 (text, address);
}

static void
append_number (PktmonText *text, guint value, gboolean present)
{
  if (present)
    pktmon_text_append_u64 (text, value);
}

/* The oracle's column @column, but the first, made from our own fields. */
static void
write_column (PktmonText *text, guint column, const PktmonPacket *packet,
              const PktmonFields *fields)
{
  PktmonFieldSet present = fields->present;

  switch (column) {
  case 1:
    pktmon_time_append_epoch (text, pktmon_packet_get_time (packet), 9);
    break;
  case 2:
    pktmon_text_append_u64 (text, packet->length);
    break;
  case 3:
    pktmon_text_append_u64 (text, packet->captured);
    break;
  case 4:
    append_mac (text, fields->eth_src, present & PKTMON_FIELD_ETH);
    break;
  case 5:
    append_mac (text, fields->eth_dst, present & PKTMON_FIELD_ETH);
    break;
  case 6:
    append_number (text, fields->vlan_id, present & PKTMON_FIELD_VLAN);
    break;
  case 7:
    append_ipv4 (text, fields->ip_src, present & PKTMON_FIELD_IP);
    break;
  case 8:
    append_ipv4 (text, fields->ip_dst, present & PKTMON_FIELD_IP);
    break;
  case 9:
    append_ipv6 (text, fields->ipv6_src, present & PKTMON_FIELD_IPV6);
    break;
  case 10:
    append_ipv6 (text, fields->ipv6_dst, present & PKTMON_FIELD_IPV6);
    break;
  case 11:
    append_number (text, fields->ip_proto, present & PKTMON_FIELD_IP_PROTO);
    break;
  case 12:
    append_number (text, fields->tcp_srcport, present & PKTMON_FIELD_TCP_PORTS);
    break;
  case 13:
    append_number (text, fields->tcp_dstport, present & PKTMON_FIELD_TCP_PORTS);
    break;
  case 14:
    append_number (text, fields->udp_srcport, present & PKTMON_FIELD_UDP_PORTS);
    break;
  case 15:
    append_number (text, fields->udp_dstport, present & PKTMON_FIELD_UDP_PORTS);
    break;
  case 16:
    if (present & PKTMON_FIELD_TCP_FLAGS)
      pktmon_text_append_hex (text, fields->tcp_flags, 4);
    break;
  case 17:
    append_number (text, fields->ip_dscp, present & PKTMON_FIELD_IP_DSCP);
    break;
  default:
    g_assert_not_reached();
  }
}

/* --- Exceptions --- */

typedef struct {
  GPtrArray *rows; /* path, frame or *, field or *, reason */
  gboolean *used;
} Exceptions;

static Exceptions
load_exceptions (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Exceptions exceptions = { 0 };

  g_assert_true (g_file_get_contents (TEST_SOURCE_ROOT "/tests/core/oracle-exceptions.tsv", &text,
                                      NULL, NULL));
  exceptions.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    g_ptr_array_add (exceptions.rows, g_strsplit (lines[i], "\t", -1));
  exceptions.used = g_new0 (gboolean, exceptions.rows->len + 1);
  return exceptions;
}

static gboolean
matches (const char *pattern, const char *value)
{
  return g_str_equal (pattern, "*") || g_str_equal (pattern, value);
}

static gboolean
is_excepted (Exceptions *self, const char *name, const char *frame, const char *field)
{
  for (guint i = 0; i < self->rows->len; i++) {
    char **row = g_ptr_array_index (self->rows, i);

    if (g_str_equal (row[0], name) && matches (row[1], frame) && matches (row[2], field)) {
      self->used[i] = TRUE;
      return TRUE;
    }
  }
  return FALSE;
}

static void
check_all_used (const Exceptions *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    char **row = g_ptr_array_index (self->rows, i);

    if (!self->used[i]) {
      g_test_message ("exception not needed: %s frame %s %s", row[0], row[1], row[2]);
      g_test_fail();
    }
  }
}

/* --- Comparison --- */

static void
compare_packet (const TestCapture *capture, char **names, char **expected,
                const PktmonPacket *packet, Exceptions *exceptions)
{
  PktmonSummary summary;

  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FIELDS, &summary);
  for (guint i = 1; i < N_COLUMNS; i++) {
    char buffer[64];
    PktmonText text;

    pktmon_text_init (&text, buffer, sizeof buffer);
    write_column (&text, i, packet, &summary.fields);
    if (g_str_equal (buffer, expected[i]) ||
        is_excepted (exceptions, capture->name, expected[0], names[i]))
      continue;
    g_test_message ("%s\t%s\t%s\tours “%s” tshark “%s”", capture->name, expected[0], names[i],
                    buffer, expected[i]);
    g_test_fail();
  }
}

static void
compare_capture (const TestCapture *capture, PktmonStore *store, GPtrArray *oracle,
                 Exceptions *exceptions)
{
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  guint64 count = MIN (pktmon_store_get_count (store), oracle->len - 1);
  char **names = g_ptr_array_index (oracle, 0);

  for (guint64 i = 0; i < count; i++) {
    PktmonPacket packet;

    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    compare_packet (capture, names, g_ptr_array_index (oracle, (guint) i + 1), &packet, exceptions);
  }
}

/* Counts are those of the manifest, which capinfos made. */
static void
compare_count (const TestCapture *capture, PktmonStore *store, Exceptions *exceptions)
{
  if (capture->packets < 0 || pktmon_store_get_count (store) == (guint64) capture->packets ||
      is_excepted (exceptions, capture->name, "0", "count"))
    return;
  g_test_message ("%s: %" G_GUINT64_FORMAT " packets, expected %" G_GINT64_FORMAT, capture->name,
                  pktmon_store_get_count (store), capture->packets);
  g_test_fail();
}

static void
test_fields (void)
{
  g_autoptr (GPtrArray) captures = test_captures_load();
  Exceptions exceptions;

  if (captures == NULL)
    return;
  exceptions = load_exceptions();
  for (guint i = 0; i < captures->len; i++) {
    const TestCapture *capture = g_ptr_array_index (captures, i);
    g_autofree char *name = g_strdup_printf ("oracle/%s.tsv", capture->name);
    g_autoptr (GPtrArray) oracle = test_captures_load_table (name);
    g_autoptr (PktmonStore) store = pktmon_store_new (capture->path, NULL);

    g_assert_nonnull (store);
    pktmon_store_wait_complete (store, NULL);
    compare_count (capture, store, &exceptions);
    if (oracle != NULL)
      compare_capture (capture, store, oracle, &exceptions);
  }
  check_all_used (&exceptions);
  g_ptr_array_unref (exceptions.rows);
  g_free (exceptions.used);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oracle/fields", test_fields);
  return g_test_run();
}

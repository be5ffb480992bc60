/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "store/cursor.h"
#include "store/packet-list.h"
#include "store/query.h"
#include "support/capture-checks.h"
#include "support/growing.h"
#include "support/reading.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* Captures as the program sees them: indexed in steps, from files that stay, grow and shrink. */

#define DEADLINE_SECONDS 20

/* @count packets; packet i has time i, and i modulo 97 bytes; port 53 every third. */
static TestBuilder *
build_many (guint count)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, i, 17, 1000, i % 3 == 0 ? 53 : 54);
  return builder;
}

static PktmonStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  PktmonStore *store = pktmon_store_new (path, &error);

  g_assert_no_error (error);
  return store;
}

static PktmonStore *
store_of (const TestFolder *folder, const TestBuilder *builder)
{
  g_autofree char *path = test_folder_build (folder, "capture");

  test_builder_save (builder, path);
  return open_store (path);
}

/* --- The same as the reader says --- */

static void
check_packet (PktmonCursor *cursor, PktmonStore *store, guint position, const TestReading *reading)
{
  TestRecord record = { 0 };
  const TestRecord *expected = test_reading_get_packet (reading, position);
  g_autoptr (GError) error = NULL;

  g_assert_true (pktmon_cursor_read (cursor, position, &record.record.packet, &error));
  g_assert_no_error (error);
  record.time = pktmon_packet_get_time (&record.record.packet);
  record.as_number = pktmon_packet_get_nanoseconds (&record.record.packet);
  g_assert_true (test_packet_equals (&record, expected));
  g_assert_cmpuint (pktmon_store_get_offset (store, position), ==, expected->record.offset);
  g_assert_cmpint (pktmon_store_get_nanoseconds (store, position), ==, expected->as_number);
  g_assert_cmpuint (pktmon_store_get_interface (store, position), ==,
                    expected->record.packet.interface->number);
}

static void
check_all_packets (PktmonStore *store, const TestReading *reading, PktmonCursorAccess access)
{
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, access);
  guint count = (guint) reading->packets;

  for (guint i = 0; i < count; i++)
    check_packet (cursor, store, i, reading);
  for (guint i = count; i-- > 0;)
    check_packet (cursor, store, i, reading);
  for (guint i = 0; i < count; i++)
    check_packet (cursor, store, (i * 31) % count, reading);
}

static void
test_samples (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < 2 * n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i / 2], i % 2 == 1);
    g_autoptr (PktmonStore) store = store_of (folder, builder);
    g_autoptr (TestReading) reading = test_reading_new (builder->bytes->data, builder->bytes->len);
    g_autoptr (GError) error = NULL;

    g_assert_true (pktmon_store_wait_complete (store, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (pktmon_store_get_count (store), ==, samples[i / 2].packets);
    g_assert_cmpfloat (pktmon_store_get_fraction (store), ==, 1);
    check_all_packets (store, reading, PKTMON_CURSOR_RANDOM);
    check_all_packets (store, reading, PKTMON_CURSOR_SEQUENTIAL);
  }
}

/* Packets larger than every window and piece, between small ones. */
static void
test_large_packets (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 12; i++)
    test_builder_enhanced (builder, 0, i, i % 4 == 3 ? 1500000 : i * 10, 1500000);
  store = store_of (folder, builder);
  reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  g_assert_cmpuint (pktmon_store_get_count (store), ==, 12);
  check_all_packets (store, reading, PKTMON_CURSOR_RANDOM);
}

static void
test_contents (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_sample_build (test_samples_get_all (&(guint){ 0 }), TRUE);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autoptr (PktmonContents) contents = NULL;
  PktmonInterfaceStatistics statistics;
  PktmonTotals totals;
  const PktmonBlockCount *blocks;
  guint n_types;

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  contents = pktmon_store_dup_contents (store);
  totals = pktmon_contents_get_totals (contents);
  g_assert_cmpuint (totals.packets, ==, 4);
  g_assert_cmpuint (totals.captured_bytes, ==, TEST_FRAME_SIZE + 5 + 7 + 9);
  g_assert_cmpuint (totals.wire_bytes, ==, 1500 + 5 + 7 + 90);
  g_assert_cmpint (totals.first, ==, G_GINT64_CONSTANT (1700000000000000000));
  g_assert_cmpint (totals.last, ==, G_GINT64_CONSTANT (1700000100123456789));
  g_assert_cmpuint (pktmon_contents_get_interface_totals (contents, 1).packets, ==, 1);
  g_assert_cmpuint (pktmon_contents_get_interface_totals (contents, 9).packets, ==, 0);
  g_assert_true (pktmon_contents_get_statistics (contents, 0, &statistics));
  g_assert_cmpuint (statistics.received, ==, 1000);
  g_assert_cmpuint (statistics.interface_dropped, ==, 1);
  g_assert_cmpuint (statistics.filter_accepted, ==, 900);
  g_assert_cmpuint (statistics.system_dropped, ==, 2);
  g_assert_cmpuint (statistics.delivered, ==, 890);
  g_assert_false (pktmon_contents_get_statistics (contents, 1, &statistics));
  blocks = pktmon_contents_get_blocks (contents, &n_types);
  g_assert_cmpuint (n_types, ==, 9);
  g_assert_cmphex (blocks[0].type, ==, PKTMON_BLOCK_SECTION_HEADER);
  g_assert_cmphex (blocks[1].type, ==, PKTMON_BLOCK_INTERFACE_DESCRIPTION);
  g_assert_cmpuint (blocks[1].count, ==, 2);
}

/* More types of block than are told apart, and statistics of interfaces that are not there. */
static void
test_odd_contents (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (1);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonContents) contents = NULL;
  PktmonInterfaceStatistics statistics;
  const PktmonBlockCount *blocks;
  guint n_types;

  test_builder_block (builder, G_MAXUINT32, 0); /* the number that the rest is counted under */
  for (guint i = 0; i < 1000; i++)
    test_builder_block (builder, 0x10000 + i, 0);
  test_builder_begin_statistics (builder, G_MAXUINT32, 0);
  test_builder_end (builder);
  test_builder_begin_statistics (builder, 0, 0);
  test_builder_option_u32 (builder, PKTMON_OPTION_ISB_IFDROP, 1); /* of the wrong size */
  test_builder_end (builder);
  test_builder_block (builder, PKTMON_BLOCK_INTERFACE_STATISTICS, 4);
  store = store_of (folder, builder);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  contents = pktmon_store_dup_contents (store);
  blocks = pktmon_contents_get_blocks (contents, &n_types);
  g_assert_cmpuint (n_types, ==, 65);
  g_assert_cmphex (blocks[2].type, ==, G_MAXUINT32);
  g_assert_cmpuint (blocks[2].count, ==, 1);
  g_assert_cmphex (blocks[64].type, ==, G_MAXUINT32);
  g_assert_cmpuint (blocks[64].count, ==, 1000 - 61 + 3);
  g_assert_true (pktmon_contents_get_statistics (contents, 0, &statistics));
  g_assert_cmpuint (statistics.interface_dropped, ==, G_MAXUINT64);
}

/* --- Files that grow --- */

/* Piece by piece, with borders anywhere: nothing is ever damage, and each packet is there as soon
 * as it is whole. */
static void
test_growing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (300);
  g_autoptr (TestReading) reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (TestGrowing) growing = test_growing_new (folder);

  for (guint i = 0; i < 300; i++) {
    const PktmonRecord *record = &test_reading_get_packet (reading, i)->record;
    gsize end = record->offset + record->size;

    if (i % 3 == 0)
      test_growing_append (growing, builder->bytes->data + growing->size,
                           end - growing->size - i % 40 - 1, FALSE);
    test_growing_append (growing, builder->bytes->data + growing->size, end - growing->size, FALSE);
    g_assert_cmpuint (pktmon_store_wait (growing->store, i), ==, i + 1);
    g_assert_false (pktmon_store_is_complete (growing->store));
  }
  check_all_packets (growing->store, reading, PKTMON_CURSOR_RANDOM);
  pktmon_spool_grow (growing->spool, growing->size, TRUE);
  g_assert_true (pktmon_store_wait_complete (growing->store, NULL));
  g_assert_cmpuint (pktmon_store_get_count (growing->store), ==, 300);
}

/* A cursor that has looked at the end of the file sees what came after. */
static void
test_cursor_follows (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonCursor) cursor = NULL;
  g_autoptr (TestGrowing) growing = test_growing_new (folder);

  cursor = pktmon_cursor_new (growing->store, PKTMON_CURSOR_SEQUENTIAL);
  for (guint i = 0; i < 50; i++) {
    PktmonPacket packet;

    if (i % 10 == 0) {
      builder->big_endian = i % 20 == 10;
      test_builder_section (builder);
      test_builder_interface (builder, (guint16) i, 0);
    }
    test_builder_enhanced (builder, 0, i, i, i);
    test_growing_follow (growing, builder, FALSE);
    g_assert_cmpuint (pktmon_store_wait (growing->store, i), ==, i + 1);
    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    g_assert_cmpuint (packet.ticks, ==, i);
    g_assert_cmpuint (packet.captured, ==, i);
    g_assert_cmpuint (packet.interface->link_type, ==, i / 10 * 10);
  }
}

static void
test_growing_cut (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (TestGrowing) growing = test_growing_new (folder);

  test_growing_append (growing, builder->bytes->data, builder->bytes->len - 5, TRUE);
  g_assert_false (pktmon_store_wait_complete (growing->store, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED);
  g_assert_cmpuint (pktmon_store_get_count (growing->store), ==, 2);
}

/* Stopping a store that waits for more. */
static void
test_stop (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (3);
  g_autoptr (TestGrowing) growing = test_growing_new (folder);

  test_growing_append (growing, builder->bytes->data, builder->bytes->len, FALSE);
  g_assert_cmpuint (pktmon_store_wait (growing->store, 2), ==, 3);
  pktmon_store_stop (growing->store);
  g_assert_true (pktmon_store_is_complete (growing->store));
  g_assert_null (pktmon_store_dup_error (growing->store));
  g_assert_cmpuint (pktmon_store_get_count (growing->store), ==, 3);
}

/* --- Files that shrink or change --- */

static void
test_truncated (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (2000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonCursor) cursor = NULL;
  g_autoptr (GError) error = NULL;
  PktmonPacket packet;

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  g_assert_true (pktmon_cursor_read (cursor, 0, &packet, NULL));
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  g_assert_false (pktmon_cursor_read (cursor, 1500, &packet, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_assert_false (pktmon_cursor_read (cursor, 1501, &packet, NULL));
}

/* Other bytes where the packets were: an error, or another packet, but never a fault. */
static void
test_overwritten (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (500);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autofree guint8 *noise = g_malloc (builder->bytes->len);
  g_autoptr (PktmonCursor) cursor = NULL;
  int descriptor = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  for (guint round = 0; round < 3; round++) {
    for (gsize i = 0; i < builder->bytes->len; i++)
      noise[i] = round == 0 ? 0 : round == 1 ? 0xff : (guint8) g_test_rand_int();
    g_assert_cmpint (pwrite (descriptor, noise, builder->bytes->len, 0), ==,
                     (gssize) builder->bytes->len);
    for (guint i = 0; i < 500; i++) {
      g_autoptr (GError) error = NULL;
      PktmonPacket packet;

      if (!pktmon_cursor_read (cursor, (i * 211) % 500, &packet, &error))
        g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
    }
  }
  close (descriptor);
}

/* --- Files that are no captures --- */

static void
assert_refused (const char *path, PktmonError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonStore) store = pktmon_store_new (path, &error);

  if (store != NULL)
    g_assert_false (pktmon_store_wait_complete (store, &error));
  g_assert_error (error, PKTMON_ERROR, (int) code);
  g_assert_nonnull (pktmon_error_get_advice (error));
}

static void
test_refused (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "file");
  g_autofree char *below = test_folder_build (folder, "file/below");

  assert_refused (path, PKTMON_ERROR_NOT_FOUND);
  assert_refused (folder->path, PKTMON_ERROR_INVALID);
  g_file_set_contents (path, "", 0, NULL);
  assert_refused (path, PKTMON_ERROR_NOT_A_CAPTURE);
  assert_refused (below, PKTMON_ERROR_NOT_FOUND);
  g_file_set_contents (path, "\n", 1, NULL);
  assert_refused (path, PKTMON_ERROR_NOT_A_CAPTURE);
  g_file_set_contents (path, "hello, world", -1, NULL);
  assert_refused (path, PKTMON_ERROR_NOT_A_CAPTURE);
  assert_refused ("/dev/null", PKTMON_ERROR_NOT_A_CAPTURE);
}

/* --- Signals --- */

static void
count_cb (PktmonStore *store, gpointer user_data)
{
  guint *signals = user_data;

  (*signals)++;
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_error ("the signal did not come in time");
  return G_SOURCE_REMOVE;
}

static void
test_signals (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (50000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  guint signals = 0;
  guint64 seen = 0;
  guint deadline = g_timeout_add_seconds (DEADLINE_SECONDS, deadline_cb, NULL);

  g_signal_connect (store, "changed", G_CALLBACK (count_cb), &signals);
  while (seen < 50000 || !pktmon_store_is_complete (store)) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (pktmon_store_get_count (store), >=, seen);
    seen = pktmon_store_get_count (store);
  }
  g_source_remove (deadline);
  g_assert_cmpuint (signals, >=, 1);
  g_assert_cmpuint (seen, ==, 50000);
}

/* --- Query --- */

static void
test_query (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (3000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp port 53", NULL);
  g_autoptr (PktmonQuery) query = NULL;

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  query = pktmon_query_new (store, &(PktmonWanted){ .expression = expression });
  for (guint64 until = 0; until <= 3000; until += 100) {
    g_assert_true (pktmon_query_advance (query, until, NULL));
    g_assert_cmpuint (pktmon_query_get_position (query), ==, until);
    g_assert_cmpuint (pktmon_positions_get_count (pktmon_query_get_positions (query)), ==,
                      (until + 2) / 3);
  }
  g_assert_cmpuint (pktmon_positions_get_nth (pktmon_query_get_positions (query), 500), ==, 1500);
}

static void
test_query_changed (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (20000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp port 53", NULL);
  g_autoptr (PktmonQuery) query = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  query = pktmon_query_new (store, &(PktmonWanted){ .expression = expression });
  g_assert_cmpint (truncate (path, (off_t) builder->bytes->len / 2), ==, 0);
  g_assert_false (pktmon_query_advance (query, 20000, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_assert_cmpuint (pktmon_query_get_position (query), <, 20000);
}

/* --- What is not kept --- */

#define PART 100000u

static void
join_part (PktmonSpool *whole)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonSpool) part = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < PART; i++)
    test_builder_frame (builder, i + 1, 17, 1000, 53);
  part = test_spool_new (builder->bytes->data, builder->bytes->len);
  pktmon_spool_join (whole, part);
  pktmon_spool_grow (part, builder->bytes->len, TRUE);
}

static PktmonPositions *
dup_matching (PktmonStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp", &error);
  PktmonQuery *query = pktmon_query_new (store, &(PktmonWanted){ .expression = expression });
  PktmonPositions *positions;

  g_assert_true (pktmon_query_advance (query, pktmon_store_get_count (store), &error));
  g_assert_no_error (error);
  positions = pktmon_positions_copy (pktmon_query_get_positions (query));
  pktmon_query_free (query);
  return positions;
}

/* The first ones tell when the capture began; of what lies between them and what is kept nothing is
 * known, and nothing ends at that. */
static void
test_forgotten (void)
{
  g_autoptr (PktmonSpool) whole = pktmon_spool_new_joined();
  g_autoptr (PktmonStore) store = pktmon_store_new_for_spool (whole);
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  g_autoptr (PktmonPositions) matching = NULL;
  g_autoptr (GError) error = NULL;
  PktmonPacket packet;

  for (guint i = 0; i < 4; i++)
    join_part (whole);
  while (pktmon_store_get_count (store) < 4 * PART)
    pktmon_store_wait (store, pktmon_store_get_count (store));
  pktmon_spool_drop (whole, 3, 3 * PART);
  join_part (whole);
  while (pktmon_store_get_count (store) < 5 * PART)
    pktmon_store_wait (store, pktmon_store_get_count (store));
  pktmon_spool_cancel (whole);
  g_assert_true (pktmon_store_wait_complete (store, &error));
  g_assert_no_error (error);

  g_assert_cmpint (pktmon_store_get_nanoseconds (store, 0), ==, 1000);
  g_assert_true (pktmon_cursor_read (cursor, 0, &packet, &error));
  g_assert_cmpuint (packet.captured, ==, 0);
  g_assert_true (pktmon_store_is_forgotten (store, 2 * PART));
  g_assert_false (pktmon_cursor_read (cursor, 2 * PART, &packet, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_clear_error (&error);
  g_assert_false (pktmon_store_is_forgotten (store, 3 * PART));
  g_assert_true (pktmon_cursor_read (cursor, 3 * PART, &packet, &error));
  g_assert_cmpuint (packet.captured, >, 0);
  matching = dup_matching (store);
  g_assert_cmpuint (pktmon_positions_get_count (matching), ==, 2 * PART);
  g_assert_cmpuint (pktmon_positions_get_next (matching, 0), ==, 3 * PART);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/samples", test_samples);
  g_test_add_func ("/store/large-packets", test_large_packets);
  g_test_add_func ("/store/contents", test_contents);
  g_test_add_func ("/store/odd-contents", test_odd_contents);
  g_test_add_func ("/store/growing", test_growing);
  g_test_add_func ("/store/growing/cursor", test_cursor_follows);
  g_test_add_func ("/store/growing/cut", test_growing_cut);
  g_test_add_func ("/store/stop", test_stop);
  g_test_add_func ("/store/truncated", test_truncated);
  g_test_add_func ("/store/overwritten", test_overwritten);
  g_test_add_func ("/store/refused", test_refused);
  g_test_add_func ("/store/signals", test_signals);
  g_test_add_func ("/store/query", test_query);
  g_test_add_func ("/store/query/changed", test_query_changed);
  g_test_add_func ("/store/forgotten", test_forgotten);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "export/export.h"
#include "support/growing.h"
#include "support/reading.h"

/* Exports of what is indexed: which packets and interfaces they take, what they cost beforehand,
 * and how they end. */

#define RAW_IP 101

static const PktmonExportOptions as_pcapng;

static void
add_statistics (TestBuilder *builder, guint32 interface)
{
  test_builder_begin_statistics (builder, interface, 9);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_IFRECV, 1000);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_USRDELIV, 900);
  test_builder_option_end (builder);
  test_builder_end (builder);
}

/* Three interfaces, a packet of each in turn, and their statistics. */
static TestBuilder *
build_three (guint packets)
{
  static const char *const names[] = { "if:eth0", "eth1", "if:eth2" };
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    test_builder_begin_interface (builder, 1, 0);
    test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, names[i]);
    test_builder_option_u8 (builder, PKTMON_OPTION_IF_TSRESOL, 9);
    test_builder_option_end (builder);
    test_builder_end (builder);
  }
  for (guint i = 0; i < packets; i++)
    test_builder_enhanced (builder, i % 3, i, 20 + i % 50, 100);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_statistics (builder, i);
  return builder;
}

/* A store that has all of @builder, in @folder. (transfer full) */
static PktmonStore *
make_store (const TestFolder *folder, const TestBuilder *builder)
{
  g_autofree char *path = test_folder_build (folder, "in");
  PktmonStore *store;

  test_builder_save (builder, path);
  store = pktmon_store_new (path, NULL);
  g_assert_nonnull (store);
  pktmon_store_wait_complete (store, NULL);
  return store;
}

static TestReading *export(PktmonStore *store, const TestFolder *folder,
                           const PktmonExportChoice *choice, const PktmonExportOptions *options)
{
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_true (pktmon_export_store (store, path, choice, options, NULL, NULL, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.files, ==, 1);
  return test_reading_new_file (path);
}

/* --- Interfaces --- */

/* isb_usrdeliv of the n-th statistics block. */
static guint64
get_delivered (const TestReading *reading, guint n)
{
  for (guint i = 0; i < reading->records->len; i++) {
    const PktmonRecord *record = &test_reading_get_record (reading, i)->record;
    PktmonBytes options = pktmon_bytes_new (reading->bytes + record->offset, record->size - 4);
    PktmonOption option;
    PktmonBytes value;

    if (record->type != PKTMON_BLOCK_INTERFACE_STATISTICS || n-- > 0)
      continue;
    pktmon_bytes_skip (&options, PKTMON_INTERFACE_STATISTICS_MIN_SIZE - 4);
    g_assert_true (pktmon_option_find (options, FALSE, PKTMON_OPTION_ISB_USRDELIV, &option));
    value = pktmon_bytes_new (option.value, option.size);
    return pktmon_bytes_le64 (&value);
  }
  g_assert_not_reached();
}

static guint
count_blocks (const TestReading *reading, guint32 type)
{
  guint count = 0;

  for (guint i = 0; i < reading->records->len; i++)
    count += test_reading_get_record (reading, i)->record.type == type;
  return count;
}

/* Packets of the last interface alone: the others go, with their statistics. */
static void
test_interfaces (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (30);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();
  g_autoptr (TestReading) reading = NULL;

  pktmon_positions_add (positions, 2);
  pktmon_positions_add (positions, 11);
  reading = export(store, folder, &(PktmonExportChoice){ .positions = positions }, &as_pcapng);
  g_assert_cmpuint (reading->packets, ==, 2);
  g_assert_cmpuint (test_reading_get_packet (reading, 1)->record.packet.ticks, ==, 11);
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (reading->directory), ==, 1);
  g_assert_cmpstr (pktmon_directory_get_interface (reading->directory, 0)->name, ==, "if:eth2");
  g_assert_cmpuint (count_blocks (reading, PKTMON_BLOCK_INTERFACE_STATISTICS), ==, 1);
  g_assert_cmpuint (get_delivered (reading, 0), ==, 2);
}

/* One point of all. */
static void
test_one_point (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (30);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  g_autoptr (PktmonPositions) interfaces = pktmon_positions_new();
  g_autoptr (TestReading) reading = NULL;

  pktmon_positions_add (interfaces, 1);
  reading = export(store, folder, &(PktmonExportChoice){ .interfaces = interfaces }, &as_pcapng);
  g_assert_cmpuint (reading->packets, ==, 10);
  g_assert_cmpstr (test_reading_get_packet (reading, 9)->record.packet.interface->name, ==, "eth1");
  g_assert_cmpuint (get_delivered (reading, 0), ==, 10);
}

/* Without a choice nothing changes, statistics neither. */
static void
test_all (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (30);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  g_autoptr (TestReading) reading = export(store, folder, &(PktmonExportChoice){ 0 }, &as_pcapng);

  g_assert_cmpmem (reading->bytes, reading->size, builder->bytes->data, builder->bytes->len);
}

/* --- What is taken --- */

static gboolean
is_dropped (guint8 kind, guint8 verdict)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (TestReading) reading = NULL;
  const guint8 option[9] = { kind, verdict };

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_begin_enhanced (builder, 0, 1, "abcd", 4, 4);
  test_builder_option (builder, PKTMON_OPTION_EPB_VERDICT, option, sizeof option);
  test_builder_end (builder);
  store = make_store (folder, builder);
  reading = export(store, folder, &(PktmonExportChoice){ .only_dropped = TRUE }, &as_pcapng);
  return reading->packets == 1;
}

/* tc: TC_ACT_SHOT; XDP: XDP_DROP (linux/pkt_cls.h, linux/bpf.h). */
static void
test_dropped (void)
{
  g_assert_true (is_dropped (1, 2));
  g_assert_true (is_dropped (2, 1));
  g_assert_false (is_dropped (1, 1));
  g_assert_false (is_dropped (2, 2));
  g_assert_false (is_dropped (0, 2));
}

/* What is indexed at that moment, however much comes then. */
static void
test_growing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestGrowing) growing = test_growing_new (folder);
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) some = NULL, more = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 10; i++)
    test_builder_enhanced (builder, 0, i, i, i);
  test_growing_follow (growing, builder, FALSE);
  pktmon_store_wait (growing->store, 9);
  some = export(growing->store, folder, &(PktmonExportChoice){ 0 }, &as_pcapng);
  g_assert_cmpmem (some->bytes, some->size, builder->bytes->data, builder->bytes->len);
  test_builder_enhanced (builder, 0, 10, 10, 10);
  test_growing_follow (growing, builder, FALSE);
  pktmon_store_wait (growing->store, 10);
  more = export(growing->store, folder, &(PktmonExportChoice){ 0 }, &as_pcapng);
  g_assert_cmpuint (more->packets, ==, 11);
}

/* --- pcap --- */

static guint32
get_pcap_magic (const TestReading *reading)
{
  PktmonBytes bytes = pktmon_bytes_new (reading->bytes, reading->size);

  return pktmon_bytes_le32 (&bytes);
}

/* Nanoseconds where there are any, as not all programs read them. */
static void
test_pcap_times (void)
{
  static const struct {
    guint8 resolution;
    guint32 magic;
    guint32 nanoseconds;
  } cases[] = {
    { 6, PKTMON_PCAP_MAGIC_MICROSECONDS, 123456000 },
    { 3, PKTMON_PCAP_MAGIC_MICROSECONDS, 456000000 },
    { 9, PKTMON_PCAP_MAGIC_NANOSECONDS, 123456 },
    { 0x80 | 10, PKTMON_PCAP_MAGIC_NANOSECONDS, 562500000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TestFolder) folder = test_folder_new();
    g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
    g_autoptr (PktmonStore) store = NULL;
    g_autoptr (TestReading) reading = NULL;

    test_builder_section (builder);
    test_builder_clocked_interface (builder, cases[i].resolution, 0);
    test_builder_enhanced (builder, 0, 123456, 4, 4);
    store = make_store (folder, builder);
    reading = export(store, folder, &(PktmonExportChoice){ 0 },
                     &(PktmonExportOptions){ .format = PKTMON_EXPORT_PCAP });
    g_assert_cmphex (get_pcap_magic (reading), ==, cases[i].magic);
    g_assert_cmpuint (test_reading_get_packet (reading, 0)->time.nanoseconds, ==,
                      cases[i].nanoseconds);
  }
}

/* Times that 32 bits cannot hold are the nearest that they can. */
static void
test_pcap_far_times (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  test_builder_clocked_interface (builder, 0, -1000);
  test_builder_enhanced (builder, 0, 5, 4, 4);
  test_builder_enhanced (builder, 0, G_GUINT64_CONSTANT (1) << 40, 4, 4);
  store = make_store (folder, builder);
  reading = export(store, folder, &(PktmonExportChoice){ 0 },
                   &(PktmonExportOptions){ .format = PKTMON_EXPORT_PCAP });
  g_assert_cmpint (test_reading_get_packet (reading, 0)->time.seconds, ==, 0);
  g_assert_cmpint (test_reading_get_packet (reading, 1)->time.seconds, ==, G_MAXUINT32);
}

static void
test_pcap_link_types (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_interface (builder, RAW_IP, 0);
  test_builder_enhanced (builder, 0, 1, 20, 20);
  test_builder_enhanced (builder, 1, 2, 20, 20);
  store = make_store (folder, builder);
  g_assert_false (pktmon_export_store (store, path, &(PktmonExportChoice){ 0 },
                                       &(PktmonExportOptions){ .format = PKTMON_EXPORT_PCAP }, NULL,
                                       NULL, &result, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "EN10MB"));
  g_assert_nonnull (strstr (error->message, "RAW"));
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

/* --- How it ends --- */

/* Cancels at the n-th question, or cuts the capture there. */
typedef struct {
  guint calls, last;
  char *cut; /* NULL: cancels */
} Ending;

static gboolean
end_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  Ending *self = user_data;

  if (++self->calls != self->last)
    return TRUE;
  if (self->cut == NULL)
    return FALSE;
  g_assert_cmpint (truncate (self->cut, 100), ==, 0);
  return TRUE;
}

/* In every format and compression, at every question: what was there stays, and nothing else is. */
static void
test_cancelled (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (5000);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  g_autofree char *path = test_folder_build (folder, "out");
  gboolean cancelled = TRUE;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  for (guint last = 1; cancelled; last++)
    for (guint form = 0; form < PKTMON_N_EXPORT_FORMATS * PKTMON_N_COMPRESSIONS; form++) {
      const PktmonExportOptions options = {
        .format = (PktmonExportFormat) (form % PKTMON_N_EXPORT_FORMATS),
        .compression = (PktmonCompression) (form / PKTMON_N_EXPORT_FORMATS),
      };
      g_autoptr (GError) error = NULL;
      g_autofree char *content = NULL;
      Ending ending = { .last = last };
      PktmonExportResult result;

      cancelled = !pktmon_export_store (store, path, &(PktmonExportChoice){ 0 }, &options, end_cb,
                                        &ending, &result, &error);
      g_assert_cmpuint (test_folder_count (folder), ==, 2);
      if (!cancelled)
        break;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_cmpstr (content, ==, "old");
      g_assert_cmpuint (last, <, 100);
    }
}

/* Somebody makes the capture shorter while it is read. */
static void
test_cut (void)
{
  for (guint by_index = 0; by_index < 2; by_index++) {
    g_autoptr (TestFolder) folder = test_folder_new();
    g_autoptr (TestBuilder) builder = build_three (20000);
    g_autofree char *in = test_folder_build (folder, "in");
    g_autofree char *path = test_folder_build (folder, "out");
    g_autoptr (PktmonStore) store = make_store (folder, builder);
    g_autoptr (PktmonSpool) spool = pktmon_spool_new (in, NULL);
    g_autoptr (GError) error = NULL;
    Ending ending = { .last = 1, .cut = in };
    PktmonExportResult result;
    gboolean success = by_index
                           ? pktmon_export_store (store, path, &(PktmonExportChoice){ 0 },
                                                  &as_pcapng, end_cb, &ending, &result, &error)
                           : pktmon_export_spool (spool, path, &(PktmonExportChoice){ 0 },
                                                  &as_pcapng, end_cb, &ending, &result, &error);

    g_assert_false (success);
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
    g_assert_false (result.kept);
    g_assert_cmpuint (test_folder_count (folder), ==, 1);
  }
}

/* --- Beforehand --- */

static void
check_estimate (PktmonStore *store, const TestFolder *folder, const PktmonExportChoice *choice,
                const PktmonExportOptions *options)
{
  g_autofree char *path = test_folder_build (folder, "out");
  PktmonExportEstimate estimate;
  PktmonExportResult result;

  g_assert_true (pktmon_export_estimate (store, choice, options, &estimate, NULL));
  g_assert_true (pktmon_export_store (store, path, choice, options, NULL, NULL, &result, NULL));
  g_assert_cmpuint (estimate.packets, ==, result.packets);
  g_assert_cmpuint (estimate.bytes, >, result.bytes * 9 / 10);
  g_assert_cmpuint (estimate.bytes, <, result.bytes * 11 / 10);
}

static void
test_estimate (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (50000);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  g_autoptr (PktmonPositions) some = pktmon_positions_new();
  g_autoptr (PktmonPositions) interfaces = pktmon_positions_new();

  pktmon_positions_add_range (some, 100, 20000);
  pktmon_positions_add (interfaces, 1);
  for (guint i = 0; i < PKTMON_N_EXPORT_FORMATS; i++) {
    const PktmonExportOptions options = { .format = (PktmonExportFormat) i,
                                          .max_captured = i % 2 * 30 };

    check_estimate (store, folder, &(PktmonExportChoice){ 0 }, &options);
    check_estimate (store, folder, &(PktmonExportChoice){ .positions = some }, &options);
    check_estimate (store, folder,
                    &(PktmonExportChoice){ .positions = some, .interfaces = interfaces }, &options);
  }
}

/* What is few is known exactly, and nothing is written. */
static void
test_exact_estimate (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (1000);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  PktmonExportEstimate estimate;

  g_assert_true (pktmon_export_estimate (
      store, &(PktmonExportChoice){ 0 },
      &(PktmonExportOptions){ .max_captured = 10, .split_packets = 3 }, &estimate, NULL));
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
  g_assert_cmpuint (estimate.packets, ==, 1000);
  {
    g_autoptr (TestReading) reading = export(store, folder, &(PktmonExportChoice){ 0 },
                                             &(PktmonExportOptions){ .max_captured = 10 });

    /* isb_usrdeliv is written anew, in the same place. */
    g_assert_cmpuint (reading->size, ==, estimate.bytes);
  }
}

/* --- In another thread --- */

typedef struct {
  GMainLoop *loop;
  double fraction;
  PktmonExportResult result;
  PktmonExportEstimate estimate;
  GError *error;
} Waiting;

static void
tell_cb (double fraction, gpointer user_data)
{
  Waiting *self = user_data;

  g_assert_cmpfloat (fraction, >=, self->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  self->fraction = fraction;
}

static void
exported_cb (GObject *store, GAsyncResult *async, gpointer user_data)
{
  Waiting *self = user_data;

  pktmon_export_store_finish (PKTMON_STORE (store), async, &self->result, &self->error);
  g_main_loop_quit (self->loop);
}

static void
estimated_cb (GObject *store, GAsyncResult *async, gpointer user_data)
{
  Waiting *self = user_data;

  pktmon_export_estimate_finish (PKTMON_STORE (store), async, &self->estimate, &self->error);
  g_main_loop_quit (self->loop);
}

static void
test_async (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_three (5000);
  g_autoptr (PktmonStore) store = make_store (folder, builder);
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new();
  g_autofree char *path = test_folder_build (folder, "out");
  PktmonExportChoice choice = { .positions = positions };
  Waiting waiting = { .loop = loop };

  pktmon_positions_add_range (positions, 10, 2000);
  pktmon_export_estimate_async (store, &choice, &as_pcapng, NULL, estimated_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_no_error (waiting.error);
  pktmon_export_store_async (store, path, &choice, &as_pcapng, tell_cb, &waiting, cancellable,
                             exported_cb, &waiting);
  /* It has copies of its own. */
  pktmon_positions_remove_range (positions, 10, 1000);
  g_main_loop_run (loop);
  g_assert_no_error (waiting.error);
  g_assert_cmpuint (waiting.result.packets, ==, 2000);
  g_assert_cmpuint (waiting.estimate.packets, ==, 2000);
  g_assert_cmpuint (waiting.estimate.bytes, ==, waiting.result.bytes);
  g_assert_cmpint (unlink (path), ==, 0);
  pktmon_export_store_async (store, path, &choice, &as_pcapng, tell_cb, &waiting, cancellable,
                             exported_cb, &waiting);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (loop);
  g_assert_error (waiting.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
  g_clear_error (&waiting.error);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-store/interfaces", test_interfaces);
  g_test_add_func ("/export-store/one-point", test_one_point);
  g_test_add_func ("/export-store/all", test_all);
  g_test_add_func ("/export-store/dropped", test_dropped);
  g_test_add_func ("/export-store/growing", test_growing);
  g_test_add_func ("/export-store/pcap-times", test_pcap_times);
  g_test_add_func ("/export-store/pcap-far-times", test_pcap_far_times);
  g_test_add_func ("/export-store/pcap-link-types", test_pcap_link_types);
  g_test_add_func ("/export-store/cancelled", test_cancelled);
  g_test_add_func ("/export-store/cut", test_cut);
  g_test_add_func ("/export-store/estimate", test_estimate);
  g_test_add_func ("/export-store/exact-estimate", test_exact_estimate);
  g_test_add_func ("/export-store/async", test_async);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "export/export.h"
#include "support/capture-checks.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* Exports that are split into several files, each of which is a whole capture. */

static const PktmonExportChoice everything;

static PktmonExportResult
export_to (const TestBuilder *builder, const char *path, const PktmonExportOptions *options)
{
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_true (
      pktmon_export_spool (spool, path, &everything, options, NULL, NULL, &result, &error));
  g_assert_no_error (error);
  return result;
}

/* The n-th file, from 1. */
static TestReading *
read_part (const TestFolder *folder, const char *name, guint n)
{
  g_autofree char *path = test_folder_build (folder, name);
  g_autofree char *part = pktmon_export_options_dup_part_path (path, n);
  g_autoptr (PktmonSpool) spool = pktmon_spool_new (part, NULL);
  g_autofree guint8 *data = NULL;
  guint64 size = 0;

  g_assert_nonnull (spool);
  while (pktmon_spool_wait (spool, size, NULL))
    size = pktmon_spool_get_size (spool);
  data = g_malloc (size + 1);
  g_assert_cmpint (pktmon_spool_read (spool, 0, data, size, NULL), ==, (gssize) size);
  return test_reading_new (data, size);
}

/* --- By count --- */

static guint
count_blocks (const TestReading *reading, guint32 type)
{
  guint count = 0;

  for (guint i = 0; i < reading->records->len; i++)
    count += test_reading_get_record (reading, i)->record.type == type;
  return count;
}

/* Two sections of different byte order, the second with what its packets need, and ten packets in
 * each. */
static TestBuilder *
build_two_sections (void)
{
  TestBuilder *builder = test_builder_new (FALSE);

  for (guint section = 0; section < 2; section++) {
    builder->big_endian = section == 1;
    test_builder_section (builder);
    test_builder_interface (builder, 1, 0);
    test_builder_clocked_interface (builder, 9, 0);
    if (section == 1) {
      test_builder_block (builder, PKTMON_BLOCK_NAME_RESOLUTION, 4);
      test_builder_block (builder, PKTMON_BLOCK_DECRYPTION_SECRETS, 8);
      test_builder_block (builder, 0x1234, 20);
    }
    for (guint i = 0; i < 10; i++)
      test_builder_enhanced (builder, i % 2, section * 10 + i, 30, 30);
  }
  return builder;
}

static void
test_count (void)
{
  static const guint64 packets[] = { 4, 4, 4, 4, 4 };
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out.pcapng");
  g_autoptr (TestBuilder) builder = build_two_sections();
  PktmonExportResult result =
      export_to (builder, path, &(PktmonExportOptions){ .split_packets = 4 });
  guint64 tick = 0;

  g_assert_cmpuint (result.files, ==, G_N_ELEMENTS (packets));
  g_assert_cmpuint (result.packets, ==, 20);
  g_assert_cmpuint (test_folder_count (folder), ==, G_N_ELEMENTS (packets));
  for (guint i = 0; i < G_N_ELEMENTS (packets); i++) {
    g_autoptr (TestReading) part = read_part (folder, "out.pcapng", i + 1);

    g_assert_no_error (part->error);
    g_assert_cmpuint (part->packets, ==, packets[i]);
    for (guint n = 0; n < part->packets; n++)
      g_assert_cmpuint (test_reading_get_packet (part, n)->record.packet.ticks, ==, tick++);
    /* What the packets of the second section need is there, and the rest only once. */
    g_assert_cmpuint (count_blocks (part, PKTMON_BLOCK_DECRYPTION_SECRETS), ==, i >= 2 ? 1 : 0);
    g_assert_cmpuint (count_blocks (part, PKTMON_BLOCK_NAME_RESOLUTION), ==, i >= 2 ? 1 : 0);
    g_assert_cmpuint (count_blocks (part, 0x1234), ==, i == 2 ? 1 : 0);
    g_assert_cmpuint (count_blocks (part, PKTMON_BLOCK_INTERFACE_DESCRIPTION), ==, i == 2 ? 4 : 2);
  }
}

/* Statistics say what the file with them has. */
static void
test_statistics (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) last = NULL;
  const TestRecord *record;
  PktmonBytes options;
  PktmonOption option;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 5; i++)
    test_builder_enhanced (builder, 0, i, 30, 30);
  test_builder_begin_statistics (builder, 0, 9);
  test_builder_end (builder);
  export_to (builder, path, &(PktmonExportOptions){ .split_packets = 3 });
  last = read_part (folder, "out", 2);
  record = test_reading_get_record (last, last->records->len - 1);
  g_assert_cmphex (record->record.type, ==, PKTMON_BLOCK_INTERFACE_STATISTICS);
  options = pktmon_bytes_new (last->bytes + record->record.offset, record->record.size - 4);
  pktmon_bytes_skip (&options, PKTMON_INTERFACE_STATISTICS_MIN_SIZE - 4);
  g_assert_true (pktmon_option_find (options, FALSE, PKTMON_OPTION_ISB_USRDELIV, &option));
  g_assert_cmpuint (option.value[0], ==, 2);
}

/* --- By size --- */

static TestBuilder *
build_many (guint32 magic)
{
  TestBuilder *builder = test_builder_new (FALSE);

  if (magic != 0)
    test_builder_pcap_header (builder, magic, 0, 1);
  else {
    test_builder_section (builder);
    test_builder_interface (builder, 1, 0);
  }
  for (guint i = 0; i < 2000; i++)
    if (magic != 0)
      test_builder_pcap_record (builder, i, 0, i % 200, 200, 0);
    else
      test_builder_enhanced (builder, 0, i, i % 200, 200);
  return builder;
}

static gsize
measure (const TestFolder *folder, const char *name, guint n)
{
  g_autofree char *path = test_folder_build (folder, name);
  g_autofree char *part = pktmon_export_options_dup_part_path (path, n);
  g_autofree char *content = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (part, &content, &size, NULL));
  return size;
}

/* No file is larger, and no packet is lost. */
static void
check_size (guint32 magic, const PktmonExportOptions *options)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = build_many (magic);
  PktmonExportResult result = export_to (builder, path, options);
  guint64 packets = 0, bytes = 0;

  g_assert_cmpuint (result.files, >, 1);
  for (guint i = 1; i <= result.files; i++) {
    gsize size = measure (folder, "out", i);

    g_assert_cmpuint (size, <=, options->split_size);
    bytes += size;
    if (options->format <= PKTMON_EXPORT_PCAP) {
      g_autoptr (TestReading) part = read_part (folder, "out", i);

      g_assert_no_error (part->error);
      packets += part->packets;
    }
  }
  g_assert_cmpuint (result.bytes, ==, bytes);
  g_assert_cmpuint (result.packets, ==, 2000);
  if (options->format <= PKTMON_EXPORT_PCAP)
    g_assert_cmpuint (packets, ==, 2000);
}

static void
test_size (void)
{
  for (guint format = 0; format < PKTMON_N_EXPORT_FORMATS; format++)
    for (guint compression = 0; compression < PKTMON_N_COMPRESSIONS; compression++) {
      const PktmonExportOptions options = {
        .format = (PktmonExportFormat) format,
        .compression = (PktmonCompression) compression,
        .split_size = 30000,
      };

      check_size (0, &options);
      check_size (PKTMON_PCAP_MAGIC_NANOSECONDS, &options);
    }
}

/* A packet that is larger than a file may be has one of its own. */
static void
test_tiny (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = build_two_sections();
  PktmonExportResult result = export_to (builder, path, &(PktmonExportOptions){ .split_size = 1 });

  g_assert_cmpuint (result.files, ==, 20);
}

/* --- What cannot be split --- */

static void
test_no_file (void)
{
  g_autoptr (TestBuilder) builder = build_two_sections();
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_false (pktmon_export_spool (spool, "-", &everything,
                                       &(PktmonExportOptions){ .split_packets = 2 }, NULL, NULL,
                                       &result, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

/* Files that are whole stay when the next is not. */
static gboolean
cancel_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  return FALSE;
}

static void
test_cancelled (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = build_two_sections();
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  PktmonExportResult result;

  g_assert_false (pktmon_export_spool (spool, path, &everything,
                                       &(PktmonExportOptions){ .split_packets = 8 }, cancel_cb,
                                       NULL, &result, NULL));
  g_assert_cmpuint (result.files, ==, 2);
  g_assert_cmpuint (result.packets, ==, 16);
  g_assert_false (result.kept);
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-split/count", test_count);
  g_test_add_func ("/export-split/statistics", test_statistics);
  g_test_add_func ("/export-split/size", test_size);
  g_test_add_func ("/export-split/tiny", test_tiny);
  g_test_add_func ("/export-split/no-file", test_no_file);
  g_test_add_func ("/export-split/cancelled", test_cancelled);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "support/capture-checks.h"
#include "support/growing.h"
#include "support/samples.h"

/* Captures written as pcapng: the packets that are chosen, and everything beside them. */

/* --- Choices --- */

/* What is exported; @positions is for those that choose by them. */
typedef struct {
  PktmonPositions *positions;
  PktmonExportChoice choice;
  PktmonExportOptions options;
} Wish;

typedef void (*Choose) (const TestReading *whole, guint variant, Wish *wish);

static void
choose_all (const TestReading *whole, guint variant, Wish *wish)
{
}

static void
choose_positions (const TestReading *whole, guint variant, Wish *wish)
{
  for (guint64 i = 0; i < whole->packets; i++)
    if (variant > 0 && i % variant == variant - 1)
      pktmon_positions_add (wish->positions, i);
  wish->choice.positions = wish->positions;
}

static void
choose_expression (const TestReading *whole, guint variant, Wish *wish)
{
  static const char *const filters[] = { "", "udp", "greater 15", "len = 7 or tcp" };

  wish->choice.expression = pktmon_expression_new (filters[variant % G_N_ELEMENTS (filters)], NULL);
}

static void
choose_interface (const TestReading *whole, guint variant, Wish *wish)
{
  pktmon_positions_add (wish->positions, variant);
  wish->choice.interfaces = wish->positions;
}

static void
choose_size (const TestReading *whole, guint variant, Wish *wish)
{
  wish->options.max_captured = variant + 1;
}

static void
choose_no_comments (const TestReading *whole, guint variant, Wish *wish)
{
  wish->options.strip_comments = TRUE;
}

static void
choose_form (const TestReading *whole, guint variant, Wish *wish)
{
  wish->options.format = (PktmonExportFormat) (variant % PKTMON_N_EXPORT_FORMATS);
  wish->options.compression = (PktmonCompression) (variant / PKTMON_N_EXPORT_FORMATS);
}

static void
choose_everything (const TestReading *whole, guint variant, Wish *wish)
{
  choose_positions (whole, 1 + variant % 3, wish);
  choose_expression (whole, variant, wish);
  choose_size (whole, 3 * variant, wish);
  choose_form (whole, variant, wish);
  wish->options.strip_comments = variant % 2 == 1;
}

static const struct {
  const char *name;
  Choose choose;
  guint n_variants;
} choices[] = {
  { "all", choose_all, 1 },
  { "positions", choose_positions, 5 },
  { "expression", choose_expression, 4 },
  { "interface", choose_interface, 4 },
  { "size", choose_size, 50 },
  { "no-comments", choose_no_comments, 1 },
  { "form", choose_form, PKTMON_N_EXPORT_FORMATS *PKTMON_N_COMPRESSIONS },
  { "everything", choose_everything, 24 },
};

/* With every sample in both byte orders. */
static void
test_choice (gconstpointer user_data)
{
  guint choice = GPOINTER_TO_UINT (user_data);
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < 2 * n_samples * choices[choice].n_variants; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i / 2 % n_samples], i % 2);
    g_autoptr (TestReading) whole = test_reading_new (builder->bytes->data, builder->bytes->len);
    g_autoptr (PktmonPositions) positions = pktmon_positions_new();
    Wish wish = { .positions = positions };

    choices[choice].choose (whole, i / 2 / n_samples, &wish);
    test_check_export (whole, &wish.choice, &wish.options, path, path);
    g_clear_pointer (&wish.choice.expression, pktmon_expression_free);
  }
}

/* --- What stands beside the packets --- */

static TestReading *export(const TestBuilder *builder, const PktmonExportChoice *choice,
                           const PktmonExportOptions *options)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_true (pktmon_export_spool (spool, path, choice, options, NULL, NULL, &result, &error));
  g_assert_no_error (error);
  return test_reading_new_file (path);
}

static const PktmonExportChoice everything;

/* Names, secrets, custom and unknown blocks stay byte for byte when all packets go; statistics say
 * that none is left. */
static void
test_no_packets (void)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);
  g_autoptr (PktmonPositions) none = pktmon_positions_new();
  const PktmonExportChoice choice = { .positions = none };

  for (guint big_endian = 0; big_endian < 2; big_endian++) {
    g_autoptr (TestBuilder) builder = test_sample_build (samples, big_endian);
    g_autoptr (TestReading) whole = test_reading_new (builder->bytes->data, builder->bytes->len);
    g_autoptr (TestReading) rest = export(builder, &choice, &(PktmonExportOptions){ 0 });
    guint n = 0;

    g_assert_cmpuint (rest->packets, ==, 0);
    for (guint i = 0; i < whole->records->len; i++) {
      const TestRecord *record = test_reading_get_record (whole, i);
      const PktmonRecord *kept;

      if (record->step == PKTMON_READER_PACKET)
        continue;
      kept = &test_reading_get_record (rest, n++)->record;
      g_assert_cmphex (kept->type, ==, record->record.type);
      if (kept->type == PKTMON_BLOCK_INTERFACE_STATISTICS)
        continue;
      g_assert_cmpmem (rest->bytes + kept->offset, kept->size, whole->bytes + record->record.offset,
                       record->record.size);
    }
    g_assert_cmpuint (n, ==, rest->records->len);
  }
}

/* A number that means nothing in pcapng, and something else in pcap. */
static void
test_block_type_0 (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  test_builder_block (builder, 0, 8);
  test_builder_interface (builder, 1, 0);
  test_builder_enhanced (builder, 0, 0, 4, 4);
  reading = export(builder, &everything, &(PktmonExportOptions){ 0 });
  g_assert_cmpmem (reading->bytes, reading->size, builder->bytes->data, builder->bytes->len);
}

/* A section length that was right is not any more. */
static void
test_section_length (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  PktmonBytes bytes;

  test_builder_begin (builder, PKTMON_BLOCK_SECTION_HEADER);
  test_builder_u32 (builder, PKTMON_BYTE_ORDER_MAGIC);
  test_builder_u32 (builder, 1);
  test_builder_u64 (builder, 20);
  test_builder_end (builder);
  test_builder_interface (builder, 1, 0);
  reading = export(builder, &everything, &(PktmonExportOptions){ 0 });
  bytes = pktmon_bytes_new (reading->bytes, reading->size);
  pktmon_bytes_skip (&bytes, 16);
  g_assert_cmphex (pktmon_bytes_le64 (&bytes), ==, G_MAXUINT64);
}

/* What a pcap file says of all its packets becomes an interface. */
static void
check_pcap (guint32 magic, guint32 snap_length, guint32 link_type, guint8 resolution,
            guint8 fcs_length)
{
  g_autoptr (TestBuilder) builder = test_builder_new (TRUE);
  g_autoptr (TestReading) reading = NULL;
  const PktmonInterface *interface;

  test_builder_pcap_header (builder, magic, snap_length, link_type);
  test_builder_pcap_record (builder, 1700000000, 123456, 5, 60,
                            magic == PKTMON_PCAP_MAGIC_MODIFIED ? 8 : 0);
  reading = export(builder, &everything, &(PktmonExportOptions){ .max_captured = 100 });
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (reading->directory), ==, 1);
  interface = pktmon_directory_get_interface (reading->directory, 0);
  g_assert_cmpuint (interface->link_type, ==, link_type & 0xffff);
  g_assert_cmpuint (interface->snap_length, ==, snap_length == 0 ? 100 : MIN (snap_length, 100));
  g_assert_cmpuint (interface->resolution, ==, resolution);
  g_assert_cmpuint (interface->fcs_length, ==, fcs_length);
  g_assert_cmpuint (test_reading_get_packet (reading, 0)->record.packet.length, ==, 60);
}

static void
test_pcap (void)
{
  check_pcap (PKTMON_PCAP_MAGIC_MICROSECONDS, 65535, 1, 6, 0);
  check_pcap (PKTMON_PCAP_MAGIC_NANOSECONDS, 0, 101, 9, 0);
  check_pcap (PKTMON_PCAP_MAGIC_MODIFIED, 68, 113, 6, 0);
  check_pcap (PKTMON_PCAP_MAGIC_MICROSECONDS, 0, 0x24000001, 6, 4);
}

/* --- A capture that grows --- */

typedef struct {
  PktmonSpool *spool;
  char *path;
  guint64 seen; /* atomic: packets that the export has looked at */
} Following;

static gboolean
follow_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  Following *self = user_data;

  g_assert_cmpuint (packets, >=, __atomic_load_n (&self->seen, __ATOMIC_RELAXED));
  __atomic_store_n (&self->seen, packets, __ATOMIC_RELEASE);
  return TRUE;
}

static gpointer
follow (gpointer data)
{
  Following *self = data;
  PktmonExportResult result;

  g_assert_true (pktmon_export_spool (self->spool, self->path, &everything,
                                      &(PktmonExportOptions){ 0 }, follow_cb, self, &result, NULL));
  return GSIZE_TO_POINTER (result.packets);
}

/* The export waits for what is to come, and ends when the capture does. */
static void
test_growing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestGrowing) growing = test_growing_new (folder);
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *path = test_folder_build (folder, "out");
  Following following = { growing->spool, path, 0 };
  g_autoptr (TestReading) reading = NULL;
  GThread *thread = g_thread_new ("export", follow, &following);

  for (guint i = 0; i < 200; i++) {
    if (i % 50 == 0) {
      builder->big_endian = i % 100 == 50;
      test_builder_section (builder);
      test_builder_interface (builder, 1, 0);
    }
    test_builder_enhanced (builder, 0, i, i, i);
    /* The end of the block comes later. */
    if (i % 7 == 0)
      test_growing_append (growing, builder->bytes->data + growing->size,
                           builder->bytes->len - growing->size - 3, FALSE);
    test_growing_follow (growing, builder, FALSE);
    while (i % 10 == 9 && __atomic_load_n (&following.seen, __ATOMIC_ACQUIRE) <= i)
      g_thread_yield();
  }
  g_assert_cmpint (access (path, F_OK), !=, 0);
  pktmon_spool_grow (growing->spool, growing->size, TRUE);
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (thread)), ==, 200);
  reading = test_reading_new_file (path);
  g_assert_cmpmem (reading->bytes, reading->size, builder->bytes->data, builder->bytes->len);
}

/* --- Ends before the end --- */

static gboolean
cancel_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  return packets == 0 && GPOINTER_TO_INT (user_data) == 0;
}

static TestBuilder *
build_many (guint count)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, i, 17, 1000, 53);
  return builder;
}

/* Nothing appears, or what there was stays. */
static void
test_cancelled (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = build_many (100);

  for (guint i = 0; i < 2; i++) {
    g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
    g_autoptr (GError) error = NULL;
    PktmonExportResult result;

    g_assert_false (pktmon_export_spool (spool, path, &everything, &(PktmonExportOptions){ 0 },
                                         cancel_cb, GINT_TO_POINTER (i), &result, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false (result.kept);
    g_assert_cmpuint (test_folder_count (folder), ==, 0);
  }
}

static void
test_not_a_capture (void)
{
  static const char *const contents[] = { "", "hello, world", "\n\r\r\n\x1c" };
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (PktmonSpool) spool = test_spool_new (contents[i], strlen (contents[i]));
    g_autoptr (GError) error = NULL;
    PktmonExportResult result;

    g_assert_false (pktmon_export_spool (spool, path, &everything, &(PktmonExportOptions){ 0 },
                                         NULL, NULL, &result, &error));
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NOT_A_CAPTURE);
    g_assert_cmpuint (test_folder_count (folder), ==, 0);
  }
}

/* --- No more room --- */

#define ROOM (64u * 1024)

static gboolean
export_to (PktmonSpool *spool, const TestFolder *folder, gboolean keep_part,
           PktmonExportResult *result, GError **error)
{
  g_autofree char *path = test_folder_build (folder, "out");
  const PktmonExportOptions options = { .keep_part = keep_part };

  return pktmon_export_spool (spool, path, &everything, &options, NULL, NULL, result, error);
}

/* Nothing appears. */
static void
check_nothing (PktmonSpool *spool, const TestFolder *folder, const char *message)
{
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_false (export_to (spool, folder, FALSE, &result, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, message));
  g_assert_false (result.kept);
  g_assert_cmpuint (test_folder_count (folder), ==, 0);
}

/* A new file keeps what fits, up to a whole block, where that is wanted, and the result says how
 * much that is. */
static void
check_part (PktmonSpool *spool, const TestBuilder *builder, const TestFolder *folder,
            const char *message)
{
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (TestReading) part = NULL;
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_false (export_to (spool, folder, TRUE, &result, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, message));
  part = test_reading_new_file (path);
  g_assert_no_error (part->error);
  g_assert_true (result.kept);
  g_assert_cmpuint (part->size, ==, result.bytes);
  g_assert_cmpuint (part->size, <=, ROOM);
  g_assert_cmpuint (part->packets, >, 400);
  g_assert_cmpmem (part->bytes, part->size, builder->bytes->data, part->size);
}

/* A file that was there stays as it is. */
static void
check_old (PktmonSpool *spool, const TestFolder *folder)
{
  g_autofree char *path = test_folder_build (folder, "out");
  g_autofree char *content = NULL;
  PktmonExportResult result;

  g_assert_cmpint (truncate (path, 0), ==, 0);
  g_assert_false (export_to (spool, folder, TRUE, &result, NULL));
  g_assert_false (result.kept);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "");
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_full_disk (void)
{
  g_autoptr (TestFolder) folder = test_folder_new_tiny (ROOM);
  g_autoptr (TestBuilder) builder = build_many (3000);
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);

  if (folder == NULL)
    return;
  check_nothing (spool, folder, "No space left on device");
  check_part (spool, builder, folder, "No space left on device");
  check_old (spool, folder);
}

static void
test_file_size_limit (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (3000);
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  struct rlimit before, limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = (struct rlimit){ ROOM, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  check_nothing (spool, folder, "File too large");
  check_part (spool, builder, folder, "File too large");
  check_old (spool, folder);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autofree char *path = g_strdup_printf ("/pcapng-export/choice/%s", choices[i].name);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_choice);
  }
  g_test_add_func ("/pcapng-export/no-packets", test_no_packets);
  g_test_add_func ("/pcapng-export/block-type-0", test_block_type_0);
  g_test_add_func ("/pcapng-export/section-length", test_section_length);
  g_test_add_func ("/pcapng-export/pcap", test_pcap);
  g_test_add_func ("/pcapng-export/growing", test_growing);
  g_test_add_func ("/pcapng-export/cancelled", test_cancelled);
  g_test_add_func ("/pcapng-export/not-a-capture", test_not_a_capture);
  g_test_add_func ("/pcapng-export/full-disk", test_full_disk);
  g_test_add_func ("/pcapng-export/file-size-limit", test_file_size_limit);
  return g_test_run();
}

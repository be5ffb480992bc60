/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "pcapng/block-change.h"
#include "support/reading.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* What the writer writes is read again by the reader, which has tests of its own. */

static int
open_new (const TestFolder *folder, const char *name)
{
  g_autofree char *path = test_folder_build (folder, name);
  int descriptor = g_open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (descriptor, >=, 0);
  return descriptor;
}

static TestReading *
read_again (const TestFolder *folder, const char *name)
{
  g_autofree char *path = test_folder_build (folder, name);

  return test_reading_new_file (path);
}

/* --- What is written --- */

static void
write_blocks (PktmonWriter *writer)
{
  g_autoptr (GError) error = NULL;
  const PktmonInterface interface = {
    .link_type = 113,
    .resolution = 9,
    .fcs_length = 4,
  };
  const PktmonPacket packet = {
    .interface = &interface,
    .has_time = TRUE,
    .ticks = G_GUINT64_CONSTANT (1700000000123456789),
    .captured = 5,
    .length = 50,
    .data = (const guint8 *) "abcde",
  };

  g_assert_true (pktmon_writer_add_section (writer, "a test", NULL, &error));
  g_assert_true (pktmon_writer_add_interface (writer, &interface, 77, &error));
  g_assert_true (pktmon_writer_add_packet (writer, &packet, 0, G_MAXUINT32, &error));
  g_assert_true (pktmon_writer_add_packet (writer, &packet, 0, 2, &error));
  pktmon_writer_begin (writer, 0x1234);
  pktmon_writer_put_u64 (writer, G_GUINT64_CONSTANT (0x0102030405060708));
  pktmon_writer_put_u32 (writer, 0x01020304);
  pktmon_writer_put_u16 (writer, 0x0102);
  pktmon_writer_put_u16 (writer, 0x0304);
  g_assert_true (pktmon_writer_end (writer, &error));
  g_assert_true (pktmon_writer_flush (writer, &error));
  g_assert_no_error (error);
}

static void
check_packets (const TestReading *reading)
{
  for (guint i = 0; i < 2; i++) {
    const TestRecord *record = test_reading_get_packet (reading, i);
    const PktmonPacket *packet = &record->record.packet;

    g_assert_cmpuint (packet->length, ==, 50);
    g_assert_cmpmem (packet->data, packet->captured, "abcde", i == 0 ? 5 : 2);
    g_assert_cmpint (record->as_number, ==, G_GINT64_CONSTANT (1700000000123456789));
  }
}

static void
test_blocks (gconstpointer user_data)
{
  gboolean big_endian = GPOINTER_TO_INT (user_data);
  static const guint8 big[] = { 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 1, 2, 3, 4 };
  static const guint8 little[] = { 8, 7, 6, 5, 4, 3, 2, 1, 4, 3, 2, 1, 2, 1, 4, 3 };
  g_autoptr (TestFolder) folder = test_folder_new();
  int descriptor = open_new (folder, "out");
  g_autoptr (PktmonWriter) writer = pktmon_writer_new (descriptor, "out");
  g_autoptr (TestReading) reading = NULL;
  const PktmonInterface *interface;
  const TestRecord *last;

  pktmon_writer_set_big_endian (writer, big_endian);
  write_blocks (writer);
  close (descriptor);
  reading = read_again (folder, "out");
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->size, ==, pktmon_writer_get_size (writer));
  g_assert_cmpuint (reading->packets, ==, 2);
  g_assert_cmpint (pktmon_directory_get_section (reading->directory, 0)->big_endian, ==,
                   big_endian);
  interface = pktmon_directory_get_interface (reading->directory, 0);
  g_assert_cmpuint (interface->link_type, ==, 113);
  g_assert_cmpuint (interface->resolution, ==, 9);
  g_assert_cmpuint (interface->fcs_length, ==, 4);
  g_assert_cmpuint (interface->snap_length, ==, 77);
  check_packets (reading);
  last = test_reading_get_record (reading, reading->records->len - 1);
  g_assert_cmpmem (reading->bytes + last->record.offset + 8, 16, big_endian ? big : little, 16);
}

static void
test_options (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  int descriptor = open_new (folder, "out");
  g_autoptr (PktmonWriter) writer = pktmon_writer_new (descriptor, "out");
  g_autofree guint8 *large = g_malloc0 (70000);
  g_autoptr (TestReading) reading = NULL;
  const PktmonSection *section;
  PktmonBytes options;
  PktmonOption option;

  pktmon_writer_begin (writer, PKTMON_BLOCK_SECTION_HEADER);
  pktmon_writer_put_u32 (writer, PKTMON_BYTE_ORDER_MAGIC);
  pktmon_writer_put_u32 (writer, G_BYTE_ORDER == G_BIG_ENDIAN ? 0x00010000 : 1);
  pktmon_writer_put_u64 (writer, G_MAXUINT64);
  for (gsize size = 0; size < 6; size++)
    pktmon_writer_put_option (writer, PKTMON_OPTION_CUSTOM_BINARY, (const guint8 *) "abcdef", size);
  pktmon_writer_put_text_option (writer, PKTMON_OPTION_COMMENT, "ünï");
  pktmon_writer_put_option (writer, PKTMON_OPTION_COMMENT, large, 70000);
  g_assert_true (pktmon_writer_end (writer, NULL));
  g_assert_true (pktmon_writer_flush (writer, NULL));
  close (descriptor);
  reading = read_again (folder, "out");
  g_assert_no_error (reading->error);
  section = pktmon_directory_get_section (reading->directory, 0);
  options = pktmon_bytes_new (section->options, section->options_size);
  for (gsize size = 0; size < 6; size++) {
    g_assert_true (pktmon_option_next (&options, section->big_endian, &option));
    g_assert_cmpmem (option.value, option.size, "abcdef", size);
  }
  g_assert_true (pktmon_option_next (&options, section->big_endian, &option));
  g_assert_cmpmem (option.value, option.size, "ünï", strlen ("ünï"));
  g_assert_true (pktmon_option_next (&options, section->big_endian, &option));
  g_assert_cmpuint (option.size, ==, G_MAXUINT16);
  g_assert_false (pktmon_option_next (&options, section->big_endian, &option));
  g_assert_false (options.failed);
  g_assert_cmpuint (pktmon_bytes_left (&options), ==, 0);
}

/* Every packet of every sample, shortened: the rest of its block stays. */
static void
check_shortened (const TestReading *reading, const TestReading *again, guint32 limit)
{
  for (guint i = 0; i < reading->packets; i++) {
    const PktmonPacket *before = &test_reading_get_packet (reading, i)->record.packet;
    const PktmonPacket *after = &test_reading_get_packet (again, i)->record.packet;
    gsize options = pktmon_bytes_left (&before->options);

    g_assert_cmpuint (after->captured, ==, MIN (before->captured, limit));
    g_assert_cmpuint (after->length, ==, before->length);
    g_assert_cmpuint (after->ticks, ==, before->ticks);
    g_assert_cmpmem (after->data, after->captured, before->data, after->captured);
    g_assert_cmpmem (after->options.data + after->options.position,
                     pktmon_bytes_left (&after->options),
                     before->options.data + before->options.position, options);
  }
}

static void
test_shortened (gconstpointer big_endian)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (GPOINTER_TO_INT (big_endian));
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1,
                          3); /* as short as the export makes it: simple packets follow */
  test_builder_simple (builder, 3, 60);
  test_builder_enhanced (builder, 0, 1, 9, 60);
  test_builder_begin_enhanced (builder, 0, 2, "abcdefghij", 10, 100);
  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "stays");
  test_builder_option_end (builder);
  test_builder_end (builder);
  test_builder_obsolete (builder, 0, 3, 7, 7);
  reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  for (guint32 limit = 3; limit < 12; limit++) {
    int descriptor = open_new (folder, "out");
    g_autoptr (PktmonWriter) writer = pktmon_writer_new (descriptor, "out");
    g_autoptr (TestReading) again = NULL;
    PktmonBlockChange change = PKTMON_NO_BLOCK_CHANGE;

    change.max_captured = limit;
    pktmon_writer_set_big_endian (writer, GPOINTER_TO_INT (big_endian));
    for (guint i = 0; i < reading->records->len; i++) {
      const TestRecord *record = test_reading_get_record (reading, i);
      const guint8 *block = reading->bytes + record->record.offset;

      if (record->step == PKTMON_READER_PACKET)
        pktmon_block_change_add_packet (&change, writer, block, &record->record.packet, NULL);
      else
        pktmon_writer_add_blocks (writer, block, record->record.size, NULL);
    }
    g_assert_true (pktmon_writer_flush (writer, NULL));
    close (descriptor);
    again = read_again (folder, "out");
    g_assert_no_error (again->error);
    check_shortened (reading, again, limit);
  }
}

/* Runs of all sizes come out in their order, whether they go through the buffer or not. */
static void
test_runs (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  int descriptor = open_new (folder, "out");
  g_autoptr (PktmonWriter) writer = pktmon_writer_new (descriptor, "out");
  g_autoptr (GByteArray) expected = g_byte_array_new();
  g_autoptr (TestReading) reading = NULL;

  for (guint i = 0; i < 40; i++) {
    g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

    if (i == 0)
      test_builder_section (builder);
    test_builder_block (builder, 0x1000 + i, (i * 7919 % 60) * 4096);
    g_assert_true (
        pktmon_writer_add_blocks (writer, builder->bytes->data, builder->bytes->len, NULL));
    g_byte_array_append (expected, builder->bytes->data, builder->bytes->len);
    g_assert_cmpuint (pktmon_writer_get_size (writer), ==, expected->len);
  }
  g_assert_true (pktmon_writer_flush (writer, NULL));
  close (descriptor);
  reading = read_again (folder, "out");
  g_assert_cmpmem (reading->bytes, reading->size, expected->data, expected->len);
}

/* --- Short writes --- */

typedef struct {
  int source;
  GByteArray *got;
} PipeReader;

/* Takes little at a time, so that the pipe is full most of the time. */
static gpointer
read_slowly (gpointer data)
{
  PipeReader *self = data;
  guint8 buffer[7001];
  gssize got;

  while ((got = read (self->source, buffer, sizeof buffer)) > 0) {
    g_byte_array_append (self->got, buffer, (guint) got);
    g_usleep (100);
  }
  return NULL;
}

static void
test_pipe (gconstpointer non_blocking)
{
  int ends[2];
  g_autoptr (PktmonWriter) writer = NULL;
  g_autoptr (GByteArray) expected = g_byte_array_new();
  g_autoptr (GByteArray) got = g_byte_array_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  GThread *thread;

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  if (GPOINTER_TO_INT (non_blocking))
    g_unix_set_fd_nonblocking (ends[1], TRUE, NULL);
  thread = g_thread_new ("slow", read_slowly, &(PipeReader){ ends[0], got });
  writer = pktmon_writer_new (ends[1], "pipe");
  test_builder_block (builder, 0x1234, 300000);
  for (guint i = 0; i < 10; i++) {
    gsize size = i % 2 == 0 ? builder->bytes->len : 0;

    g_assert_true (pktmon_writer_add_blocks (writer, builder->bytes->data, size, NULL));
    g_byte_array_append (expected, builder->bytes->data, (guint) size);
  }
  g_assert_true (pktmon_writer_flush (writer, NULL));
  close (ends[1]);
  g_thread_join (thread);
  close (ends[0]);
  g_assert_cmpmem (got->data, got->len, expected->data, expected->len);
}

static void
test_closed_pipe (void)
{
  int ends[2];
  g_autoptr (PktmonWriter) writer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  close (ends[0]);
  writer = pktmon_writer_new (ends[1], "pipe");
  g_assert_true (pktmon_writer_add_section (writer, "a test", NULL, NULL));
  g_assert_false (pktmon_writer_flush (writer, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_IO);
  close (ends[1]);
}

/* --- Full disks --- */

/* Adds packets until that fails; packet @i has a size of its own. */
static void
write_until_full (PktmonWriter *writer, gboolean big_endian, gsize largest, GError **error)
{
  g_autoptr (TestBuilder) header = test_builder_new (big_endian);

  test_builder_section (header);
  test_builder_interface (header, 1, 0);
  pktmon_writer_set_big_endian (writer, big_endian);
  g_assert_true (pktmon_writer_add_blocks (writer, header->bytes->data, header->bytes->len, NULL));
  for (guint32 i = 0;; i++) {
    g_autoptr (TestBuilder) builder = test_builder_new (big_endian);

    test_builder_enhanced (builder, 0, i, (guint32) (i * 7919 % largest), 100000);
    if (!pktmon_writer_add_blocks (writer, builder->bytes->data, builder->bytes->len, error))
      return;
  }
}

static void
check_nothing_more (PktmonWriter *writer, const GError *first)
{
  guint64 size = pktmon_writer_get_size (writer);
  g_autoptr (GError) error = NULL;

  g_assert_false (pktmon_writer_flush (writer, &error));
  g_assert_cmpstr (error->message, ==, first->message);
  g_assert_false (pktmon_writer_flush (writer, NULL));
  g_assert_false (pktmon_writer_add_section (writer, "a test", NULL, NULL));
  g_assert_false (pktmon_writer_add_blocks (writer, NULL, 0, NULL));
  pktmon_writer_begin (writer, 0x1234);
  g_assert_false (pktmon_writer_end (writer, NULL));
  g_assert_cmpuint (pktmon_writer_get_size (writer), ==, size);
}

/* What is left is whole, and as much as fits. */
static void
check_full (const TestFolder *folder, const PktmonWriter *writer, gsize limit, gsize largest)
{
  g_autoptr (TestReading) reading = read_again (folder, "out");

  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->size, ==, pktmon_writer_get_size (writer));
  g_assert_cmpuint (reading->size, <=, limit);
  g_assert_cmpuint (reading->size, >=, limit - largest - 64);
  for (guint i = 0; i + 2 < reading->records->len; i++)
    g_assert_cmpuint (test_reading_get_record (reading, i + 2)->record.packet.ticks, ==, i);
}

static void
fill (const TestFolder *folder, gboolean big_endian, gsize limit, gsize largest)
{
  int descriptor = open_new (folder, "out");
  g_autoptr (PktmonWriter) writer = pktmon_writer_new (descriptor, "out");
  g_autoptr (GError) error = NULL;

  write_until_full (writer, big_endian, largest, &error);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, "“out”"));
  check_nothing_more (writer, error);
  check_full (folder, writer, limit, largest);
  close (descriptor);
}

static void
fill_in_all_ways (const TestFolder *folder, gsize limit)
{
  static const gsize largest[] = { 40, 3000, 100000 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (largest); i++)
    fill (folder, i % 2 == 1, limit, largest[i / 2]);
}

static void
test_disk_full (void)
{
  g_autoptr (TestFolder) folder = test_folder_new_tiny (1024 * 1024);

  if (folder != NULL)
    fill_in_all_ways (folder, 1024 * 1024);
}

static void
test_size_limit (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  struct rlimit before, limit;

  getrlimit (RLIMIT_FSIZE, &before);
  limit = (struct rlimit){ .rlim_cur = 777777, .rlim_max = before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  fill_in_all_ways (folder, 777777);
  setrlimit (RLIMIT_FSIZE, &before);
}

/* A device that is always full, and cannot be cut back. */
static void
test_full_device (void)
{
  int descriptor = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0);
  g_autoptr (PktmonWriter) writer = pktmon_writer_new (descriptor, "full");
  g_autoptr (GError) error = NULL;

  g_assert_true (pktmon_writer_add_section (writer, "a test", NULL, NULL));
  g_assert_false (pktmon_writer_flush (writer, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  g_assert_cmpuint (pktmon_writer_get_size (writer), ==, 0);
  close (descriptor);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/writer/blocks/little", GINT_TO_POINTER (0), test_blocks);
  g_test_add_data_func ("/writer/blocks/big", GINT_TO_POINTER (1), test_blocks);
  g_test_add_func ("/writer/options", test_options);
  g_test_add_data_func ("/writer/shortened/little", GINT_TO_POINTER (0), test_shortened);
  g_test_add_data_func ("/writer/shortened/big", GINT_TO_POINTER (1), test_shortened);
  g_test_add_func ("/writer/runs", test_runs);
  g_test_add_data_func ("/writer/pipe/blocking", GINT_TO_POINTER (0), test_pipe);
  g_test_add_data_func ("/writer/pipe/non-blocking", GINT_TO_POINTER (1), test_pipe);
  g_test_add_func ("/writer/closed-pipe", test_closed_pipe);
  g_test_add_func ("/writer/disk-full", test_disk_full);
  g_test_add_func ("/writer/size-limit", test_size_limit);
  g_test_add_func ("/writer/full-device", test_full_device);
  return g_test_run();
}

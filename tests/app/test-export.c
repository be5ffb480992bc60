/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/pktmon.h"
#include "support/reading.h"
#include "support/samples.h"
#include "support/temp-folder.h"

#define UNKNOWN_LINK_TYPE 65000

/* @count packets of 46 bytes, every other to port 53. */
static TestBuilder *
build_many (guint count)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, i, 17, 1000, i % 2 == 0 ? 53 : 54);
  return builder;
}

/* A file with that many packets. (transfer full): its path. */
static char *
make_many (const TestFolder *folder, const char *name, guint count)
{
  g_autoptr (TestBuilder) builder = build_many (count);
  char *path = test_folder_build (folder, name);

  test_builder_save (builder, path);
  return path;
}

/* Exports ten packets with two more arguments.
 * Returns: (transfer full): what stands in the result. */
static TestReading *
export_ten (const char *first, const char *second, const char *third, const char *fourth)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "in", 10);
  g_autofree char *out = test_folder_build (folder, "out");
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (NULL, "export", path, out, first, second, third, fourth, NULL);

  test_pktmon_check_result (result, 0, "", " of 10 packets written to “");
  return test_reading_new_file (out);
}

/* --- Choices --- */

static void
test_packets (void)
{
  g_autoptr (TestReading) reading = export_ten ("--packets", "9-,2,4-5", NULL, NULL);
  static const guint64 ticks[] = { 1, 3, 4, 8, 9 };

  g_assert_cmpuint (reading->packets, ==, G_N_ELEMENTS (ticks));
  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    g_assert_cmpuint (test_reading_get_packet (reading, i)->record.packet.ticks, ==, ticks[i]);
}

static void
test_filter (void)
{
  g_autoptr (TestReading) reading = export_ten ("--filter", "udp port 53", NULL, NULL);

  g_assert_cmpuint (reading->packets, ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (test_reading_get_packet (reading, i)->record.packet.ticks, ==, 2 * i);
}

static void
test_both (void)
{
  g_autoptr (TestReading) reading = export_ten ("-f", "udp port 53", "-p", "-4");

  g_assert_cmpuint (reading->packets, ==, 2);
}

static void
test_none (void)
{
  g_autoptr (TestReading) reading = export_ten ("--packets", "11-", NULL, NULL);

  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 0);
}

static void
test_truncate (void)
{
  g_autoptr (TestReading) reading = export_ten ("--truncate", "20", NULL, NULL);
  const PktmonPacket *packet = &test_reading_get_packet (reading, 9)->record.packet;

  g_assert_cmpuint (reading->packets, ==, 10);
  g_assert_cmpuint (packet->captured, ==, 20);
  g_assert_cmpuint (packet->length, ==, TEST_FRAME_SIZE);
}

/* Packets of a link type that gives the filter no meaning are counted. */
static void
test_unjudged (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "in");
  g_autofree char *out = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = build_many (3);
  g_autoptr (TestProgramResult) result = NULL;

  test_builder_interface (builder, UNKNOWN_LINK_TYPE, 0);
  test_builder_enhanced (builder, 1, 0, 40, 40);
  test_builder_enhanced (builder, 1, 0, 40, 40);
  test_builder_save (builder, path);
  result = test_pktmon_run (NULL, "export", path, out, "-f", "udp", NULL);
  test_pktmon_check_result (result, 0, "", "3 of 5 packets written");
  test_pktmon_check_result (result, 0, "",
                            "2 packets could not be judged by the filter and were left out: ");
}

/* --- Files --- */

static void
check_same_packets (const TestBuilder *builder, const char *path)
{
  g_autoptr (TestReading) before = test_reading_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (TestReading) after = test_reading_new_file (path);

  g_assert_no_error (after->error);
  g_assert_cmpuint (after->packets, ==, before->packets);
  for (guint i = 0; i < before->packets; i++)
    g_assert_true (test_packet_equals (test_reading_get_packet (before, i),
                                       test_reading_get_packet (after, i)));
}

static void
test_samples (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "in");
  g_autofree char *out = test_folder_build (folder, "out");
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < 2 * n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i / 2], i % 2 == 1);

    test_builder_save (builder, path);
    test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 0, "", "");
    check_same_packets (builder, out);
  }
}

/* Reading and replacing are no conflict: the new file comes into place when it is whole. */
static void
test_same_file (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "file", 50000);
  g_autofree char *link = test_folder_build (folder, "link");
  g_autoptr (TestReading) reading = NULL;
  struct stat status;

  g_assert_cmpint (chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("file", link), ==, 0);
  test_pktmon_check ((const char *[]){ "export", path, link, "-p", "2-", NULL }, 0, "", "");
  test_pktmon_check ((const char *[]){ "export", link, path, "-p", "2-", NULL }, 0, "", "");
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 49998);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0640);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

static void
test_same_file_as_output (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "file", 10);
  g_autoptr (TestProgramResult) named =
      test_pktmon_run_script ("\"$pktmon\" export \"$1\" - 1<>\"$1\"", path, NULL);
  g_autoptr (TestProgramResult) standard =
      test_pktmon_run_script ("\"$pktmon\" export - - <\"$1\" >>\"$1\"", path, NULL);
  g_autoptr (TestReading) reading = test_reading_new_file (path);

  test_pktmon_check_result (named, 1, NULL, "Standard output goes into the capture that is read.");
  test_pktmon_check_result (standard, 1, NULL, "Standard output goes into the capture");
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 10);
}

static void
test_pipes (void)
{
  g_autoptr (TestBuilder) builder = build_many (10);
  g_autoptr (GBytes) input = g_bytes_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (input, "export", "-", "-", "-p", "3", NULL);
  g_autoptr (TestReading) reading = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (result->output, &size);

  test_pktmon_check_result (result, 0, NULL, "1 of 10 packets written to “standard output”");
  reading = test_reading_new (data, size);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 1);
}

/* What has come goes on at once. */
static void
test_live (void)
{
  g_autoptr (TestBuilder) builder = build_many (1);
  g_autoptr (TestProgram) first = test_pktmon_start ("export", "-", "-", NULL);
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *line = NULL;

  test_program_write (first, builder->bytes->data, builder->bytes->len);
  /* The section header begins with a line break, as it happens. */
  line = test_program_read_line (first);
  g_assert_cmpstr (line, ==, "");
  test_program_close (first);
  result = test_program_finish (first);
  test_pktmon_check_result (result, 0, NULL, "1 of 1 packets");
  g_assert_cmpuint (g_bytes_get_size (result->output), ==, builder->bytes->len - 1);
}

/* As every program that is piped into head. */
static void
test_closed_output (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "file", 100000);
  g_autoptr (TestProgramResult) result = test_pktmon_run_script (
      "\"$pktmon\" export \"$1\" - | head -c 4 | wc -c; echo ${PIPESTATUS[0]}", path, NULL);

  test_pktmon_check_result (result, 0, "4\n0\n", NULL);
  g_assert_cmpstr (result->messages, ==, "");
}

static void
test_terminal (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "file", 1);
  g_autoptr (TestProgramResult) result = NULL;

  if (!test_program_is_here ("script"))
    return;
  result = test_pktmon_run_script ("export pktmon file=$1; script -qec '\"$pktmon\" export "
                                   "\"$file\" -' /dev/null </dev/null",
                                   path, NULL);
  test_pktmon_check_result (
      result, 1,
      "pktmon: A capture is not text, and “standard output” is a terminal.\r\n"
      "  Name a file, or use a pipe.\r\n",
      NULL);
}

/* --- Full disks --- */

#define TINY (64u * 1024)

static void
check_part (const char *path)
{
  g_autoptr (TestReading) reading = test_reading_new_file (path);

  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, >, 100);
  g_assert_cmpuint (reading->size, <=, TINY);
}

/* @out is the only file in @folder, and what it was. */
static void
check_old (const TestFolder *folder, const char *out)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (out, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "old");
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_full_disk (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestFolder) tiny = test_folder_new_tiny (TINY);
  g_autofree char *path = make_many (folder, "in", 5000);
  g_autofree char *out = NULL;
  g_autoptr (TestProgramResult) piped = NULL;
  g_autoptr (TestProgramResult) result = NULL;

  if (tiny == NULL)
    return;
  out = test_folder_build (tiny, "out");
  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 1, "",
                     "could not be written: No space left on device.\n");
  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 1, "", "out” was not made.\n");
  g_assert_cmpuint (test_folder_count (tiny), ==, 0);
  /* What came through a pipe cannot be had again. */
  piped = test_pktmon_run_script ("cat \"$1\" | \"$pktmon\" export - \"$2\"", path, out, NULL);
  test_pktmon_check_result (piped, 1, "", "out” keeps what fitted, ");
  check_part (out);
  /* A file that was there before stays. */
  g_assert_cmpint (g_unlink (out), ==, 0);
  g_assert_true (g_file_set_contents (out, "old", 3, NULL));
  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 1, "",
                     "could not be written: No space left on device.\n");
  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 1, "",
                     "out” was left as it was.\n");
  check_old (tiny, out);
  result = test_pktmon_run_script ("\"$pktmon\" export \"$1\" - >\"$2\"", path, out, NULL);
  test_pktmon_check_result (result, 1, "", "No space left on device");
  check_part (out);
}

static void
test_dev_full (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "in", 5);
  g_autoptr (TestProgramResult) result =
      test_pktmon_run_script ("\"$pktmon\" export \"$1\" - >/dev/full", path, NULL);

  test_pktmon_check_result (result, 1, "", "No space left on device");
  test_pktmon_check ((const char *[]){ "export", path, "/dev/full", NULL }, 1, "",
                     "“/dev/full” could not be written: No space left on device.\n");
}

/* --- Ends before the end --- */

static void
test_damaged (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "in");
  g_autofree char *out = test_folder_build (folder, "out");
  g_autoptr (TestBuilder) builder = build_many (7);
  g_autoptr (TestReading) reading = NULL;

  g_byte_array_set_size (builder->bytes, builder->bytes->len - 1);
  test_builder_save (builder, path);
  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 1, "",
                     "The file is cut short after packet 6: ");
  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 1, "",
                     "6 of 6 packets written to “");
  reading = test_reading_new_file (out);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 6);
}

/* The end of a block that somebody still writes is no damage: it comes while the rest is taken. */
static void
test_still_growing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "in");
  g_autofree char *rest = test_folder_build (folder, "rest");
  g_autoptr (TestBuilder) builder = build_many (50000);
  g_autoptr (TestProgramResult) result = NULL;

  g_assert_true (g_file_set_contents (rest, (const char *) builder->bytes->data, 20, NULL));
  g_byte_array_set_size (builder->bytes, builder->bytes->len - 20);
  test_builder_save (builder, path);
  result =
      test_pktmon_run_script ("\"$pktmon\" export \"$1\" - | { head -c 4; cat \"$2\" >>\"$1\"; "
                              "cat; } >/dev/null; echo ${PIPESTATUS[0]}",
                              path, rest, NULL);
  test_pktmon_check_result (result, 0, "0\n", "in” is still growing: what it had was exported.");
  test_pktmon_check_result (result, 0, "0\n", "49,999 of 49,999 packets written");
}

/* Starts an export from a pipe that stays open, and interrupts it when it is at work. */
static TestProgramResult *
interrupt (const TestFolder *folder, const char *out)
{
  g_autoptr (TestBuilder) builder = build_many (50000);
  g_autoptr (TestProgram) program = test_pktmon_start ("export", "-", out, NULL);

  test_program_write (program, builder->bytes->data, builder->bytes->len);
  test_program_wait_for_file (program, folder->path, 1);
  test_program_signal (program, SIGINT);
  return test_program_finish (program);
}

static void
test_interrupt (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *out = test_folder_build (folder, "out");
  g_autoptr (TestProgramResult) result = interrupt (folder, out);
  g_autoptr (TestReading) reading = test_reading_new_file (out);
  g_autofree char *totals = NULL;

  test_pktmon_check_result (result, 1, "", "Interrupted after ");
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, >, 0);
  totals = g_strdup_printf ("packets written to “%s”", out);
  test_pktmon_check_result (result, 1, "", totals);
}

static void
test_interrupt_old (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *out = test_folder_build (folder, "out");
  g_autoptr (TestProgramResult) result = NULL;

  g_assert_true (g_file_set_contents (out, "old", 3, NULL));
  result = interrupt (folder, out);
  test_pktmon_check_result (result, 1, "", "was left as it was");
  check_old (folder, out);
}

/* --- Wrong use --- */

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[6];
    const char *message;
  } cases[] = {
    { { "export" }, "Something is missing: “pktmon export” needs FILE|- OUT|-." },
    { { "export", "a" }, "Something is missing" },
    { { "export", "a", "b", "c" }, "“c” is one argument too many." },
    { { "export", "a", "b", "--packets" }, "--packets" },
    { { "export", "a", "b", "--packets", "3-1" }, "“3-1” runs backwards." },
    { { "export", "a", "b", "--packets=zero" }, "“zero” is neither a packet number" },
    { { "export", "a", "b", "--truncate", "0" }, "--truncate takes a number from 1 to" },
    { { "export", "a", "b", "--truncate", "1k" }, "not “1k”" },
    { { "export", "a", "b", "--filter", "no such thing" },
      "The filter “no such thing” is not valid" },
    { { "export", "a", "b", "--pakets", "1" }, "did you mean “--packets”?" },
    { { "export", "a", "b", "-x" }, "There is no option “-x”." },
    { { "export", "a", "b", "--format", "xml" }, "--format takes one of these: pcapng, " },
    { { "export", "a", "b", "-z", "bzip2" }, "not “bzip2”." },
    { { "export", "a", "b", "--split-size", "0" }, "--split-size takes a number from 1 to" },
    { { "export", "a", "b", "--split-count", "x" }, "not “x”" },
    { { "export", "a", "b", "-c", "port=x" }, "Column 6: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

static void
test_wrong_targets (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, "in", 1);
  g_autofree char *nowhere = test_folder_build (folder, "no/out");
  g_autofree char *below = test_folder_build (folder, "in/out");

  test_pktmon_check ((const char *[]){ "export", path, nowhere, NULL }, 1, "",
                     "could not be written: No such file or directory.\n");
  test_pktmon_check ((const char *[]){ "export", path, below, NULL }, 1, "",
                     "could not be written: Not a directory.\n");
  test_pktmon_check ((const char *[]){ "export", path, folder->path, NULL }, 1, "",
                     "could not be written: Is a directory.\n");
  test_pktmon_check ((const char *[]){ "export", path, "", NULL }, 1, "",
                     "“” could not be written: No such file or directory.\n");
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/packets", test_packets);
  g_test_add_func ("/export/filter", test_filter);
  g_test_add_func ("/export/both", test_both);
  g_test_add_func ("/export/none", test_none);
  g_test_add_func ("/export/truncate", test_truncate);
  g_test_add_func ("/export/unjudged", test_unjudged);
  g_test_add_func ("/export/samples", test_samples);
  g_test_add_func ("/export/same-file", test_same_file);
  g_test_add_func ("/export/same-file-as-output", test_same_file_as_output);
  g_test_add_func ("/export/pipes", test_pipes);
  g_test_add_func ("/export/live", test_live);
  g_test_add_func ("/export/closed-output", test_closed_output);
  g_test_add_func ("/export/terminal", test_terminal);
  g_test_add_func ("/export/full-disk", test_full_disk);
  g_test_add_func ("/export/dev-full", test_dev_full);
  g_test_add_func ("/export/damaged", test_damaged);
  g_test_add_func ("/export/still-growing", test_still_growing);
  g_test_add_func ("/export/interrupt", test_interrupt);
  g_test_add_func ("/export/interrupt-old", test_interrupt_old);
  g_test_add_func ("/export/wrong-use", test_wrong_use);
  g_test_add_func ("/export/wrong-targets", test_wrong_targets);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "support/capture-builder.h"
#include "support/pktmon.h"
#include "support/reading.h"
#include "support/temp-folder.h"

/* What the command line can choose from a capture, and the forms in which it writes that. */

/* --- Sources, constraints, drops --- */

/* A packet of each of two interfaces in turn, every other dropped by XDP, each with a comment. */
static char *
make_sources (const TestFolder *folder)
{
  static const guint8 verdicts[2][9] = { { 2, 1 }, { 2, 2 } };
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  char *path = test_folder_build (folder, "in");

  test_builder_section (builder);
  for (guint i = 0; i < 2; i++) {
    test_builder_begin_interface (builder, 1, 0);
    test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, i == 0 ? "if:eth0" : "wlan0");
    test_builder_option_end (builder);
    test_builder_end (builder);
  }
  for (guint i = 0; i < 8; i++) {
    guint8 frame[TEST_FRAME_SIZE];

    test_frame_make (frame, 17, 1000, (guint16) (50 + i));
    test_builder_begin_enhanced (builder, i % 2, i, frame, sizeof frame, sizeof frame);
    test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "a comment");
    test_builder_option (builder, PKTMON_OPTION_EPB_VERDICT, verdicts[i / 4], 9);
    test_builder_option_end (builder);
    test_builder_end (builder);
  }
  test_builder_save (builder, path);
  return path;
}

/* @options: ends with NULL. */
static TestReading *
export_sources (const char *const *options)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_sources (folder);
  g_autofree char *out = test_folder_build (folder, "out");
  const char *arguments[8] = { "export", path, out };

  for (guint i = 0; options[i] != NULL; i++)
    arguments[3 + i] = options[i];
  test_pktmon_check (arguments, 0, "", " of 8 packets written");
  return test_reading_new_file (out);
}

static void
test_source (void)
{
  static const char *const names[] = { "eth0", "if:eth0", "if:wlan0" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (TestReading) one = export_sources ((const char *[]){ "--source", names[i], NULL });

    g_assert_cmpuint (one->packets, ==, 4);
    g_assert_cmpuint (pktmon_directory_get_n_interfaces (one->directory), ==, 1);
    g_assert_cmpuint (test_reading_get_packet (one, 3)->record.packet.ticks, ==, i < 2 ? 6 : 7);
  }
}

static void
test_sources (void)
{
  g_autoptr (TestReading) both =
      export_sources ((const char *[]){ "-s", "eth0", "-s", "wlan0", NULL });

  g_assert_cmpuint (both->packets, ==, 8);
}

static void
test_no_source (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_sources (folder);
  g_autofree char *out = test_folder_build (folder, "out");
  const char *const arguments[] = { "export", path, out, "-s", "eth0", "-s", "eth1", NULL };

  test_pktmon_check (arguments, 1, "", "The capture has no source “eth1”.");
  test_pktmon_check (arguments, 1, "", "It has these: if:eth0, wlan0.");
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_constraints (void)
{
  g_autoptr (TestReading) one = export_sources ((const char *[]){ "-c", "port=53", NULL });
  g_autoptr (TestReading) two =
      export_sources ((const char *[]){ "-c", "port=53", "-c", "port=54", NULL });

  g_assert_cmpuint (one->packets, ==, 1);
  g_assert_cmpuint (two->packets, ==, 2);
}

static void
test_drops (void)
{
  g_autoptr (TestReading) dropped = export_sources ((const char *[]){ "--drops", NULL });

  g_assert_cmpuint (dropped->packets, ==, 4);
  g_assert_cmpuint (test_reading_get_packet (dropped, 3)->record.packet.ticks, ==, 3);
}

static void
test_strip_comments (void)
{
  g_autoptr (TestReading) reading = export_sources ((const char *[]){ "--strip-comments", NULL });

  g_assert_cmpuint (reading->packets, ==, 8);
  g_assert_null (memmem (reading->bytes, reading->size, "a comment", 9));
  g_assert_cmpuint (
      pktmon_bytes_left (&test_reading_get_packet (reading, 0)->record.packet.options), ==, 20);
}

/* --- Formats --- */

/* What is exported as lines is what "read" prints. */
static void
check_lines (const char *name, const char *format, const char *read_as)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_sources (folder);
  g_autofree char *out = test_folder_build (folder, name);
  g_autoptr (TestProgramResult) read = test_pktmon_run (NULL, "read", path, read_as, NULL);
  g_autofree char *text = NULL;

  test_pktmon_check (
      (const char *[]){ "export", path, out, format != NULL ? "--format" : NULL, format, NULL }, 0,
      "", "8 of 8 packets");
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  test_pktmon_check_result (read, 0, text, NULL);
}

static void
test_lines (void)
{
  check_lines ("out.csv", NULL, "--csv");
  check_lines ("out.jsonl", NULL, "--json");
  check_lines ("out.txt", NULL, "--text");
  check_lines ("out.txt", "csv", "--csv");
  check_lines ("out", "json", "--json");
}

/* What a compiler makes of it. */
static void
test_c (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_sources (folder);
  g_autofree char *out = test_folder_build (folder, "out.c");
  const char *const compiler[] = { "cc", "-Wall", "-Wno-unused", "-Werror", "-fsyntax-only",
                                   out,  NULL };
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *text = NULL;

  test_pktmon_check ((const char *[]){ "export", path, out, NULL }, 0, "", "8 of 8 packets");
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "static const unsigned char packet_8[46] = {\n  0x"));
  if (!test_program_is_here ("cc"))
    return;
  result = test_program_run (compiler, NULL);
  g_assert_cmpstr (result->messages, ==, "");
  g_assert_cmpint (result->status, ==, 0);
}

static void
check_magic (const char *name, const char *option, const char *value, const char *magic)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_sources (folder);
  g_autofree char *out = test_folder_build (folder, name);
  g_autofree char *content = NULL;
  gsize size;

  test_pktmon_check ((const char *[]){ "export", path, out, option, value, NULL }, 0, "",
                     "8 of 8 packets");
  g_assert_true (g_file_get_contents (out, &content, &size, NULL));
  g_assert_cmpuint (size, >, strlen (magic));
  g_assert_cmpmem (content, strlen (magic), magic, strlen (magic));
  test_pktmon_check ((const char *[]){ "info", out, NULL }, 0, NULL, "");
}

static void
test_compression (void)
{
  check_magic ("out.pcapng.gz", NULL, NULL, "\x1f\x8b");
  check_magic ("out.pcap.zst", NULL, NULL, "\x28\xb5\x2f\xfd");
  check_magic ("out", "--compress", "lz4", "\x04\x22\x4d\x18");
  check_magic ("out.pcap.gz", "-z", "none", "\xd4\xc3\xb2\xa1");
  check_magic ("out.pcap", "-F", "pcapng", "\x0a\x0d\x0d\x0a");
}

/* --- Several files --- */

static char *
make_many (const TestFolder *folder, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  char *path = test_folder_build (folder, "in");

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_enhanced (builder, 0, i, 46, 46);
  test_builder_save (builder, path);
  return path;
}

static void
test_split_count (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, 10);
  g_autofree char *out = test_folder_build (folder, "out.pcapng");
  g_autofree char *last = test_folder_build (folder, "out_00003.pcapng");
  g_autoptr (TestReading) reading = NULL;

  test_pktmon_check ((const char *[]){ "export", path, out, "--split-count", "4", NULL }, 0, "",
                     "3 whole files of the name “");
  g_assert_cmpuint (test_folder_count (folder), ==, 4);
  reading = test_reading_new_file (last);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 2);
}

static void
test_split_size (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = make_many (folder, 30000);
  g_autofree char *out = test_folder_build (folder, "out.pcap");

  test_pktmon_check ((const char *[]){ "export", path, out, "--split-size", "1", NULL }, 0, "",
                     "2 whole files of the name “");
  test_pktmon_check ((const char *[]){ "export", path, "-", "--split-size", "1", NULL }, 1, "",
                     "“standard output” is no file that could be split.");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-forms/source", test_source);
  g_test_add_func ("/export-forms/sources", test_sources);
  g_test_add_func ("/export-forms/no-source", test_no_source);
  g_test_add_func ("/export-forms/constraints", test_constraints);
  g_test_add_func ("/export-forms/drops", test_drops);
  g_test_add_func ("/export-forms/strip-comments", test_strip_comments);
  g_test_add_func ("/export-forms/lines", test_lines);
  g_test_add_func ("/export-forms/c", test_c);
  g_test_add_func ("/export-forms/compression", test_compression);
  g_test_add_func ("/export-forms/split-count", test_split_count);
  g_test_add_func ("/export-forms/split-size", test_split_size);
  return g_test_run();
}

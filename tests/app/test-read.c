/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>

#include "support/pktmon.h"
#include "support/samples.h"
#include "support/temp-folder.h"

#define UNKNOWN_LINK_TYPE 65000

static TestBuilder *
build_head (void)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  return builder;
}

/* @count packets, one a millisecond, every other to port 53. */
static TestBuilder *
build_many (guint count)
{
  TestBuilder *builder = build_head();

  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, 1000 * i, 17, 1000, i % 2 == 0 ? 53 : 54);
  return builder;
}

static char *
save (const TestFolder *folder, const TestBuilder *builder)
{
  char *path = test_folder_build (folder, "capture");

  test_builder_save (builder, path);
  return path;
}

/* Reads @builder with up to four more arguments.
 * Returns: what it prints. */
static TestProgramResult *
run (const TestBuilder *builder, const char *first, const char *second, const char *third,
     const char *fourth)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = save (folder, builder);

  return test_pktmon_run (NULL, "read", path, first, second, third, fourth, NULL);
}

/* Ten packets, read with these arguments, give @output. */
static void
check_ten (const char *first, const char *second, const char *third, const char *fourth,
           const char *output)
{
  g_autoptr (TestBuilder) builder = build_many (10);
  g_autoptr (TestProgramResult) result = run (builder, first, second, third, fourth);

  test_pktmon_check_result (result, 0, output, NULL);
  g_assert_cmpstr (result->messages, ==, "");
}

/* --- What is printed --- */

static void
test_text (void)
{
  static const char expected[] =
      "    1   0.000000        10.0.0.1 → 10.0.0.2        UDP        46 1000 → 53 Len=4\n"
      "    2   0.001000        10.0.0.1 → 10.0.0.2        UDP        46 1000 → 54 Len=4\n";

  check_ten ("-n", "2", NULL, NULL, expected);
  check_ten ("-n2", "--text", NULL, NULL, expected);
  check_ten ("--number=2", NULL, NULL, NULL, expected);
}

static void
test_count (void)
{
  check_ten ("--count", NULL, NULL, NULL, "10\n");
  check_ten ("--count", "--filter", "udp port 53", NULL, "5\n");
  check_ten ("--count", "-n", "3", NULL, "3\n");
  check_ten ("--count", "-n", "11", NULL, "10\n");
  check_ten ("--count", "--filter", "", NULL, "10\n");
}

/* Numbers and times are those of the capture. */
static void
test_filter (void)
{
  check_ten ("--filter", "udp port 54", "-n", "1",
             "    2   0.001000        10.0.0.1 → 10.0.0.2        UDP        46 1000 → 54 Len=4\n");
  check_ten ("--filter", "tcp", NULL, NULL, "");
}

static void
test_json (void)
{
  g_autoptr (TestBuilder) builder = build_many (2);
  g_autoptr (TestProgramResult) result = run (builder, "--json", NULL, NULL, NULL);
  g_autofree char *found =
      test_python ("[[p[key] for key in ('frame.number', 'frame.time_epoch', 'frame.len', 'ip.src',"
                   " 'udp.dstport', 'protocol')] for p in map(json.loads, text.splitlines())]",
                   result->output);

  g_assert_cmpstr (found, ==,
                   "[[1, '0.000000000', 46, '10.0.0.1', 53, 'UDP'], "
                   "[2, '0.001000000', 46, '10.0.0.1', 54, 'UDP']]");
}

static void
test_csv (void)
{
  g_autoptr (TestBuilder) builder = build_many (2);
  g_autoptr (TestProgramResult) result = run (builder, "--csv", NULL, NULL, NULL);
  g_autofree char *found = test_python (
      "[[row[key] for key in ('frame.number', 'frame.time_epoch', 'vlan.id', 'udp.dstport')]"
      " for row in csv.DictReader(io.StringIO(text, newline=''))]",
      result->output);

  g_assert_cmpstr (found, ==, "[['1', '0.000000000', '', '53'], ['2', '0.001000000', '', '54']]");
}

/* Names of interfaces may hold anything. */
static TestBuilder *
build_rubbish (void)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_begin_interface (builder, 1, 0);
  test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, "a,\"b\"\r\n\xff\xc3\x28\x1b é");
  test_builder_end (builder);
  test_builder_frame (builder, 0, 17, 1, 2);
  return builder;
}

static void
test_rubbish (void)
{
  static const char expected[] = "a,\"b\"\\r\\n\\xff\\xc3(\\x1b \xc3\xa9";
  g_autoptr (TestBuilder) builder = build_rubbish();
  g_autoptr (TestProgramResult) json = run (builder, "--json", NULL, NULL, NULL);
  g_autoptr (TestProgramResult) csv = run (builder, "--csv", NULL, NULL, NULL);
  g_autofree char *in_json = test_python ("json.loads(text)['frame.interface_name']", json->output);
  g_autofree char *in_csv = test_python (
      "[*csv.DictReader(io.StringIO(text, newline=''))][0]['frame.interface_name']", csv->output);

  g_assert_cmpstr (in_json, ==, expected);
  g_assert_cmpstr (in_csv, ==, expected);
}

/* Every sample is printed in every way, and its lines are what they should be. */
static void
test_samples (void)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i], i % 2 == 1);
    g_autoptr (TestProgramResult) text = run (builder, NULL, NULL, NULL, NULL);
    g_autoptr (TestProgramResult) json = run (builder, "--json", NULL, NULL, NULL);
    g_autoptr (TestProgramResult) csv = run (builder, "--csv", NULL, NULL, NULL);
    g_autofree char *lines = test_python ("text.count('\\n')", text->output);
    g_autofree char *objects =
        test_python ("len([json.loads(line) for line in text.splitlines()])", json->output);
    g_autofree char *rows =
        test_python ("len([*csv.DictReader(io.StringIO(text, newline=''))])", csv->output);
    g_autofree char *expected = g_strdup_printf ("%u", samples[i].packets);

    g_assert_cmpstr (lines, ==, expected);
    g_assert_cmpstr (objects, ==, expected);
    g_assert_cmpstr (rows, ==, expected);
  }
}

static void
test_unknown_link_type (void)
{
  g_autoptr (TestBuilder) builder = build_many (1);
  g_autoptr (TestProgramResult) result = NULL;
  g_autoptr (TestProgramResult) filtered = NULL;

  test_builder_interface (builder, UNKNOWN_LINK_TYPE, 0);
  test_builder_enhanced (builder, 1, 0, 8, 8);
  result = run (builder, "--count", NULL, NULL, NULL);
  test_pktmon_check_result (result, 0, "2\n", "");
  filtered = run (builder, "--count", "-f", "udp", NULL);
  test_pktmon_check_result (filtered, 0, "1\n",
                            "1 packet could not be judged by the filter and was left out: ");
}

/* --- While it runs --- */

/* The capture grows: what has come is printed at once. */
static void
test_growing (void)
{
  g_autoptr (TestBuilder) head = build_head();
  g_autoptr (TestProgram) program = test_pktmon_start ("read", "-", NULL);
  g_autoptr (TestProgramResult) result = NULL;

  test_program_write (program, head->bytes->data, head->bytes->len);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (TestBuilder) packet = test_builder_new (FALSE);
    g_autofree char *line = NULL;
    g_autofree char *expected = g_strdup_printf ("%5u ", i + 1);

    test_builder_frame (packet, i, 17, 1000, 53);
    test_program_write (program, packet->bytes->data, packet->bytes->len);
    line = test_program_read_line (program);
    g_assert_true (g_str_has_prefix (line, expected));
  }
  test_program_close (program);
  result = test_program_finish (program);
  test_pktmon_check_result (result, 0, "", "");
}

/* The pipe stays open; the user wants no more. */
static void
test_interrupt (void)
{
  static const int signals[] = { SIGINT, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++) {
    g_autoptr (TestBuilder) builder = build_many (1);
    g_autoptr (TestProgram) program = test_pktmon_start ("read", "-", NULL);
    g_autoptr (TestProgramResult) result = NULL;
    g_autofree char *line = NULL;

    test_program_write (program, builder->bytes->data, builder->bytes->len);
    line = test_program_read_line (program);
    test_program_signal (program, signals[i]);
    result = test_program_finish (program);
    test_pktmon_check_result (result, 1, "", "pktmon: Interrupted after 1 packet.\n");
  }
}

/* A program that was started in the background of a script is not interrupted with it. */
static void
test_ignored_signal (void)
{
  g_autoptr (TestBuilder) builder = build_many (1);
  g_autoptr (TestProgram) program =
      test_pktmon_start_script ("trap '' INT; exec \"$pktmon\" read -", NULL);
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *line = NULL;

  test_program_write (program, builder->bytes->data, builder->bytes->len);
  line = test_program_read_line (program);
  test_program_signal (program, SIGINT);
  test_program_close (program);
  result = test_program_finish (program);
  test_pktmon_check_result (result, 0, "", "");
}

/* --- Where the output goes --- */

static void
test_closed_output (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (100000);
  g_autofree char *path = save (folder, builder);
  g_autoptr (TestProgramResult) result = test_pktmon_run_script (
      "\"$pktmon\" read \"$1\" | head -n 1 | wc -l; echo ${PIPESTATUS[0]}", path, NULL);

  test_pktmon_check_result (result, 0, "1\n0\n", "");
  g_assert_cmpstr (result->messages, ==, "");
}

static void
test_full_output (void)
{
  static const char *const ways[] = { "--text", "--json", "--csv", "--count" };
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (10);
  g_autofree char *path = save (folder, builder);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autoptr (TestProgramResult) result =
        test_pktmon_run_script ("\"$pktmon\" read \"$1\" \"$2\" >/dev/full", path, ways[i], NULL);

    test_pktmon_check_result (result, 1, "",
                              "Standard output could not be written: No space left on device.");
  }
}

static void
test_no_output (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (10);
  g_autofree char *path = save (folder, builder);
  g_autoptr (TestProgramResult) result =
      test_pktmon_run_script ("\"$pktmon\" read \"$1\" >&-", path, NULL);

  test_pktmon_check_result (result, 1, "", "Standard output could not be written");
}

static void
test_full_disk (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestFolder) tiny = test_folder_new_tiny (16384);
  g_autoptr (TestBuilder) builder = build_many (1000);
  g_autofree char *path = save (folder, builder);
  g_autofree char *out = NULL;
  g_autoptr (TestProgramResult) result = NULL;

  if (tiny == NULL)
    return;
  out = test_folder_build (tiny, "out");
  result = test_pktmon_run_script ("\"$pktmon\" read \"$1\" >\"$2\"", path, out, NULL);
  test_pktmon_check_result (result, 1, "", "No space left on device");
}

/* --- Ends before the end, and wrong use --- */

static void
test_damaged (void)
{
  g_autoptr (TestBuilder) builder = build_many (3);
  g_autoptr (TestProgramResult) text = NULL;
  g_autoptr (TestProgramResult) count = NULL;
  g_autoptr (TestProgramResult) before = NULL;
  g_autofree char *lines = NULL;

  g_byte_array_set_size (builder->bytes, builder->bytes->len - 1);
  text = run (builder, NULL, NULL, NULL, NULL);
  test_pktmon_check_result (text, 1, NULL, "The file is cut short after packet 2: ");
  lines = test_python ("text.count('\\n')", text->output);
  g_assert_cmpstr (lines, ==, "2");
  count = run (builder, "--count", NULL, NULL, NULL);
  test_pktmon_check_result (count, 1, "2\n", "The file is cut short after packet 2: ");
  /* Who wants no more than is whole sees nothing of it. */
  before = run (builder, "-n", "2", NULL, NULL);
  test_pktmon_check_result (before, 0, NULL, "");
}

/* What is no capture has no columns. */
static void
test_no_header (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "text");
  g_autoptr (TestBuilder) builder = build_many (0);
  g_autoptr (TestProgramResult) empty = run (builder, "--csv", NULL, NULL, NULL);
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *header = NULL;

  g_assert_true (g_file_set_contents (path, "hello, world", -1, NULL));
  result = test_pktmon_run (NULL, "read", path, "--csv", NULL);
  test_pktmon_check_result (result, 1, "", "is not a capture");
  test_pktmon_check_result (empty, 0, NULL, "");
  header = test_program_result_dup_text (empty);
  g_assert_true (g_str_has_prefix (header, "frame.number,"));
}

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[6];
    const char *message;
  } cases[] = {
    { { "read" }, "Something is missing: “pktmon read” needs FILE|-." },
    { { "read", "a", "b" }, "“b” is one argument too many." },
    { { "read", "a", "-n", "0" }, "-n takes a number from 1 to" },
    { { "read", "a", "-n", "x" }, "not “x”" },
    { { "read", "a", "-n", "-1" }, "not “-1”" },
    { { "read", "a", "--number=1.5" }, "not “1.5”" },
    { { "read", "a", "-n" }, "-n" },
    { { "read", "a", "--filter" }, "--filter" },
    { { "read", "a", "--filter", "tcp prot 5" }, "The filter “tcp prot 5” is not valid: " },
    { { "read", "a", "--json", "--csv" }, "--text, --json, --csv and --count exclude each other." },
    { { "read", "a", "--text", "--count" }, "exclude each other." },
    { { "read", "a", "--text=1" }, "“--text=1” has a value, and takes none." },
    { { "read", "a", "--cuont" }, "did you mean “--count”?" },
    { { "read", "a", "-x" }, "There is no option “-x”." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/text", test_text);
  g_test_add_func ("/read/count", test_count);
  g_test_add_func ("/read/filter", test_filter);
  g_test_add_func ("/read/json", test_json);
  g_test_add_func ("/read/csv", test_csv);
  g_test_add_func ("/read/no-header", test_no_header);
  g_test_add_func ("/read/rubbish", test_rubbish);
  g_test_add_func ("/read/samples", test_samples);
  g_test_add_func ("/read/unknown-link-type", test_unknown_link_type);
  g_test_add_func ("/read/growing", test_growing);
  g_test_add_func ("/read/interrupt", test_interrupt);
  g_test_add_func ("/read/ignored-signal", test_ignored_signal);
  g_test_add_func ("/read/closed-output", test_closed_output);
  g_test_add_func ("/read/full-output", test_full_output);
  g_test_add_func ("/read/no-output", test_no_output);
  g_test_add_func ("/read/full-disk", test_full_disk);
  g_test_add_func ("/read/damaged", test_damaged);
  g_test_add_func ("/read/wrong-use", test_wrong_use);
  return g_test_run();
}

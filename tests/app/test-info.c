/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>

#include "support/pktmon.h"
#include "support/samples.h"
#include "support/temp-folder.h"

#define START G_GUINT64_CONSTANT (1700000000)

static char *
save (const TestFolder *folder, const TestBuilder *builder)
{
  char *path = test_folder_build (folder, "capture");

  test_builder_save (builder, path);
  return path;
}

/* A Python expression of the JSON, which it sees as `info`, and its value as Python writes it. */
typedef struct {
  const char *expression, *expected;
} Case;

/* Ends with an empty one. */
static void
check_json (const TestBuilder *builder, int status, const Case *cases)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = save (folder, builder);
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "info", path, "--json", NULL);
  g_autoptr (GString) expression = g_string_new ("*[(");
  g_autofree char *found = NULL;
  g_auto (GStrv) values = NULL;

  g_assert_cmpint (result->status, ==, status);
  for (gsize i = 0; cases[i].expression != NULL; i++)
    g_string_append_printf (expression, "repr((%s)), ", cases[i].expression);
  g_string_append (expression, ") for info in [json.loads(text)]][0], sep='\\n'");
  found = test_python (expression->str, result->output);
  values = g_strsplit (found, "\n", -1);
  for (gsize i = 0; cases[i].expression != NULL; i++)
    g_assert_cmpstr (values[i], ==, cases[i].expected);
}

/* The text of @builder has @row; @row NULL: it has nothing. */
static void
check_row (const TestBuilder *builder, int status, const char *row)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = save (folder, builder);
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "info", path, NULL);
  g_autofree char *text = test_program_result_dup_text (result);

  g_assert_cmpint (result->status, ==, status);
  if (row == NULL)
    g_assert_cmpstr (text, ==, "");
  else if (strstr (text, row) == NULL)
    g_assert_cmpstr (text, ==, row);
}

/* --- What is there --- */

static TestBuilder *
build_everything (gboolean big_endian)
{
  return test_sample_build (test_samples_get_all (&(guint){ 0 }), big_endian);
}

static void
test_json (void)
{
  static const Case cases[] = {
    { "info['packets'], info['captured_bytes'], info['wire_bytes']", "(4, 67, 1602)" },
    { "info['first_time_epoch'], info['last_time_epoch'], info['duration']",
      "('1700000000.000000000', '1700000100.123456789', '100.123456789')" },
    { "info['packets_per_second'], info['wire_bits_per_second']", "(0.04, 128.002)" },
    { "info['complete'], info['problem'], info['compression']", "(True, None, None)" },
    { "[s['format'] + ' ' + s['version'] for s in info['sections']]", "['pcapng 1.0']" },
    { "[o['value'] for o in info['sections'][0]['options']][:3]",
      "['made-up machine', 'Linux', 'test']" },
    { "[i['name'] for i in info['interfaces']], [i['section'] for i in info['interfaces']]",
      "(['eth0', None], [0, 0])" },
    { "info['interfaces'][0]['description']", "'first interface'" },
    { "[i['link_type_name'] for i in info['interfaces']]", "['EN10MB', 'RAW']" },
    { "[i['snap_length'] for i in info['interfaces']]", "[65535, None]" },
    { "[i['if_tsresol'] for i in info['interfaces']]", "[9, 6]" },
    { "[o['value'] for o in info['interfaces'][0]['options'] if o['name'] == 'if_filter']",
      "['tcp']" },
    { "[i['packets'] for i in info['interfaces']]", "[3, 1]" },
    { "[i['epb_dropcount'] for i in info['interfaces']]", "[5, None]" },
    { "info['interfaces'][0]['statistics']",
      "{'isb_starttime': '1700000100.000000000', 'isb_endtime': '1700000100.000000001', "
      "'isb_ifrecv': 1000, 'isb_ifdrop': 1, 'isb_filteraccept': 900, 'isb_osdrop': 2, "
      "'isb_usrdeliv': 890}" },
    { "info['interfaces'][1]['statistics']", "None" },
    { "[b['count'] for b in info['blocks'] if b['name'] == 'Decryption Secrets']", "[1]" },
    { NULL },
  };

  for (gsize i = 0; i < 2; i++) {
    g_autoptr (TestBuilder) builder = build_everything (i == 1);

    check_json (builder, 0, cases);
  }
}

static void
test_text (void)
{
  static const char *const rows[] = {
    "Packets                     4\n",
    "Bytes on the wire           1,602\n",
    "First packet                2023-11-14 22:13:20.000000000 UTC\n",
    "Duration                    100.123456789 s\n",
    "Packet rate                 < 0.1 packets/s\n",
    "Bit rate                    128.0 bits/s on the wire\n",
    "  Format                    pcapng 1.0, little-endian\n",
    "  Hardware                  made-up machine\n",
    "Interface 0 “eth0”\n",
    "  Description               first interface\n",
    "  Link type                 Ethernet (EN10MB)\n",
    "  Snap length               65,535\n",
    "  Snap length               no limit\n",
    "  Time unit                 1 ns\n",
    "  MAC address               20:01:0d:b8:00:00\n",
    "  Capture filter            tcp\n",
    "  Received by the interface 1,000\n",
    "  Lost between packets      5\n",
    "  Losses                    unknown\n",
    "  Name Resolution           1\n",
  };
  g_autoptr (TestBuilder) builder = build_everything (FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (builder, 0, rows[i]);
}

static void
test_formats (void)
{
  static const struct {
    guint32 magic;
    gsize extra;
    const char *format, *unit;
  } kinds[] = {
    { PKTMON_PCAP_MAGIC_MICROSECONDS, 0, "  Format                    pcap 2.4, big-endian\n",
      "  Time unit                 1 µs\n" },
    { PKTMON_PCAP_MAGIC_NANOSECONDS, 0, "  Format                    pcap 2.4, big-endian\n",
      "  Time unit                 1 ns\n" },
    { PKTMON_PCAP_MAGIC_MODIFIED, 8, "  Format                    modified pcap 2.4, big-endian\n",
      "  Time unit                 1 µs\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (TestBuilder) builder = test_builder_new (TRUE);

    test_builder_pcap_header (builder, kinds[i].magic, 1000, 65000);
    test_builder_pcap_record (builder, (guint32) START, 1, 20, 60, kinds[i].extra);
    check_row (builder, 0, kinds[i].format);
    check_row (builder, 0, kinds[i].unit);
    check_row (builder, 0, "  Link type                 65000\n");
    check_row (builder, 0, "  Snap length               1,000\n");
    check_row (builder, 0, "Packets                     1\n");
    check_json (builder, 0,
                (const Case[]){ { "info['interfaces'][0]['link_type_name']", "None" }, { NULL } });
  }
}

static void
test_compressed (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_everything (FALSE);
  g_autofree char *path = save (folder, builder);
  g_autoptr (TestProgramResult) result =
      test_pktmon_run_script ("gzip -c \"$1\" | \"$pktmon\" info - --json", path, NULL);
  g_autofree char *found = NULL;

  g_assert_cmpint (result->status, ==, 0);
  found = test_python ("[json.loads(text)[key] for key in ('name', 'compression', 'packets')]",
                       result->output);
  g_assert_cmpstr (found, ==, "['standard input', 'gzip', 4]");
}

/* --- What is not known --- */

static void
test_without_times (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_simple (builder, 20, 20);
  check_row (builder, 0, "First packet                unknown\n");
  check_row (builder, 0, "Duration                    unknown\n");
  check_row (builder, 0, "Bit rate                    unknown\n");
  check_json (
      builder, 0,
      (const Case[]){ { "info['first_time_epoch'], info['last_time_epoch']", "(None, None)" },
                      { "info['duration'], info['packets_per_second']", "(None, None)" },
                      { NULL } });
}

/* Years that 64 bits of nanoseconds do not reach. */
static void
test_far_times (void)
{
  static const gint64 offsets[] = { G_GINT64_CONSTANT (1) << 40, -(G_GINT64_CONSTANT (1) << 40) };

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++) {
    g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

    test_builder_section (builder);
    test_builder_clocked_interface (builder, 9, offsets[i]);
    test_builder_enhanced (builder, 0, START, 20, 20);
    check_json (builder, 0,
                (const Case[]){ { "info['first_time_epoch'], info['duration']", "(None, None)" },
                                { NULL } });
    check_row (builder, 0, "First packet                unknown\n");
  }
}

static void
test_far_apart (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_clocked_interface (builder, 9, -G_GINT64_CONSTANT (9000000000));
  test_builder_clocked_interface (builder, 9, G_GINT64_CONSTANT (9000000000));
  test_builder_enhanced (builder, 0, 1, 20, 20);
  test_builder_enhanced (builder, 1, 0, 20, 20);
  check_json (builder, 0,
              (const Case[]){ { "info['duration']", "'17999999999.999999999'" }, { NULL } });
}

static void
add_time_option (TestBuilder *builder, guint16 code, guint64 ticks)
{
  test_builder_u16 (builder, code);
  test_builder_u16 (builder, 8);
  test_builder_ticks (builder, ticks);
}

static void
test_statistics_times (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_clocked_interface (builder, 3, 0);
  test_builder_begin_statistics (builder, 0, 0);
  add_time_option (builder, PKTMON_OPTION_ISB_ENDTIME, START * 1000 + 5);
  test_builder_end (builder);
  check_row (builder, 0, "  Capture ended             2023-11-14 22:13:20.005000000 UTC\n");
  check_row (builder, 0, "  Losses                    unknown\n");
  check_row (builder, 0, "  Time unit                 1 ms\n");
  check_json (builder, 0,
              (const Case[]){ { "list(info['interfaces'][0]['statistics'].values())",
                                "[None, '1700000000.005000000', None, None, None, None, None]" },
                              { NULL } });
}

/* Names that are no text, and much text. */
static void
test_rubbish (void)
{
  static const Case cases[] = {
    { "info['sections'][0]['options'][0]['value']",
      "'two\\nlines \xef\xbf\xbd\xef\xbf\xbd \"quoted\" \\x01'" },
    { "len(info['sections'][0]['options'][1]['value'])", "65000" },
    { "info['sections'][0]['options'][2]", "{'code': 4711, 'name': None, 'value': '80'}" },
    { "info['interfaces'][0]['name']", "'\\\\xc3(\\\\n\"\\\\x1b[31m'" },
    { NULL },
  };
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *comment = g_strnfill (65000, 'x');

  test_builder_begin_section (builder);
  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "two\nlines \xff\xfe \"quoted\" \x01");
  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, comment);
  test_builder_option_text (builder, 4711, "\x80");
  test_builder_end (builder);
  test_builder_begin_interface (builder, 1, 0);
  test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, "\xc3\x28\n\"\x1b[31m");
  test_builder_end (builder);
  check_json (builder, 0, cases);
  check_row (builder, 0, "  Comment                   two\\nlines \\xff\\xfe \"quoted\" \\x01\n");
  check_row (builder, 0, "  Option 4711               80\n");
}

/* --- Ends before the end --- */

static void
test_damaged (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *path = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 7; i++)
    test_builder_frame (builder, i, 17, 1, 2);
  g_byte_array_set_size (builder->bytes, builder->bytes->len - 1);
  check_row (builder, 1, "Packets                     6\n");
  check_row (builder, 1, "Read                        not to its end;");
  check_json (
      builder, 1,
      (const Case[]){ { "info['packets'], info['complete']", "(6, False)" },
                      { "info['problem'].split(':')[0]", "'The file is cut short after packet 6'" },
                      { NULL } });
  path = save (folder, builder);
  test_pktmon_check ((const char *[]){ "info", path, NULL }, 1, NULL,
                     "pktmon: The file is cut short after packet 6: ");
}

/* Of what is no capture nothing is known. */
static void
test_nothing (void)
{
  g_autoptr (TestBuilder) empty = test_builder_new (FALSE);
  g_autoptr (TestBuilder) text = test_builder_new (FALSE);

  test_builder_data (text, "hello, world", 12);
  check_row (empty, 1, NULL);
  check_row (text, 1, NULL);
}

/* What came through the pipe until then is shown. */
static void
test_interrupt (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestProgram) program = test_pktmon_start ("info", "-", "--json", NULL);
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *found = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 50000; i++)
    test_builder_frame (builder, i, 17, 1, 2);
  test_program_write (program, builder->bytes->data, builder->bytes->len);
  test_program_wait_for_file (program, g_get_tmp_dir(), builder->bytes->len);
  test_program_signal (program, SIGINT);
  result = test_program_finish (program);
  test_pktmon_check_result (result, 1, NULL, "Interrupted after ");
  found =
      test_python ("[json.loads(text)[key] for key in ('complete', 'problem')]", result->output);
  g_assert_cmpstr (found, ==, "[False, 'Reading was interrupted.']");
}

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[4];
    const char *message;
  } cases[] = {
    { { "info" }, "Something is missing: “pktmon info” needs FILE|-." },
    { { "info", "a", "b" }, "“b” is one argument too many." },
    { { "info", "a", "--jsno" }, "There is no option “--jsno”; did you mean “--json”?" },
    { { "info", "a", "--json=yes" }, "--json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/info/json", test_json);
  g_test_add_func ("/info/text", test_text);
  g_test_add_func ("/info/formats", test_formats);
  g_test_add_func ("/info/compressed", test_compressed);
  g_test_add_func ("/info/without-times", test_without_times);
  g_test_add_func ("/info/far-times", test_far_times);
  g_test_add_func ("/info/far-apart", test_far_apart);
  g_test_add_func ("/info/statistics-times", test_statistics_times);
  g_test_add_func ("/info/rubbish", test_rubbish);
  g_test_add_func ("/info/damaged", test_damaged);
  g_test_add_func ("/info/nothing", test_nothing);
  g_test_add_func ("/info/interrupt", test_interrupt);
  g_test_add_func ("/info/wrong-use", test_wrong_use);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "support/capture-builder.h"
#include "support/pktmon.h"
#include "support/temp-folder.h"

/* The frame of test_frame_make, UDP from port 1000 to 53. */
static GString *
make_hex (gsize skip)
{
  guint8 frame[TEST_FRAME_SIZE];
  GString *text = g_string_new (NULL);

  test_frame_make (frame, 17, 1000, 53);
  for (gsize i = skip; i < sizeof frame; i++)
    g_string_append_printf (text, "%02x", frame[i]);
  return text;
}

static void
check_contains (const TestProgramResult *result, const char *text)
{
  g_autofree char *output = test_program_result_dup_text (result);

  if (strstr (output, text) == NULL)
    g_assert_cmpstr (output, ==, text);
}

static void
test_text (void)
{
  g_autoptr (GString) hex = make_hex (0);
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "decode", hex->str, NULL);

  test_pktmon_check_result (result, 0, NULL, "");
  g_assert_cmpstr (result->messages, ==, "");
  check_contains (result, "10.0.0.1 → 10.0.0.2 ");
  check_contains (result, "\nEthernet II: ");
  check_contains (result, "\n  Type: 0x0800 (IPv4)\n");
  check_contains (result, "\nUser Datagram Protocol: 1000 → 53\n  Source port: 1000\n");
}

static void
test_json (void)
{
  g_autoptr (GString) hex = make_hex (0);
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "decode", hex->str, "--json", NULL);
  g_autofree char *found = NULL;

  test_pktmon_check_result (result, 0, NULL, "");
  found = test_python (
      "[(p['frame.len'], p['link_type'], p['source'], p['destination'],"
      " [f['key'] for f in p['fields']][:3],"
      " [f['value'] for f in p['fields'][2]['fields'] if f['key'] == 'udp.srcport'],"
      " all('fields' in f or f['length'] > 0 for f in p['fields'])) for p in [json.loads(text)]]",
      result->output);
  g_assert_cmpstr (found, ==,
                   "[(46, 1, '10.0.0.1', '10.0.0.2', ['eth', 'ip', 'udp'], ['1000'], True)]");
}

/* --- Ways to write it --- */

/* Shell commands that write the packet, which is in the file $1 and in the first packet of $2. */
static const struct {
  const char *program, *command;
} writers[] = {
  { "cat", "cat \"$3\"" },
  { "xxd", "xxd \"$1\"" },
  { "xxd", "xxd -c 8 \"$1\"" },
  { "xxd", "xxd -c 7 -g 1 -u \"$1\"" },
  { "xxd", "xxd -p \"$1\"" },
  { "xxd", "xxd -i \"$1\"" },
  { "xxd", "xxd -i < \"$1\"" },
  { "hexdump", "hexdump -C \"$1\"" },
  { "od", "od -t x1 \"$1\"" },
  { "od", "od -A x -t x1z \"$1\"" },
  { "od", "od -A d -t x1 -w7 \"$1\"" },
  { "od", "od -A n -t x1 \"$1\"" },
  { "tcpdump", "tcpdump -nn -xx -r \"$2\"" },
  { "tcpdump", "tcpdump -nn -tttt -XX -r \"$2\"" },
  { "tshark", "tshark -n -x -r \"$2\"" },
};

static void
test_writer (gconstpointer user_data)
{
  gsize number = GPOINTER_TO_SIZE (user_data);
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *raw = test_folder_build (folder, "raw");
  g_autofree char *capture = test_folder_build (folder, "capture");
  g_autofree char *plain = test_folder_build (folder, "plain");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (GString) hex = make_hex (0);
  g_autofree char *script = NULL;
  guint8 frame[TEST_FRAME_SIZE];
  g_autoptr (TestProgramResult) result = NULL;

  if (!test_program_is_here (writers[number].program))
    return;
  test_frame_make (frame, 17, 1000, 53);
  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_frame (builder, 0, 17, 1000, 53);
  test_builder_save (builder, capture);
  g_assert_true (g_file_set_contents (raw, (const char *) frame, sizeof frame, NULL));
  g_assert_true (g_file_set_contents (plain, hex->str, (gssize) hex->len, NULL));
  script = g_strdup_printf ("%s 2>/dev/null | \"$pktmon\" decode - --json >\"$3.a\" && "
                            "\"$pktmon\" decode --json $(cat \"$3\") >\"$3.b\" && "
                            "cmp \"$3.a\" \"$3.b\"",
                            writers[number].command);
  result = test_pktmon_run_script (script, raw, capture, plain, NULL);
  test_pktmon_check_result (result, 0, "", "");
}

static void
test_operands (void)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (NULL, "decode", "45 00", "00:1c", "0x00010000", "40017cde7f000001",
                       "7f000001", "0800f7ff00000000", NULL);

  test_pktmon_check_result (result, 0, NULL, NULL);
  check_contains (result, "127.0.0.1 → 127.0.0.1 ICMP Echo (ping) request");
}

/* --- Link types --- */

static void
test_link_type (void)
{
  static const char *const names[] = { "RAW", "raw", "101", "IPV4" };
  g_autoptr (GString) hex = make_hex (14);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (TestProgramResult) result =
        test_pktmon_run (NULL, "decode", "--link-type", names[i], hex->str, NULL);

    g_assert_cmpint (result->status, ==, 0);
    g_assert_cmpstr (result->messages, ==, "");
    check_contains (result, "\nInternet Protocol Version 4: 10.0.0.1 → 10.0.0.2\n");
  }
}

/* What tcpdump -x writes has no link header. */
static void
test_guess (void)
{
  static const struct {
    const char *hex;
    gboolean guessed;
  } cases[] = {
    { "45000014000000004000fae77f0000017f000001", TRUE },
    { "450000200000000040000000", FALSE },
    { "4500ffff00000000400000007f0000017f000001", FALSE },
    { "4500002000000000400066c97f0000017f000001", FALSE },
    { "45000030000000004000facb7f0000017f0000010000", FALSE },
    { "6000000000003b4000000000000000000000000000000001"
      "00000000000000000000000000000001",
      TRUE },
    { "6000000000013b4000000000000000000000000000000001"
      "00000000000000000000000000000001",
      FALSE },
    { "020000000001020000000002080045", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "decode", cases[i].hex, NULL);

    g_assert_cmpint (result->status, ==, 0);
    g_assert_cmpint (strstr (result->messages, "without a link header") != NULL, ==,
                     cases[i].guessed);
  }
}

/* An unknown link type is no reason to say nothing. */
static void
test_unknown_link_type (void)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (NULL, "decode", "-l", "65000", "0102", NULL);

  test_pktmon_check_result (result, 0, NULL, "");
  check_contains (result, "Data");
}

/* --- Wrong use --- */

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[5];
    const char *message;
  } cases[] = {
    { { "decode" }, "Something is missing: “pktmon decode” needs HEX…|-." },
    { { "decode", "" }, "There are no bytes." },
    { { "decode", "45 0" }, "Line 1, column 4: “0” has an odd number of digits." },
    { { "decode", "45", "zz" }, "Line 1, column 4: “zz” is no hexadecimal number." },
    { { "decode", "45 00", "/" }, "Line 1, column 7: “/” is no hexadecimal number." },
    { { "decode", "45", "--link-type", "EN10MP" }, "did you mean “EN10MB”?" },
    { { "decode", "45", "--link-type", "nothing like it" },
      "There is no link type “nothing like it”." },
    { { "decode", "45", "--link-type", "65536" }, "There is no link type “65536”." },
    { { "decode", "45", "--link-type" }, "--link-type" },
    { { "decode", "45", "--jason" }, "did you mean “--json”?" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

/* What is wrong with the input is no wrong use. */
static void
test_wrong_input (void)
{
  static const char text[] = "0000  45 00\n0003  00\n";
  g_autoptr (GBytes) wrong = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (TestProgramResult) result = test_pktmon_run (wrong, "decode", "-", NULL);
  g_autoptr (TestProgramResult) empty = test_pktmon_run (nothing, "decode", "-", NULL);

  test_pktmon_check_result (result, 1, "", "Line 2, column 1: “0003” is not the offset after");
  test_pktmon_check_result (empty, 1, "", "There are no bytes.");
}

static void
test_too_long (void)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run_script ("head -c 70000000 /dev/zero | \"$pktmon\" decode -", NULL);

  test_pktmon_check_result (result, 1, "", "The text is too long to be one packet.");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/text", test_text);
  g_test_add_func ("/decode/json", test_json);
  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++) {
    g_autofree char *path = g_strdup_printf ("/decode/writer/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_writer);
  }
  g_test_add_func ("/decode/operands", test_operands);
  g_test_add_func ("/decode/link-type", test_link_type);
  g_test_add_func ("/decode/guess", test_guess);
  g_test_add_func ("/decode/unknown-link-type", test_unknown_link_type);
  g_test_add_func ("/decode/wrong-use", test_wrong_use);
  g_test_add_func ("/decode/wrong-input", test_wrong_input);
  g_test_add_func ("/decode/too-long", test_too_long);
  return g_test_run();
}

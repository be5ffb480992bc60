/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "support/captures.h"
#include "support/pktmon.h"
#include "support/temp-folder.h"

/* Every real capture through our export: tshark sees the same packets as before, and capinfos has
 * nothing to complain about. */

/* Where tshark differs, and why; what is not needed here fails. */
static const struct {
  const char *name;
  const char *reason;
} exceptions[] = {
  { "hadrielk+pcapng-test-generator/output_be/basic/test017.pcapng",
    "it shows custom blocks as packets, of the original too" },
  { "hadrielk+pcapng-test-generator/output_le/basic/test017.pcapng",
    "it shows custom blocks as packets, of the original too" },
  { "ntop+nDPI/tests/cfgs/default/pcap/fuzz-2021-10-13.pcap",
    "microseconds beyond a second become a second" },
  { "rshk+python-pcapng/test_data/test007.ntar",
    "it refuses lengths that are no multiple of four, of the original too" },
  { "seladb+PcapPlusPlus/Tests/Fuzzers/RegressionTests/regression_samples/"
    "clusterfuzz-testcase-FuzzTarget-5781142119907328",
    "microseconds beyond a second become seconds" },
  { "the-tcpdump-group+libpcap/tests/filter/brcm-tag.pcap",
    "it does not know the link type, of the original too" },
  { "the-tcpdump-group+tcpdump/tests/rx_serviceid_oobr.pcap",
    "microseconds beyond a second become seconds" },
};

static gboolean
is_excepted (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (g_str_equal (exceptions[i].name, name))
      return TRUE;
  return FALSE;
}

/* What tshark says of the fields in @names, as the oracle was made: one line a packet. */
static char *
run_tshark (const char *path, char **names)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new();
  g_autoptr (TestProgramResult) result = NULL;
  static const char *const options[] = {
    "tshark", "-n",
    "-o",     "ip.defragment:FALSE",
    "-o",     "ipv6.defragment:FALSE",
    "-E",     "occurrence=f",
    "-T",     "fields",
    "-r",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    g_ptr_array_add (arguments, (gpointer) options[i]);
  g_ptr_array_add (arguments, (gpointer) path);
  for (guint i = 0; names[i] != NULL; i++) {
    g_ptr_array_add (arguments, (gpointer) "-e");
    g_ptr_array_add (arguments, names[i]);
  }
  g_ptr_array_add (arguments, NULL);
  result = test_program_run ((const char *const *) arguments->pdata, NULL);
  return test_program_result_dup_text (result);
}

/* Whether the packets at @path are those of the oracle. */
static gboolean
has_same_packets (const char *path, GPtrArray *oracle)
{
  g_autofree char *found = run_tshark (path, g_ptr_array_index (oracle, 0));
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 1; i < oracle->len; i++) {
    g_autofree char *line = g_strjoinv ("\t", g_ptr_array_index (oracle, i));

    g_string_append_printf (expected, "%s\n", line);
  }
  if (!g_str_equal (found, expected->str))
    g_test_message ("expected:\n%s\nfound:\n%s", expected->str, found);
  return g_str_equal (found, expected->str);
}

static gboolean
is_fine_for_capinfos (const char *path)
{
  const char *arguments[] = { "capinfos", path, NULL };
  g_autoptr (TestProgramResult) result = test_program_run (arguments, NULL);

  return result->status == 0 && result->messages[0] == '\0';
}

static void
check_capture (const TestCapture *capture)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *out = test_folder_build (folder, "out");
  g_autofree char *table = g_strdup_printf ("oracle/%s.tsv", capture->name);
  g_autoptr (GPtrArray) oracle = test_captures_load_table (table);
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "export", capture->path, out, NULL);

  g_test_message ("%s", capture->name);
  g_assert_nonnull (oracle);
  g_assert_cmpint (result->status, >=, 0);
  g_assert_cmpint (result->status, <=, 1);
  if (!g_file_test (out, G_FILE_TEST_EXISTS)) {
    /* Nothing could be read of it. */
    g_assert_cmpint (result->status, ==, 1);
    g_assert_cmpuint (oracle->len, <=, 1);
    return;
  }
  if (is_excepted (capture->name))
    g_assert_false (has_same_packets (out, oracle) && is_fine_for_capinfos (out));
  else
    g_assert_true (has_same_packets (out, oracle) && is_fine_for_capinfos (out));
}

static void
test_captures (void)
{
  g_autoptr (GPtrArray) captures = test_captures_load();

  if (captures == NULL || !test_program_is_here ("tshark"))
    return;
  for (guint i = 0; i < captures->len; i++)
    check_capture (g_ptr_array_index (captures, i));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-trip/captures", test_captures);
  return g_test_run();
}

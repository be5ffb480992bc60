/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "support/captures.h"
#include "support/pktmon.h"
#include "support/repeats.h"
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

/* The rows of the oracle from @first on up to @end, as tshark prints them. */
static char *
dup_rows (GPtrArray *oracle, guint first, guint end)
{
  GString *rows = g_string_new (NULL);

  for (guint i = first; i < MIN (end, oracle->len); i++) {
    g_autofree char *line = g_strjoinv ("\t", g_ptr_array_index (oracle, i));

    g_string_append_printf (rows, "%s\n", line);
  }
  return g_string_free (rows, FALSE);
}

/* Whether the packets at @path are those rows. */
static gboolean
has_rows (const char *path, GPtrArray *oracle, guint first, guint end)
{
  g_autofree char *found = run_tshark (path, g_ptr_array_index (oracle, 0));
  g_autofree char *expected = dup_rows (oracle, first, end);

  if (!g_str_equal (found, expected))
    g_test_message ("expected:\n%s\nfound:\n%s", expected, found);
  return g_str_equal (found, expected);
}

/* Whether the packets at @path are those of the oracle. */
static gboolean
has_same_packets (const char *path, GPtrArray *oracle)
{
  return has_rows (path, oracle, 1, G_MAXUINT);
}

static gboolean
is_fine_for_capinfos (const char *path)
{
  const char *arguments[] = { "capinfos", path, NULL };
  g_autoptr (TestProgramResult) result = test_program_run (arguments, NULL);

  return result->status == 0 && result->messages[0] == '\0';
}

/* --- In another form --- */

/* What a form is called, and what its file has of the packets. */
typedef struct {
  const char *name;
  const char *option; /* NULL: none */
  gboolean halved;    /* the option takes the number of the last packet of the first half */
  const char *file;   /* that is looked at */
} Form;

static const Form forms[] = {
  { "out.pcap", NULL, FALSE, "out.pcap" },
  { "out.pcapng.gz", NULL, FALSE, "out.pcapng.gz" },
  { "out.pcapng", "--split-count", TRUE, "out_00001.pcapng" },
  { "out.pcap.zst", NULL, FALSE, "out.pcap.zst" },
  { "out.pcapng", "--packets", TRUE, "out.pcapng" },
  { "out.pcapng.lz4", "--split-count", TRUE, "out_00001.pcapng.lz4" },
};

/* Each capture in one of the forms, as tshark takes long. */
static void
check_form (const TestCapture *capture, GPtrArray *oracle, const Form *form)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *out = test_folder_build (folder, form->name);
  g_autofree char *file = test_folder_build (folder, form->file);
  guint half = MAX (1, (oracle->len - 1) / 2);
  g_autofree char *value = g_str_equal (form->option != NULL ? form->option : "", "--packets")
                               ? g_strdup_printf ("-%u", half)
                               : g_strdup_printf ("%u", half);
  g_autoptr (TestProgramResult) result = test_pktmon_run (
      NULL, "export", capture->path, out, form->option, form->option != NULL ? value : NULL, NULL);

  if (strstr (result->messages, "link type") != NULL || oracle->len <= 1)
    return; /* no pcap file can hold them; nothing to see */
  g_test_message ("%s as %s", capture->name, form->name);
  g_assert_true (has_rows (file, oracle, 1, form->halved ? half + 1 : G_MAXUINT));
  g_assert_true (is_fine_for_capinfos (file));
}

/* --- Each --- */

static void
check_capture (const TestCapture *capture, const Form *form)
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
  if (is_excepted (capture->name)) {
    g_assert_false (has_same_packets (out, oracle) && is_fine_for_capinfos (out));
    return;
  }
  g_assert_true (has_same_packets (out, oracle) && is_fine_for_capinfos (out));
  check_form (capture, oracle, form);
}

static void
test_captures (void)
{
  g_autoptr (GPtrArray) captures = test_captures_load();

  if (captures == NULL || !test_program_is_here ("tshark"))
    return;
  for (guint i = 0; i < captures->len; i += TEST_FILE_STEP)
    check_capture (g_ptr_array_index (captures, i), &forms[i % G_N_ELEMENTS (forms)]);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-trip/captures", test_captures);
  return g_test_run();
}

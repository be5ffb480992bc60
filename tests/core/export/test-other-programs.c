/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "export/export.h"
#include "support/program.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* Every kind of block and option, exported, is to other programs what it was before: tshark sees
 * the same packets, with the same times, interfaces and comments, and capinfos has nothing to
 * complain about. */

/* One capture, before and after. */
typedef struct {
  char *before, *after;
  guint64 packets;
} Trip;

static void
trip_free (gpointer data)
{
  Trip *self = data;

  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

static void
add_trip (GPtrArray *trips, const TestFolder *folder, const char *before)
{
  g_autofree char *name = g_strdup_printf ("after-%03u", trips->len);
  g_autofree char *after = test_folder_build (folder, name);
  g_autoptr (PktmonSpool) spool = pktmon_spool_new (before, NULL);
  PktmonExportResult result;
  Trip *trip;

  g_assert_nonnull (spool);
  g_assert_true (pktmon_export_spool (spool, after, &(PktmonExportChoice){ 0 },
                                      &(PktmonExportOptions){ 0 }, NULL, NULL, &result, NULL));
  trip = g_new0 (Trip, 1);
  trip->before = g_strdup (before);
  trip->after = g_steal_pointer (&after);
  trip->packets = result.packets;
  g_ptr_array_add (trips, trip);
}

/* --- tshark --- */

static char *
run_tshark (const char *path)
{
  const char *const arguments[] = {
    "tshark", "-n",
    "-r",     path,
    "-T",     "fields",
    "-e",     "frame.number",
    "-e",     "frame.time_epoch",
    "-e",     "frame.len",
    "-e",     "frame.cap_len",
    "-e",     "frame.encap_type",
    "-e",     "frame.interface_name",
    "-e",     "frame.comment",
    "-e",     "frame.packet_flags",
    "-e",     "frame.protocols",
    NULL,
  };
  g_autoptr (TestProgramResult) result = test_program_run (arguments, NULL);

  if (result->status != 0)
    g_error ("tshark does not read “%s”: %s", path, result->messages);
  return test_program_result_dup_text (result);
}

static void
compare_trip (gpointer data, gpointer user_data)
{
  const Trip *trip = data;
  g_autofree char *before = run_tshark (trip->before);
  g_autofree char *after = run_tshark (trip->after);

  if (!g_str_equal (before, after))
    g_error ("tshark sees “%s” differently after the export:\n%s\n%s", trip->before, before, after);
}

/* Two at a time, as tshark takes long to start. */
static void
compare_all (GPtrArray *trips)
{
  GThreadPool *pool = g_thread_pool_new (compare_trip, NULL, 2, TRUE, NULL);

  for (guint i = 0; i < trips->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (trips, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

/* --- capinfos --- */

/* Says nothing beside its table, where each capture has its number of packets. */
static void
check_capinfos (GPtrArray *trips)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new();
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *table = NULL;

  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (arguments, (gpointer) ((const char *[]){ "capinfos", "-T", "-r", "-c" })[i]);
  for (guint i = 0; i < trips->len; i++)
    g_ptr_array_add (arguments, ((const Trip *) g_ptr_array_index (trips, i))->after);
  g_ptr_array_add (arguments, NULL);
  result = test_program_run ((const char *const *) arguments->pdata, NULL);
  g_assert_cmpstr (result->messages, ==, "");
  g_assert_cmpint (result->status, ==, 0);
  table = test_program_result_dup_text (result);
  for (guint i = 0; i < trips->len; i++) {
    const Trip *trip = g_ptr_array_index (trips, i);
    g_autofree char *line =
        g_strdup_printf ("%s\t%" G_GUINT64_FORMAT "\n", trip->after, trip->packets);

    g_assert_nonnull (strstr (table, line));
  }
}

static void
test_samples (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (GPtrArray) trips = g_ptr_array_new_with_free_func (trip_free);
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  if (!test_program_is_here ("tshark"))
    return;
  for (guint i = 0; i < n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i], i % 2);
    g_autofree char *before = test_folder_build (folder, samples[i].name);

    /* A pcap file has no interfaces that stay the same. */
    if (g_str_has_prefix (samples[i].name, "pcap"))
      continue;
    test_builder_save (builder, before);
    add_trip (trips, folder, before);
  }
  g_assert_cmpuint (trips->len, >, n_samples / 2);
  check_capinfos (trips);
  compare_all (trips);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/other-programs/samples", test_samples);
  return g_test_run();
}

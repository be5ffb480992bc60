/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <sys/resource.h>

#include "support/capture-checks.h"
#include "support/mutation.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* Captures whose framing is wrong in thousands of ways: reader, index and export agree on what is
 * in them, and need little memory. */

/* Changed captures made of each sample. */
#define SEEDS 400u
/* What the program may need for a bad file. */
#define MAX_MEMORY_KIB (500l * 1024)

/* By @seed: all packets, some, those that match, cut ones; in every format. */
static void
check_export (const TestReading *whole, guint32 seed, const TestFolder *folder)
{
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("greater 12", NULL);
  PktmonExportChoice choice = { 0 };
  PktmonExportOptions options = { 0 };

  for (guint64 i = 0; i < whole->packets; i++)
    if ((seed >> i % 16 & 1) != 0)
      pktmon_positions_add (positions, i);
  if (seed % 2 == 1)
    choice.positions = positions;
  if (seed % 5 == 1)
    choice.expression = expression;
  if (seed % 3 == 1)
    options.max_captured = seed % 40;
  options.strip_comments = seed % 7 == 1;
  options.format = (PktmonExportFormat) (seed % 11 < PKTMON_N_EXPORT_FORMATS ? seed % 11 : 0);
  test_check_export (whole, &choice, &options, path, path);
}

static void
check_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_assert_cmpint (usage.ru_maxrss, <=, MAX_MEMORY_KIB);
}

static void
test_sample (gconstpointer user_data)
{
  const TestSample *sample = user_data;
  g_autoptr (TestFolder) folder = test_folder_new();

  for (guint32 seed = 0; seed < 2 * SEEDS; seed++) {
    g_autoptr (TestBuilder) builder = test_sample_build (sample, seed % 2 == 1);
    g_autoptr (GByteArray) bytes =
        test_mutate (builder->bytes->data, builder->bytes->len, seed / 2);
    g_autoptr (TestReading) whole = test_reading_new (bytes->data, bytes->len);

    test_check_pieces (whole, seed);
    test_check_directory (whole);
    test_check_texts (whole);
    test_check_contents (whole);
    test_check_dividers (whole);
    test_check_store (whole);
    check_export (whole, seed, folder);
  }
  check_memory();
}

int
main (int argc, char **argv)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_samples; i++) {
    g_autofree char *path = g_strdup_printf ("/mutation/%s", samples[i].name);

    g_test_add_data_func (path, &samples[i], test_sample);
  }
  return g_test_run();
}

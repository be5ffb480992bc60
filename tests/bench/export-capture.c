/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "export/export.h"

/* export-capture FILE OUT: indexes a capture, and exports all of its packets, and every hundredth;
 * prints the seconds that each takes, and the bytes of memory beyond the index. */

#define SPARSE 100u

static double
now (void)
{
  return (double) g_get_monotonic_time() / G_USEC_PER_SEC;
}

static double
get_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss * 1024;
}

static double export(PktmonStore *store, const char *path, const PktmonExportChoice *choice)
{
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;
  double begin;

  unlink (path);
  begin = now();
  if (!pktmon_export_store (store, path, choice, &(PktmonExportOptions){ 0 }, NULL, NULL, &result,
                            &error)) {
    g_printerr ("%s\n", error->message);
    exit (1);
  }
  return now() - begin;
}

int
main (int argc, char **argv)
{
  g_autoptr (PktmonPositions) some = pktmon_positions_new();
  g_autoptr (PktmonStore) store = NULL;
  PktmonExportEstimate estimate;
  double begin, memory;

  store = argc == 3 ? pktmon_store_new (argv[1], NULL) : NULL;
  if (store == NULL || !pktmon_store_wait_complete (store, NULL)) {
    g_printerr ("export-capture FILE OUT\n");
    return 2;
  }
  for (guint64 i = 0; i < pktmon_store_get_count (store); i += SPARSE)
    pktmon_positions_add (some, i);
  memory = get_memory();
  g_print ("all %.6f\n", export(store, argv[2], &(PktmonExportChoice){ 0 }));
  g_print ("some %.6f\n", export(store, argv[2], &(PktmonExportChoice){ .positions = some }));
  begin = now();
  pktmon_export_estimate (store, &(PktmonExportChoice){ 0 }, &(PktmonExportOptions){ 0 }, &estimate,
                          NULL);
  g_print ("estimate %.6f\n", now() - begin);
  g_print ("memory %.0f\n", get_memory() - memory);
  return 0;
}

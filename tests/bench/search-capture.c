/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/find.h"
#include "store/view-filter.h"

/* search-capture FILE FILTER TEXT: filters a capture and looks for a text as the window does, and
 * says how many seconds the first rows, all rows, and a search through all packets took. */

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time() - begin) / G_USEC_PER_SEC;
}

static void
time_filter (PktmonStore *store, const PktmonExpression *expression)
{
  gint64 begin = g_get_monotonic_time();
  g_autoptr (PktmonViewFilter) filter = pktmon_view_filter_new (store, expression, NULL, NULL);
  const PktmonPositions *positions = pktmon_view_filter_get_positions (filter);

  while (pktmon_view_filter_is_busy (filter) && pktmon_positions_get_count (positions) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_print ("first rows %.3f\n", seconds_since (begin));
  while (pktmon_view_filter_is_busy (filter))
    g_main_context_iteration (NULL, TRUE);
  g_print ("all rows %.3f\n", seconds_since (begin));
}

static void
time_find (PktmonStore *store, const char *text)
{
  gint64 begin = g_get_monotonic_time();
  g_autoptr (PktmonFind) find = pktmon_find_new (store, PKTMON_PATTERN_TEXT, text, NULL,
                                                 PKTMON_POSITION_NONE, PKTMON_FIND_FORWARD);

  while (pktmon_find_is_busy (find))
    g_main_context_iteration (NULL, TRUE);
  g_print ("find %.3f\n", seconds_since (begin));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonStore) store = argc == 4 ? pktmon_store_new (argv[1], &error) : NULL;
  g_autoptr (PktmonExpression) expression =
      store != NULL ? pktmon_expression_new (argv[2], &error) : NULL;

  if (expression == NULL || !pktmon_store_wait_complete (store, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Usage: search-capture FILE FILTER TEXT");
    return 1;
  }
  time_filter (store, expression);
  time_find (store, argv[3]);
  return 0;
}

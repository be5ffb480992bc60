/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/find.h"
#include "store/view-filter.h"

/* search-capture FILE FILTER CONSTRAINT TEXT: filters a capture, constrains it, and looks for a
 * text as the window does, and says how many seconds the first rows, all rows, and a search through
 * all packets took. */

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time() - begin) / G_USEC_PER_SEC;
}

/* @name: of what is timed. */
static void
time_filter (const char *name, PktmonStore *store, const PktmonExpression *expression,
             GPtrArray *constraints)
{
  gint64 begin = g_get_monotonic_time();
  g_autoptr (PktmonViewFilter) filter = pktmon_view_filter_new (
      store, &(PktmonWanted){ .expression = expression, .constraints = constraints });
  const PktmonPositions *positions = pktmon_view_filter_get_positions (filter);

  while (pktmon_view_filter_is_busy (filter) && pktmon_positions_get_count (positions) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s first rows %.3f\n", name, seconds_since (begin));
  while (pktmon_view_filter_is_busy (filter))
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s all rows %.3f\n", name, seconds_since (begin));
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
  g_autoptr (PktmonStore) store = argc == 5 ? pktmon_store_new (argv[1], &error) : NULL;
  g_autoptr (PktmonExpression) expression =
      store != NULL ? pktmon_expression_new (argv[2], &error) : NULL;
  g_autoptr (PktmonConstraint) constraint =
      expression != NULL ? pktmon_constraint_new (argv[3], &error) : NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new();

  if (constraint == NULL || !pktmon_store_wait_complete (store, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message
                                      : "Usage: search-capture FILE FILTER CONSTRAINT TEXT");
    return 1;
  }
  g_ptr_array_add (one, constraint);
  time_filter ("filter", store, expression, NULL);
  time_filter ("constraint", store, NULL, one);
  time_find (store, argv[4]);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journey-fold.h"

#include <locale.h>

#include "probe/event.h"
#include "store/query.h"
#include "support/capture-checks.h"
#include "support/stack-capture.h"

/* One packet for each journey, and what its others say. */

static PktmonStore *
load (void)
{
  static const TestStackPacket alone = { PKTMON_POINT_RECEIVE, 95000, 0, 1, 4444, 90, 64 };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonSpool) spool = NULL;
  PktmonStore *store;

  test_stack_capture_add_journeys (builder);
  test_stack_capture_add (builder, &alone);
  test_stack_capture_add (builder, &alone);
  spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  store = pktmon_store_new_for_spool (spool);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  return store;
}

/* The packets that stand for others, as a list of their positions. */
static char *
dup_folded (PktmonJourneyFold *fold, const char *text)
{
  g_autoptr (PktmonStore) store = load();
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (PktmonExpression) expression = pktmon_expression_new_view (text, NULL);
  g_autoptr (PktmonQuery) query =
      pktmon_query_new (store, &(PktmonWanted){ .expression = expression, .fold = fold });
  PktmonPositions *positions;

  g_assert_true (pktmon_query_advance (query, pktmon_store_get_count (store), NULL));
  positions = pktmon_query_get_positions (query);
  for (guint64 p = pktmon_positions_get_next (positions, 0); p != PKTMON_POSITION_NONE;
       p = pktmon_positions_get_next (positions, p + 1))
    g_string_append_printf (list, "%s%u", list->len > 0 ? " " : "", (guint) p);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* The first one, and each that has no journey. */
static void
test_all (void)
{
  g_autoptr (PktmonJourneyFold) fold = pktmon_journey_fold_new();
  g_autofree char *folded = dup_folded (fold, "");
  PktmonFoldedJourney journey;

  g_assert_cmpstr (folded, ==, "0 5 8 9 10");
  g_assert_true (pktmon_journey_fold_find (fold, 17, &journey));
  g_assert_cmpuint (journey.n_points, ==, 5);
  g_assert_cmpint (journey.first, ==, 1000);
  g_assert_cmpint (journey.last, ==, 21000);
  g_assert_cmpuint (journey.end, ==, PKTMON_POINT_DROP);
  g_assert_cmpstr (journey.reason, ==, "NO_SOCKET");
  g_assert_cmpstr (journey.location, ==, "__udp4_lib_rcv+0x79");
  g_assert_false (journey.joined);
  g_assert_true (pktmon_journey_fold_find (fold, 18, &journey));
  g_assert_cmpuint (journey.end, ==, PKTMON_POINT_DELIVERY);
  g_assert_cmpstr (journey.process, ==, "nginx");
  g_assert_true (journey.joined);
  g_assert_false (pktmon_journey_fold_find (fold, 20, &journey));
}

/* The first one that matches; what is said of it is said of all. */
static void
test_filtered (void)
{
  g_autoptr (PktmonJourneyFold) fold = pktmon_journey_fold_new();
  g_autofree char *folded = dup_folded (fold, "udp port 5353 or udp port 80");
  PktmonFoldedJourney journey;

  g_assert_cmpstr (folded, ==, "3 5");
  g_assert_true (pktmon_journey_fold_find (fold, 17, &journey));
  g_assert_cmpuint (journey.n_points, ==, 5);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey-fold/all", test_all);
  g_test_add_func ("/journey-fold/filtered", test_filtered);
  return g_test_run();
}

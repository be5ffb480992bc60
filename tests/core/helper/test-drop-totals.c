/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/drop-totals.h"

static void
add (PktmonDropTotals *totals, guint32 reason, guint64 packets)
{
  const PktmonDropCounters more = { reason, packets, packets * 100 };

  pktmon_drop_totals_add (totals, &more);
}

static void
test_sums (void)
{
  PktmonDropTotals totals = { 0 }, all = { 0 };

  add (&totals, 3, 1);
  add (&totals, 70000, 2);
  add (&totals, 3, 4);
  add (&all, 70000, 8);
  pktmon_drop_totals_add_all (&all, &totals);
  g_assert_cmpuint (all.n_reasons, ==, 2);
  g_assert_cmpuint (all.reasons[0].packets, ==, 10);
  g_assert_cmpuint (all.reasons[1].reason, ==, 3);
  g_assert_cmpuint (all.reasons[1].packets, ==, 5);
  g_assert_cmpuint (all.reasons[1].bytes, ==, 500);
}

/* Those that find no place are not lost. */
static void
test_too_many (void)
{
  PktmonDropTotals totals = { 0 };
  guint64 packets = 0, others = 0;

  for (guint i = 1; i <= 2 * PKTMON_MAX_DROP_REASONS; i++)
    add (&totals, i, i);
  g_assert_cmpuint (totals.n_reasons, ==, PKTMON_MAX_DROP_REASONS);
  for (guint i = 0; i < totals.n_reasons; i++) {
    packets += totals.reasons[i].packets;
    if (totals.reasons[i].reason == 0)
      others += totals.reasons[i].packets;
  }
  g_assert_cmpuint (packets, ==, PKTMON_MAX_DROP_REASONS * (2 * PKTMON_MAX_DROP_REASONS + 1));
  g_assert_cmpuint (others, >, packets / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drop-totals/sums", test_sums);
  g_test_add_func ("/drop-totals/too-many", test_too_many);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/drops.h"

#include <locale.h>

#include "probe/event.h"
#include "support/capture-checks.h"
#include "support/stack-capture.h"
#include "support/waiting.h"

/* What was dropped, counted. */

static gboolean
is_done (gpointer drops)
{
  return !pktmon_drops_is_busy (drops);
}

static PktmonDrops *
count_some (const TestBuilder *builder, gboolean with_expected)
{
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (PktmonStore) store = pktmon_store_new_for_spool (spool);
  PktmonDrops *drops;

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  drops = pktmon_drops_new (store, with_expected);
  test_wait (is_done, drops, "the drops are counted");
  return drops;
}

static PktmonDrops *
count (const TestBuilder *builder)
{
  return count_some (builder, TRUE);
}

static void
assert_count (PktmonDrops *drops, PktmonDropsKind kind, guint n, const char *name, guint64 packets)
{
  const PktmonDropsCount *one = pktmon_drops_get (drops, kind, n);

  g_assert_cmpstr (one->name, ==, name);
  g_assert_cmpuint (one->packets, ==, packets);
}

static void
test_counts (void)
{
  static const TestStackPacket more = { PKTMON_POINT_DROP, 100000,     20,  1, 1, 2, 64, 0, 0,
                                        "OTHERHOST",       "ip_rcv+1", "nc" };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonDrops) drops = NULL;

  test_stack_capture_add_journeys (builder);
  test_stack_capture_add (builder, &more);
  drops = count (builder);
  g_assert_cmpuint (pktmon_drops_get_total (drops), ==, 3);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_REASON), ==, 2);
  assert_count (drops, PKTMON_DROPS_BY_REASON, 0, "OTHERHOST", 2);
  assert_count (drops, PKTMON_DROPS_BY_REASON, 1, "NO_SOCKET", 1);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_LOCATION), ==, 3);
  assert_count (drops, PKTMON_DROPS_BY_LOCATION, 0, "__udp4_lib_rcv+0x79", 1);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_PROCESS), ==, 1);
  assert_count (drops, PKTMON_DROPS_BY_PROCESS, 0, "nc", 1);
  g_assert_cmpuint (pktmon_drops_get_others (drops, PKTMON_DROPS_BY_REASON), ==, 0);
}

/* What should be so is counted by itself. */
static void
test_expected (void)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonDrops) drops = NULL;

  test_stack_capture_add_journeys (builder);
  drops = count_some (builder, FALSE);
  g_assert_cmpuint (pktmon_drops_get_total (drops), ==, 1);
  g_assert_cmpuint (pktmon_drops_get_expected (drops), ==, 1);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_REASON), ==, 1);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_LOCATION), ==, 1);
}

static void
test_none (void)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonDrops) drops = count (builder);

  g_assert_cmpuint (pktmon_drops_get_total (drops), ==, 0);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_REASON), ==, 0);
}

/* Not more names than can be told: the rest is one sum. */
static void
test_many (void)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonDrops) drops = NULL;
  TestStackPacket packet = { PKTMON_POINT_DROP, 0, 1, 1, 1, 2, 64, .location = "f" };
  guint64 sum = 0;

  for (guint i = 0; i < PKTMON_DROPS_MAX_NAMES + 10; i++) {
    g_autofree char *reason = g_strdup_printf ("REASON_%u", i);

    packet.reason = reason;
    packet.ticks = i;
    test_stack_capture_add (builder, &packet);
  }
  drops = count (builder);
  g_assert_cmpuint (pktmon_drops_get_n (drops, PKTMON_DROPS_BY_REASON), ==, PKTMON_DROPS_MAX_TOLD);
  sum = pktmon_drops_get_others (drops, PKTMON_DROPS_BY_REASON);
  for (guint i = 0; i < PKTMON_DROPS_MAX_TOLD; i++)
    sum += pktmon_drops_get (drops, PKTMON_DROPS_BY_REASON, i)->packets;
  g_assert_cmpuint (sum, ==, PKTMON_DROPS_MAX_NAMES + 10);
  assert_count (drops, PKTMON_DROPS_BY_LOCATION, 0, "f", PKTMON_DROPS_MAX_NAMES + 10);
}

/* However long it takes, all drops are in some part of the time. */
static void
test_times (void)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonDrops) drops = NULL;
  TestStackPacket packet = { PKTMON_POINT_DROP, 0, 1, 1, 1, 2, 64, 0, 0, "NO_SOCKET", "f" };
  PktmonNanoseconds width;
  const guint64 *times;
  guint64 sum = 0;

  for (guint i = 0; i < 1000; i++) {
    packet.ticks = G_GUINT64_CONSTANT (100000000) * i;
    test_stack_capture_add (builder, &packet);
  }
  packet.ticks = 0; /* later in the file */
  test_stack_capture_add (builder, &packet);
  drops = count (builder);
  times = pktmon_drops_get_times (drops, &width);
  for (guint i = 0; i < PKTMON_DROPS_TIMES; i++)
    sum += times[i];
  g_assert_cmpuint (sum, ==, 1001);
  g_assert_cmpint (width * PKTMON_DROPS_TIMES, >, G_GINT64_CONSTANT (99900000000));
  g_assert_cmpint (width * PKTMON_DROPS_TIMES, <=, 2 * G_GINT64_CONSTANT (99900000000));
  g_assert_cmpuint (times[0], >, times[1]);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drops/counts", test_counts);
  g_test_add_func ("/drops/expected", test_expected);
  g_test_add_func ("/drops/none", test_none);
  g_test_add_func ("/drops/many", test_many);
  g_test_add_func ("/drops/times", test_times);
  return g_test_run();
}

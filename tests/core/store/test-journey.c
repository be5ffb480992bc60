/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journey.h"

#include <locale.h>

#include "probe/event.h"
#include "support/capture-checks.h"
#include "support/growing.h"
#include "support/stack-capture.h"
#include "support/waiting.h"

/* Which packets are the same one, as a capture of the network stack says. */

static PktmonStore *
load (const TestBuilder *builder)
{
  g_autoptr (PktmonSpool) spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  PktmonStore *store = pktmon_store_new_for_spool (spool);

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  return store;
}

static gboolean
is_done (gpointer journey)
{
  return !pktmon_journey_is_busy (journey);
}

static PktmonJourney *
find (PktmonStore *store, guint64 position)
{
  PktmonJourney *journey = pktmon_journey_new (store, position);

  test_wait (is_done, journey, "the journey is found");
  return journey;
}

/* Whichever of its packets is asked for, the journey is the same. */
static void
test_same (void)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonStore) store = NULL;

  test_stack_capture_add_journeys (builder);
  store = load (builder);
  for (guint64 position = 0; position < 5; position++) {
    g_autoptr (PktmonJourney) journey = find (store, position);

    g_assert_cmpuint (pktmon_journey_get_id (journey), ==, 17);
    g_assert_cmpuint (pktmon_journey_get_count (journey), ==, 5);
    g_assert_cmpuint (pktmon_journey_get_left_out (journey), ==, 0);
    for (guint i = 0; i < 5; i++)
      g_assert_cmpuint (pktmon_journey_get (journey, i)->position, ==, i);
  }
}

static void
test_appearance (void)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonJourney) journey = NULL;
  const PktmonAppearance *first, *last;

  test_stack_capture_add_journeys (builder);
  store = load (builder);
  journey = find (store, 2);
  first = pktmon_journey_get (journey, 0);
  last = pktmon_journey_get (journey, 4);
  g_assert_cmpuint (first->point, ==, PKTMON_POINT_LOCAL_OUT);
  g_assert_cmpstr (first->command, ==, "dig");
  g_assert_cmpuint (first->process, ==, 1234);
  g_assert_cmpint (first->hop_limit, ==, 64);
  g_assert_cmpuint (first->summary.fields.udp_dstport, ==, 53);
  g_assert_cmpint (first->time, ==, 1000);
  g_assert_cmpuint (last->point, ==, PKTMON_POINT_DROP);
  g_assert_cmpstr (last->reason, ==, "NO_SOCKET");
  g_assert_cmpstr (last->location, ==, "__udp4_lib_rcv+0x79");
  g_assert_cmpint (last->hop_limit, ==, 63);
  g_assert_cmpuint (last->mark, ==, 7);
  g_assert_cmpuint (last->summary.fields.udp_dstport, ==, 5353);
}

/* Files have packets of several points in other orders than they were seen in. */
static void
test_order (void)
{
  static const TestStackPacket packets[] = {
    { PKTMON_POINT_DROP, 3000, 5, 3, 1, 2, 64, 0, 0, "NO_SOCKET", "f" },
    { PKTMON_POINT_RECEIVE, 1000, 5, 1, 1, 2, 64 },
    { PKTMON_POINT_RECEIVE, 1500, 6, 1, 1, 2, 64 },
    { PKTMON_POINT_PREROUTING, 2500, 5, 2, 1, 2, 64 },
    { PKTMON_POINT_LOCAL_IN, 2000, 5, 2, 1, 2, 64 },
  };
  static const guint64 order[] = { 1, 4, 3, 0 };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonJourney) journey = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (packets); i++)
    test_stack_capture_add (builder, &packets[i]);
  store = load (builder);
  journey = find (store, 0);
  g_assert_cmpuint (pktmon_journey_get_count (journey), ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpuint (pktmon_journey_get (journey, i)->position, ==, order[i]);
}

/* Packets far away in the file belong to it, those far away in time do not: numbers come again. */
static void
test_far (void)
{
  TestStackPacket packet = { PKTMON_POINT_RECEIVE, 0, 1, 1, 1, 2, 64 };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonJourney) journey = NULL;

  for (guint i = 0; i < 20000; i++) {
    packet.journey = i % 10000 == 0 ? 7 : 100 + i;
    packet.ticks = i;
    test_stack_capture_add (builder, &packet);
  }
  packet.journey = 7;
  packet.ticks = G_GUINT64_CONSTANT (40000000000);
  test_stack_capture_add (builder, &packet);
  store = load (builder);
  journey = find (store, 10000);
  g_assert_cmpuint (pktmon_journey_get_count (journey), ==, 2);
  g_assert_cmpuint (pktmon_journey_get (journey, 0)->position, ==, 0);
}

static void
test_many (void)
{
  TestStackPacket packet = { PKTMON_POINT_QUEUE_IN, 0, 7, 1, 1, 2, 64 };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonJourney) journey = NULL;

  for (guint i = 0; i < PKTMON_JOURNEY_MAX + 3; i++) {
    packet.appearance = i + 1;
    test_stack_capture_add (builder, &packet);
  }
  store = load (builder);
  journey = find (store, 0);
  g_assert_cmpuint (pktmon_journey_get_count (journey), ==, PKTMON_JOURNEY_MAX);
  g_assert_cmpuint (pktmon_journey_get_left_out (journey), ==, 3);
}

static gboolean
is_complete (gpointer store)
{
  return pktmon_store_is_complete (store);
}

static gboolean
has_one (gpointer store)
{
  return pktmon_store_get_count (store) == 1;
}

static gboolean
has_two (gpointer journey)
{
  return pktmon_journey_get_count (journey) == 2;
}

/* A journey goes on while it is looked at, until what comes is too late for it. */
static void
test_growing (void)
{
  TestStackPacket packet = { PKTMON_POINT_RECEIVE, 1000, 7, 1, 1, 2, 64 };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestGrowing) growing = test_growing_new (folder);
  g_autoptr (PktmonJourney) journey = NULL, late = NULL;

  test_stack_capture_add (builder, &packet);
  test_growing_follow (growing, builder, FALSE);
  test_wait (has_one, growing->store, "the first packet is there");
  journey = find (growing->store, 0);
  g_assert_cmpuint (pktmon_journey_get_count (journey), ==, 1);
  packet.appearance = 2;
  packet.ticks = 2000;
  test_stack_capture_add (builder, &packet);
  test_growing_follow (growing, builder, FALSE);
  test_wait (has_two, journey, "the next point is found");
  g_assert_false (pktmon_journey_is_busy (journey));
  packet.appearance = 3;
  packet.ticks = G_GUINT64_CONSTANT (40000000000);
  test_stack_capture_add (builder, &packet);
  test_growing_follow (growing, builder, TRUE);
  test_wait (is_complete, growing->store, "the capture is complete");
  late = find (growing->store, 2);
  g_assert_cmpuint (pktmon_journey_get_count (late), ==, 1);
  g_assert_cmpuint (pktmon_journey_get_count (journey), ==, 2);
}

/* Packets of interfaces have none, nor have those that nobody followed. */
static void
test_none (void)
{
  TestStackPacket packet = { PKTMON_POINT_RECEIVE, 0, 0, 1, 1, 2, 64 };
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (PktmonStore) store = NULL;

  test_stack_capture_add (builder, &packet);
  test_builder_frame (builder, 1, 17, 1, 2);
  store = load (builder);
  for (guint64 position = 0; position < 2; position++) {
    g_autoptr (PktmonJourney) journey = find (store, position);

    g_assert_cmpuint (pktmon_journey_get_id (journey), ==, 0);
    g_assert_cmpuint (pktmon_journey_get_count (journey), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/same", test_same);
  g_test_add_func ("/journey/growing", test_growing);
  g_test_add_func ("/journey/appearance", test_appearance);
  g_test_add_func ("/journey/order", test_order);
  g_test_add_func ("/journey/far", test_far);
  g_test_add_func ("/journey/many", test_many);
  g_test_add_func ("/journey/none", test_none);
  return g_test_run();
}

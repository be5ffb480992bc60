/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <malloc.h>

#include "base/positions.h"
#include "store/packet-list.h"
#include "support/capture-checks.h"
#include "support/capture-builder.h"

/* What a packet costs in memory, as the C library counts it: 16 bytes in a store, nothing in a
 * list, little more than a bit in a set. */

#define PACKETS 300000u
/* The index grows by this many packets, and has a table of these steps. */
#define STEP (65536u * 16)
#define TABLE (512u * 1024)
/* What a store of no packets has: threads, tables, the directory. */
#define SLACK (256u * 1024)

/* Bytes that are allocated now. */
static gint64
measure (void)
{
  struct mallinfo2 info = mallinfo2();

  return (gint64) (info.uordblks + info.hblkhd);
}

/* Sanitizers allocate by themselves, and do not count. */
static gboolean
can_measure (void)
{
  gint64 before = measure();
  g_autofree char *probe = g_malloc (STEP);

  if (probe != NULL && measure() >= before + STEP)
    return TRUE;
  g_test_skip ("this C library does not say how much memory is allocated");
  return FALSE;
}

static PktmonSpool *
make_spool (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < PACKETS; i++)
    test_builder_frame (builder, i, 17, 1000, 53);
  return test_spool_new (builder->bytes->data, builder->bytes->len);
}

static void
test_store (void)
{
  g_autoptr (PktmonSpool) spool = NULL;
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonPacketList) list = NULL;
  gint64 before, loaded;

  if (!can_measure())
    return;
  spool = make_spool();
  before = measure();
  store = pktmon_store_new_for_spool (spool);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  g_assert_cmpuint (pktmon_store_get_count (store), ==, PACKETS);
  pktmon_store_stop (store);
  loaded = measure();
  g_assert_cmpint (loaded - before, <=, 16 * PACKETS + STEP + TABLE + SLACK);

  list = pktmon_packet_list_new (store);
  for (guint i = 0; i < PACKETS; i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (list), i));
  g_assert_cmpint (measure() - loaded, <=, SLACK);
}

static void
test_positions (void)
{
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();
  gint64 before;

  if (!can_measure())
    return;
  before = measure();
  pktmon_positions_add_range (positions, 0, 8 * PACKETS);
  pktmon_positions_get_nth (positions, 8 * PACKETS - 1);
  g_assert_cmpint (measure() - before, <=, PACKETS + PACKETS / 16);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/store", test_store);
  g_test_add_func ("/memory/positions", test_positions);
  return g_test_run();
}

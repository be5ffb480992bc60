/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "store/packet-list.h"
#include "support/growing.h"

/* The packet list against the contract of GListModel: what its signals say and what it gives are
 * the same at any time. */

typedef struct {
  TestFolder *folder;
  TestGrowing *growing;
  PktmonPacketList *list;
  guint packets; /* that were written */
  guint n_items; /* as the signals say */
  guint n_signals;
} Fixture;

static void
items_changed_cb (Fixture *self, guint position, guint removed, guint added)
{
  g_assert_cmpuint (position + removed, <=, self->n_items);
  g_assert_true (removed == 0 || added == 0);
  g_assert_cmpuint (removed + added, >, 0);
  self->n_items += added - removed;
  self->n_signals++;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, self->n_items);
}

/* Writes packets, and waits until the store has them. */
static void
append (Fixture *self, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  if (self->growing->size == 0) {
    test_builder_section (builder);
    test_builder_interface (builder, 1, 0);
  }
  for (guint i = 0; i < count; i++)
    test_builder_enhanced (builder, 0, self->packets++, 4, 4);
  test_growing_append (self->growing, builder->bytes->data, builder->bytes->len, FALSE);
  while (pktmon_store_wait (self->growing->store, self->packets - 1) < self->packets)
    ;
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_error ("the signal did not come in time");
  return G_SOURCE_REMOVE;
}

static void
run_until (Fixture *self, guint n_items)
{
  guint deadline = g_timeout_add_seconds (20, deadline_cb, NULL);

  while (self->n_items < n_items)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->folder = test_folder_new();
  self->growing = test_growing_new (self->folder);
  append (self, 100);
  self->list = pktmon_packet_list_new (self->growing->store);
  self->n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_assert_finalize_object (self->list);
  test_growing_free (self->growing);
  test_folder_free (self->folder);
}

static guint64
item_position (Fixture *self, guint row)
{
  g_autoptr (PktmonPacketItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), row);

  g_assert_true (PKTMON_IS_PACKET_ITEM (item));
  g_assert_cmpuint (pktmon_packet_item_get_position (item), ==,
                    pktmon_packet_list_get_position (self->list, row));
  return pktmon_packet_item_get_position (item);
}

static PktmonPositions *
every (guint step, guint until)
{
  PktmonPositions *positions = pktmon_positions_new();

  for (guint i = 0; i < until; i += step)
    pktmon_positions_add (positions, i);
  return positions;
}

static void
test_all (Fixture *self, gconstpointer user_data)
{
  g_assert_cmpuint (g_list_model_get_item_type (G_LIST_MODEL (self->list)), ==,
                    PKTMON_TYPE_PACKET_ITEM);
  g_assert_cmpuint (self->n_items, ==, 100);
  for (guint i = 0; i < 100; i++) {
    g_assert_cmpuint (item_position (self, i), ==, i);
    g_assert_cmpuint (pktmon_packet_list_get_row (self->list, i), ==, i);
  }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 100));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), G_MAXUINT));
  g_assert_cmpuint (pktmon_packet_list_get_row (self->list, G_MAXUINT64), ==, 100);
}

/* Items are made when they are asked for, and nobody keeps them. */
static void
test_lazy (Fixture *self, gconstpointer user_data)
{
  PktmonPacketItem *item = g_list_model_get_item (G_LIST_MODEL (self->list), 5);

  g_assert_finalize_object (item);
}

/* What the store has is shown only when the signal has come. */
static void
test_growth (Fixture *self, gconstpointer user_data)
{
  append (self, 50);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 100);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 100));
  run_until (self, 150);
  g_assert_cmpuint (self->n_items, ==, 150);
  g_assert_cmpuint (item_position (self, 149), ==, 149);
  g_assert_cmpuint (self->n_signals, ==, 1);
}

static void
test_positions (Fixture *self, gconstpointer user_data)
{
  pktmon_packet_list_take_positions (self->list, every (10, 100));
  g_assert_cmpuint (self->n_items, ==, 10);
  g_assert_cmpuint (self->n_signals, ==, 2);
  for (guint i = 0; i < 10; i++) {
    g_assert_cmpuint (item_position (self, i), ==, 10 * i);
    g_assert_cmpuint (pktmon_packet_list_get_row (self->list, 10 * i), ==, i);
  }
  g_assert_cmpuint (pktmon_packet_list_get_row (self->list, 11), ==, 2);
  g_assert_cmpuint (pktmon_packet_list_get_row (self->list, 91), ==, 10);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 10));

  pktmon_packet_list_take_positions (self->list, pktmon_positions_new());
  g_assert_cmpuint (self->n_items, ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 0));
  pktmon_packet_list_take_positions (self->list, NULL);
  g_assert_cmpuint (self->n_items, ==, 100);
  g_assert_cmpuint (self->n_signals, ==, 4);
}

/* A shown set does not follow the store, only what is added to it. */
static void
test_appended_positions (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonPositions) added = pktmon_positions_new();
  gint64 end;

  pktmon_packet_list_take_positions (self->list, every (10, 100));
  append (self, 100);
  for (end = g_get_monotonic_time() + 200000; g_get_monotonic_time() < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (self->n_items, ==, 10);
  pktmon_packet_list_append_positions (self->list, added, 100);
  g_assert_cmpuint (self->n_signals, ==, 2);
  pktmon_positions_add_range (added, 150, 7);
  pktmon_packet_list_append_positions (self->list, added, 100);
  g_assert_cmpuint (self->n_signals, ==, 3);
  g_assert_cmpuint (self->n_items, ==, 17);
  g_assert_cmpuint (item_position (self, 10), ==, 150);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/packet-list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("all", test_all);
  ADD ("lazy", test_lazy);
  ADD ("growth", test_growth);
  ADD ("positions", test_positions);
  ADD ("appended-positions", test_appended_positions);
  return g_test_run();
}

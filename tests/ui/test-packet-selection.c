/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "support/many-packets.h"
#include "ui/packet-selection.h"

/* The selection beside a plain array that does the same row by row; and with ten million packets,
 * which are there for real, with the number of signals and of rows that are made counted. */

#define SMALL 500u
#define MILLIONS 10000000u
#define CHANGES 3000u

typedef struct {
  PktmonStore *store;
  PktmonPacketList *list;
  PktmonPacketSelection *selection;
  GListModel *model;
  GtkSelectionModel *selecting;
  guint n_items; /* as the signals say */
  guint n_items_changed;
  guint n_selection_changed;
  guint first, end; /* rows of the last change of the selection */
} Fixture;

static void
items_changed_cb (Fixture *self, guint row, guint removed, guint added)
{
  g_assert_cmpuint (row + removed, <=, self->n_items);
  g_assert_cmpuint (removed + added, >, 0);
  self->n_items += added - removed;
  self->n_items_changed++;
  g_assert_cmpuint (g_list_model_get_n_items (self->model), ==, self->n_items);
}

static void
selection_changed_cb (Fixture *self, guint row, guint n_rows)
{
  g_assert_cmpuint (n_rows, >, 0);
  g_assert_cmpuint (row + n_rows, <=, self->n_items);
  self->n_selection_changed++;
  self->first = row;
  self->end = row + n_rows;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->store = test_many_packets (GPOINTER_TO_UINT (user_data));
  self->list = pktmon_packet_list_new (self->store);
  self->selection = pktmon_packet_selection_new (self->list);
  self->model = G_LIST_MODEL (self->selection);
  self->selecting = GTK_SELECTION_MODEL (self->selection);
  self->n_items = g_list_model_get_n_items (self->model);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                            self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_assert_finalize_object (self->selection);
  g_assert_finalize_object (self->list);
  g_object_unref (self->store);
}

static PktmonPositions *
every (guint step, guint until)
{
  PktmonPositions *positions = pktmon_positions_new();

  for (guint i = 0; i < until; i += step)
    pktmon_positions_add (positions, i);
  return positions;
}

/* --- Beside a plain array --- */

/* What is selected, by position, and what is about to change. */
typedef struct {
  gboolean selected[SMALL];
  Fixture *fixture;
  guint row, n_rows; /* that the next change concerns */
} Plain;

static void
plain_set (Plain *self, guint row, guint n_rows, gboolean value)
{
  for (guint i = row; i < row + n_rows; i++)
    self->selected[pktmon_packet_list_get_position (self->fixture->list, i)] = value;
}

static void
change_item (Plain *self, guint how)
{
  GtkSelectionModel *model = self->fixture->selecting;
  gboolean exclusive = how % 2 == 0;

  if (how < 2) {
    if (exclusive)
      memset (self->selected, 0, sizeof self->selected);
    plain_set (self, self->row, 1, TRUE);
    g_assert_true (gtk_selection_model_select_item (model, self->row, exclusive));
    return;
  }
  plain_set (self, self->row, 1, FALSE);
  g_assert_true (gtk_selection_model_unselect_item (model, self->row));
}

static void
change_range (Plain *self, guint how)
{
  GtkSelectionModel *model = self->fixture->selecting;
  gboolean exclusive = how % 2 == 0;

  if (how < 2) {
    if (exclusive)
      memset (self->selected, 0, sizeof self->selected);
    plain_set (self, self->row, self->n_rows, TRUE);
    g_assert_true (gtk_selection_model_select_range (model, self->row, self->n_rows, exclusive));
    return;
  }
  plain_set (self, self->row, self->n_rows, FALSE);
  g_assert_true (gtk_selection_model_unselect_range (model, self->row, self->n_rows));
}

static void
change_all (Plain *self, guint how)
{
  GtkSelectionModel *model = self->fixture->selecting;

  if (how < 2) {
    plain_set (self, 0, self->fixture->n_items, TRUE);
    g_assert_true (gtk_selection_model_select_all (model));
    return;
  }
  memset (self->selected, 0, sizeof self->selected);
  g_assert_true (gtk_selection_model_unselect_all (model));
}

/* Any rows to any state, as a rubber band does it. */
static void
change_mask (Plain *self, guint how)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty();
  g_autoptr (GtkBitset) mask = gtk_bitset_new_empty();

  for (guint row = self->row; row < self->row + self->n_rows; row += 1 + how) {
    gboolean value = g_test_rand_bit();

    gtk_bitset_add (mask, row);
    if (value)
      gtk_bitset_add (selected, row);
    plain_set (self, row, 1, value);
  }
  g_assert_true (gtk_selection_model_set_selection (self->fixture->selecting, selected, mask));
}

static void
check_rows (const Plain *self)
{
  const Fixture *fixture = self->fixture;
  g_autoptr (GtkBitset) expected = gtk_bitset_new_empty();
  g_autoptr (GtkBitset) all = gtk_selection_model_get_selection (fixture->selecting);
  g_autoptr (GtkBitset) part = NULL;

  for (guint row = 0; row < fixture->n_items; row++) {
    gboolean selected = self->selected[pktmon_packet_list_get_position (fixture->list, row)];

    g_assert_true (gtk_selection_model_is_selected (fixture->selecting, row) == selected);
    if (selected)
      gtk_bitset_add (expected, row);
  }
  g_assert_false (gtk_selection_model_is_selected (fixture->selecting, fixture->n_items));
  g_assert_true (gtk_bitset_equals (all, expected));
  part = gtk_selection_model_get_selection_in_range (fixture->selecting, self->row, self->n_rows);
  gtk_bitset_intersect (all, part);
  g_assert_true (gtk_bitset_equals (all, part));
  gtk_bitset_remove_range (expected, 0, self->row);
  gtk_bitset_remove_range_closed (expected, self->row + self->n_rows, G_MAXUINT);
  g_assert_true (gtk_bitset_equals (expected, part));
}

static void
check_positions (const Plain *self)
{
  const Fixture *fixture = self->fixture;
  const PktmonPositions *shown = pktmon_packet_list_get_positions (fixture->list);
  g_autoptr (PktmonPositions) positions =
      pktmon_packet_selection_dup_positions (fixture->selection);

  for (guint i = 0; i < SMALL; i++)
    g_assert_true (pktmon_positions_contains (positions, i) ==
                   (self->selected[i] && (shown == NULL || pktmon_positions_contains (shown, i))));
  g_assert_cmpuint (pktmon_packet_selection_get_count (fixture->selection), ==,
                    pktmon_positions_get_count (positions));
}

/* Now and then other packets are shown; what is selected stays. */
static void
change_filter (Plain *self)
{
  guint step = (guint) g_test_rand_int_range (0, 8);

  pktmon_packet_list_take_positions (self->fixture->list, step > 0 ? every (step, SMALL) : NULL);
}

static void
test_changes (Fixture *fixture, gconstpointer user_data)
{
  static void (*const changes[]) (Plain *, guint) = { change_item, change_range, change_all,
                                                      change_mask };
  g_autofree Plain *self = g_new0 (Plain, 1);

  self->fixture = fixture;
  for (guint i = 0; i < CHANGES; i++) {
    guint signals = fixture->n_selection_changed;

    if (i % 16 == 0)
      change_filter (self);
    self->row = (guint) g_test_rand_int_range (0, (int) fixture->n_items);
    self->n_rows = (guint) g_test_rand_int_range (1, (int) (fixture->n_items - self->row) + 1);
    changes[g_test_rand_int_range (0, G_N_ELEMENTS (changes))](
        self, (guint) g_test_rand_int_range (0, 4));
    g_assert_cmpuint (fixture->n_selection_changed, ==, signals + 1);
    check_rows (self);
    check_positions (self);
  }
}

/* Rows that are not there change nothing. */
static void
test_bounds (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GtkBitset) rows = gtk_bitset_new_range (SMALL, 3);
  g_autoptr (GtkBitset) selection = NULL;

  gtk_selection_model_select_item (self->selecting, SMALL, FALSE);
  gtk_selection_model_select_range (self->selecting, SMALL, 10, FALSE);
  gtk_selection_model_unselect_range (self->selecting, SMALL, G_MAXUINT - SMALL);
  gtk_selection_model_set_selection (self->selecting, rows, rows);
  g_assert_cmpuint (self->n_selection_changed, ==, 0);
  gtk_selection_model_select_range (self->selecting, SMALL - 2, 10, FALSE);
  g_assert_cmpuint (self->first, ==, SMALL - 2);
  g_assert_cmpuint (self->end, ==, SMALL);
  selection = gtk_selection_model_get_selection_in_range (self->selecting, SMALL, 10);
  g_assert_true (gtk_bitset_is_empty (selection));
  g_assert_null (g_list_model_get_item (self->model, SMALL));
  g_assert_true (g_list_model_get_item_type (self->model) == PKTMON_TYPE_PACKET_ITEM);
}

/* --- What a view is not ready for --- */

static void
test_held_back (Fixture *self, gconstpointer user_data)
{
  pktmon_packet_selection_set_ready (self->selection, 40);
  g_assert_cmpuint (self->n_items, ==, 40);
  g_assert_cmpuint (pktmon_packet_selection_count_rows (self->selection), ==, SMALL);
  g_assert_false (pktmon_packet_selection_is_cut (self->selection));
  gtk_selection_model_select_all (self->selecting);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, SMALL);

  pktmon_packet_selection_set_max_rows (self->selection, 100);
  g_assert_cmpuint (self->n_items, ==, 40);
  g_assert_true (pktmon_packet_selection_is_cut (self->selection));
  pktmon_packet_selection_set_ready (self->selection, 80);
  g_assert_cmpuint (self->n_items, ==, 80);
  pktmon_packet_selection_set_ready (self->selection, G_MAXUINT);
  g_assert_cmpuint (self->n_items, ==, 100);
  g_assert_cmpuint (self->n_items_changed, ==, 3);
}

/* --- The end of what a view can show --- */

static void
test_cut (Fixture *self, gconstpointer user_data)
{
  g_assert_false (pktmon_packet_selection_is_cut (self->selection));
  pktmon_packet_selection_set_max_rows (self->selection, 100);
  g_assert_cmpuint (self->n_items, ==, 100);
  g_assert_true (pktmon_packet_selection_is_cut (self->selection));
  g_assert_null (g_list_model_get_item (self->model, 100));
  gtk_selection_model_select_all (self->selecting);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 100);

  pktmon_packet_list_take_positions (self->list, every (10, SMALL));
  g_assert_cmpuint (self->n_items, ==, SMALL / 10);
  g_assert_false (pktmon_packet_selection_is_cut (self->selection));
  pktmon_packet_list_take_positions (self->list, NULL);
  g_assert_cmpuint (self->n_items, ==, 100);
  pktmon_packet_selection_set_max_rows (self->selection, 150);
  g_assert_cmpuint (self->n_items, ==, 150);
  pktmon_packet_selection_set_max_rows (self->selection, G_MAXUINT);
  g_assert_cmpuint (self->n_items, ==, SMALL);
  g_assert_cmpuint (self->n_items_changed, ==, 7);
}

/* --- Ten million packets --- */

static void
check_select_all (Fixture *self)
{
  g_autoptr (GtkBitset) all = NULL;

  gtk_selection_model_select_all (self->selecting);
  g_assert_cmpuint (self->n_selection_changed, ==, 1);
  g_assert_cmpuint (self->first, ==, 0);
  g_assert_cmpuint (self->end, ==, MILLIONS);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, MILLIONS);
  all = gtk_selection_model_get_selection (self->selecting);
  g_assert_cmpuint (gtk_bitset_get_size (all), ==, MILLIONS);

  gtk_selection_model_unselect_all (self->selecting);
  g_assert_cmpuint (self->n_selection_changed, ==, 2);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 0);
  g_assert_cmpuint (self->n_items_changed, ==, 0);
}

/* Selected while only some are shown, and still selected when all are. */
static void
check_select_filtered (Fixture *self)
{
  g_autoptr (GtkBitset) rows = NULL;

  pktmon_packet_list_take_positions (self->list, every (7, MILLIONS));
  g_assert_cmpuint (self->n_items, ==, (MILLIONS + 6) / 7);
  g_assert_cmpuint (self->n_items_changed, ==, 2);
  gtk_selection_model_select_range (self->selecting, 1000, 500000, TRUE);
  g_assert_cmpuint (self->n_selection_changed, ==, 3);
  rows = gtk_selection_model_get_selection (self->selecting);
  g_assert_cmpuint (gtk_bitset_get_size (rows), ==, 500000);
  g_assert_cmpuint (gtk_bitset_get_minimum (rows), ==, 1000);

  pktmon_packet_list_take_positions (self->list, NULL);
  g_assert_cmpuint (self->n_items_changed, ==, 4);
  g_assert_cmpuint (self->n_selection_changed, ==, 3);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 500000);
  g_assert_true (gtk_selection_model_is_selected (self->selecting, 7000));
  g_assert_false (gtk_selection_model_is_selected (self->selecting, 7001));
  g_assert_false (gtk_selection_model_is_selected (self->selecting, 6993));
}

static void
check_announce_again (Fixture *self)
{
  gtk_selection_model_select_range (self->selecting, MILLIONS - 10, 10, TRUE);
  pktmon_packet_selection_announce_again (self->selection, 5000);
  g_assert_cmpuint (self->n_items_changed, ==, 5);
  g_assert_cmpuint (self->n_items, ==, MILLIONS);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 10);
}

static void
test_ten_million (Fixture *self, gconstpointer user_data)
{
  check_select_all (self);
  check_select_filtered (self);
  check_announce_again (self);
}

#define ADD(name, count, function)                                                                 \
  g_test_add ("/packet-selection/" name, Fixture, GUINT_TO_POINTER (count), set_up, function,      \
              tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("changes", SMALL, test_changes);
  ADD ("bounds", SMALL, test_bounds);
  ADD ("held-back", SMALL, test_held_back);
  ADD ("cut", SMALL, test_cut);
  ADD ("ten-million", MILLIONS, test_ten_million);
  return g_test_run();
}

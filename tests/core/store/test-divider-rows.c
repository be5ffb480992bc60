/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "store/packet-list.h"
#include "support/growing.h"
#include "support/waiting.h"

/* The rows of a packet list with gaps and changes, against those that are found packet by packet.
 */

#define N_PACKETS 600u

/* What a row of the list is. */
typedef struct {
  guint64 position; /* of its packet; PKTMON_POSITION_NONE: it is a divider's */
  guint64 lost;
  guint interface;
  guint32 change; /* its number; 0: it is a gap */
} Row;

typedef struct {
  TestFolder *folder;
  TestGrowing *growing;
  TestBuilder *builder;
  PktmonPacketList *list;
  GRand *random;
  guint packets;           /* that were written */
  guint64 lost[N_PACKETS]; /* before each */
  guint changes[N_PACKETS + 1];
  guint32 n_changes;
  guint n_items; /* as the signals say */
} Fixture;

/* Interfaces take turns. */
#define N_INTERFACES 3u

static void
items_changed_cb (Fixture *self, guint row, guint removed, guint added)
{
  g_assert_true (removed == 0 || added == 0);
  g_assert_cmpuint (row, ==, removed > 0 ? 0 : self->n_items);
  self->n_items += added - removed;
}

static void
write_packet (Fixture *self, guint64 lost)
{
  guint8 data[4] = { 0 };

  test_builder_begin_enhanced (self->builder, self->packets % N_INTERFACES, self->packets, data,
                               sizeof data, sizeof data);
  if (lost > 0)
    test_builder_option_u64 (self->builder, PKTMON_OPTION_EPB_DROPCOUNT, lost);
  test_builder_end (self->builder);
  if (self->packets < N_PACKETS)
    self->lost[self->packets] = lost;
  self->packets++;
}

/* Before the next packet. One in three is of a kind that nobody knows. */
static void
write_change (Fixture *self)
{
  self->n_changes++;
  self->changes[self->packets]++;
  test_builder_divider (self->builder, self->n_changes % 3 == 0 ? 77 : PKTMON_DIVIDER_CONSTRAINTS,
                        self->n_changes, 0, "port=53", 7);
}

/* Waits until the store has all. */
static void
show_written (Fixture *self)
{
  PktmonStore *store = self->growing->store;
  PktmonDividers *changes = pktmon_store_get_dividers (store);

  test_growing_follow (self->growing, self->builder, FALSE);
  while (pktmon_store_wait (store, self->packets - 1) < self->packets ||
         pktmon_dividers_count_until (changes, G_MAXUINT64) < self->n_changes)
    g_thread_yield();
}

typedef struct {
  Fixture *fixture;
  guint n_items;
} Expected;

static gboolean
has_items (gpointer data)
{
  Expected *expected = data;

  return expected->fixture->n_items == expected->n_items;
}

/* Until the list has heard of all rows. */
static void
wait_items (Fixture *self, guint n_items)
{
  Expected expected = { self, n_items };

  test_wait (has_items, &expected, "all rows");
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->random = g_rand_new_with_seed (7);
  self->folder = test_folder_new();
  self->growing = test_growing_new (self->folder);
  self->builder = test_builder_new (FALSE);
  test_builder_section (self->builder);
  for (guint i = 0; i < N_INTERFACES; i++)
    test_builder_interface (self->builder, 1, 0);
  self->list = pktmon_packet_list_new (self->growing->store);
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_assert_finalize_object (self->list);
  test_builder_free (self->builder);
  test_growing_free (self->growing);
  test_folder_free (self->folder);
  g_rand_free (self->random);
}

/* Adds those before packet @i: all, or in @last the last of them. */
static void
find_changes (Fixture *self, GArray *rows, guint i, guint32 *number, Row *last)
{
  for (guint j = 0; j < self->changes[i]; j++) {
    Row change = { PKTMON_POSITION_NONE, 0, 0, ++*number };

    if (*number % 3 == 0)
      continue;
    if (last != NULL)
      *last = change;
    else
      g_array_append_val (rows, change);
  }
}

/* The rows that there must be. */
static GArray *
find_rows (Fixture *self, const PktmonPositions *shown)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Row gap = { PKTMON_POSITION_NONE, 0, 0, 0 };
  Row change = gap;
  guint32 number = 0;

  for (guint i = 0; i < self->packets; i++) {
    Row packet = { i, 0, 0, 0 };

    find_changes (self, rows, i, &number, shown != NULL ? &change : NULL);
    if (self->lost[i] > 0) {
      gap.interface = gap.lost == 0 || gap.interface == i % N_INTERFACES
                          ? i % N_INTERFACES
                          : PKTMON_DIVIDER_INTERFACES;
      gap.lost += self->lost[i];
    }
    if (shown != NULL && !pktmon_positions_contains (shown, i))
      continue;
    if (change.change > 0)
      g_array_append_val (rows, change);
    if (gap.lost > 0)
      g_array_append_val (rows, gap);
    g_array_append_val (rows, packet);
    gap.lost = change.change = 0;
  }
  if (shown == NULL)
    find_changes (self, rows, self->packets, &number, NULL);
  return rows;
}

static void
check_divider (const PktmonDividerRow *divider, const Row *row)
{
  if (row->change > 0) {
    g_assert_cmpuint (divider->change->number, ==, row->change);
    return;
  }
  g_assert_null (divider->change);
  g_assert_cmpuint (divider->lost, ==, row->lost);
  g_assert_cmpuint (divider->interface, ==, row->interface);
}

/* One row, with @rank packets before it. @next: the row of the packet that it has, or that is
 * behind it; NULL: none is. */
static void
check_row (Fixture *self, guint i, const Row *row, guint64 rank, const Row *next)
{
  g_autoptr (PktmonPacketItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);
  gboolean is_divider = row->position == PKTMON_POSITION_NONE;
  PktmonDividerRow divider;
  guint found;

  g_assert_cmpuint (pktmon_packet_item_get_position (item), ==, row->position);
  g_assert_cmpuint (pktmon_packet_list_get_position (self->list, i), ==,
                    next != NULL ? next->position : PKTMON_POSITION_NONE);
  g_assert_cmpuint (pktmon_packet_list_get_row_rank (self->list, i), ==, rank);
  g_assert_cmpint (pktmon_packet_list_get_divider (self->list, i, &divider), ==, is_divider);
  g_assert_cmpint (pktmon_packet_list_get_next_divider (self->list, i) == i, ==, is_divider);
  if (next != NULL)
    g_assert_cmpint (pktmon_packet_list_get_packet_row (self->list, i), ==, i + (next - row));
  if (is_divider) {
    check_divider (&divider, row);
    return;
  }
  g_assert_cmpuint (pktmon_packet_list_get_nth (self->list, rank), ==, row->position);
  g_assert_cmpuint (pktmon_packet_list_get_rank (self->list, row->position), ==, rank);
  g_assert_true (pktmon_packet_list_find (self->list, row->position, &found));
  g_assert_cmpuint (found, ==, i);
}

static void
check (Fixture *self, const PktmonPositions *shown)
{
  g_autoptr (GArray) rows = find_rows (self, shown);
  guint64 rank = 0;

  wait_items (self, rows->len);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, rows->len);
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index (rows, Row, i);
    const Row *next = row, *end = &g_array_index (rows, Row, rows->len);

    while (next < end && next->position == PKTMON_POSITION_NONE)
      next++;
    check_row (self, i, row, rank, next < end ? next : NULL);
    rank += row->position != PKTMON_POSITION_NONE;
  }
  g_assert_cmpuint (pktmon_packet_list_get_count (self->list), ==, rank);
  g_assert_cmpuint (pktmon_packet_list_get_row_rank (self->list, rows->len), ==, rank);
  g_assert_cmpuint (pktmon_packet_list_get_row (self->list, PKTMON_POSITION_NONE), ==, rows->len);
  g_assert_cmpuint (pktmon_packet_list_get_next_divider (self->list, rows->len), ==, rows->len);
}

/* Writes @n packets, of which one in @one_in has a gap before it. */
static void
write_some (Fixture *self, guint n, guint one_in)
{
  for (guint i = 0; i < n; i++) {
    while (g_rand_int_range (self->random, 0, 2 * (gint32) one_in) == 0)
      write_change (self);
    write_packet (self, g_rand_int_range (self->random, 0, (gint32) one_in) == 0
                            ? (guint64) g_rand_int_range (self->random, 1, 5000)
                            : 0);
  }
  show_written (self);
}

static void
test_all (Fixture *self, gconstpointer user_data)
{
  write_packet (self, 12); /* before the first packet, too */
  for (guint i = 0; i < 5; i++) {
    write_some (self, 50, i + 1); /* in the first round before each */
    check (self, NULL);
  }
}

/* What changes has its row before another packet comes, and the last packet stands for it. */
static void
test_change_at_end (Fixture *self, gconstpointer user_data)
{
  write_some (self, 20, 100);
  for (guint i = 0; i < 5; i++) {
    write_change (self);
    show_written (self);
    check (self, NULL);
    g_assert_cmpuint (pktmon_packet_list_get_packet_row (self->list, self->n_items - 1), ==,
                      pktmon_packet_list_get_row (self->list, self->packets - 1));
  }
  write_packet (self, 3);
  show_written (self);
  check (self, NULL);
}

/* A random set of those from @first on. */
static PktmonPositions *
choose (Fixture *self, guint first, guint one_in)
{
  PktmonPositions *positions = pktmon_positions_new();

  for (guint i = first; i < self->packets; i++)
    if (g_rand_int_range (self->random, 0, (gint32) one_in) == 0)
      pktmon_positions_add (positions, i);
  return positions;
}

/* What lies between two shown packets has one row, wherever the gaps are. */
static void
test_shown (Fixture *self, gconstpointer user_data)
{
  static const guint steps[] = { 1, 2, 7, 40, 1000 };

  write_some (self, 200, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (PktmonPositions) shown = choose (self, 0, steps[i]);

    pktmon_packet_list_take_positions (self->list, pktmon_positions_copy (shown));
    check (self, shown);
  }
  pktmon_packet_list_take_positions (self->list, NULL);
  check (self, NULL);
}

/* A set that grows, while packets come too. */
static void
test_growth (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonPositions) shown = NULL;

  write_some (self, 100, 4);
  shown = choose (self, 0, 10);
  pktmon_packet_list_take_positions (self->list, pktmon_positions_copy (shown));
  for (guint i = 0; i < 8; i++) {
    guint judged = self->packets;
    g_autoptr (PktmonPositions) found = NULL;

    write_some (self, 50, 1 + i % 4);
    found = choose (self, judged, 5 + i * 7);
    pktmon_positions_unite (shown, found);
    pktmon_packet_list_append_positions (self->list, found, judged);
    check (self, shown);
  }
}

/* Gaps beyond the limit have no row; the packets are all there. */
static void
test_limit (Fixture *self, gconstpointer user_data)
{
  guint n = PKTMON_MAX_GAPS + 100;
  guint last = PKTMON_MAX_GAPS + n - 1;

  for (guint i = 0; i < n; i++)
    write_packet (self, 1);
  show_written (self);
  wait_items (self, last + 1);
  g_assert_cmpuint (pktmon_packet_list_get_next_divider (self->list, 2 * PKTMON_MAX_GAPS - 2), ==,
                    2 * PKTMON_MAX_GAPS - 2);
  g_assert_cmpuint (pktmon_packet_list_get_next_divider (self->list, 2 * PKTMON_MAX_GAPS - 1), ==,
                    last + 1);
  g_assert_cmpuint (pktmon_packet_list_get_position (self->list, last), ==, n - 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/divider-rows/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("all", test_all);
  ADD ("change-at-end", test_change_at_end);
  ADD ("shown", test_shown);
  ADD ("growth", test_growth);
  ADD ("limit", test_limit);
  return g_test_run();
}

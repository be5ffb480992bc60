/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/divider-rows.h"

/* One row. That with the number i has i others before it, and `rank` packets. */
typedef struct {
  guint64 rank;
  gboolean is_gap;
  guint first, n; /* of the gaps or dividers that share it */
} Row;

struct _PktmonDividerRows {
  const PktmonGaps *gaps;
  PktmonDividers *changes;
  GArray *rows;                      /* of Row */
  guint placed_gaps, placed_changes; /* that have a row, or never will */
};

PktmonDividerRows *
pktmon_divider_rows_new (PktmonStore *store)
{
  PktmonDividerRows *self = g_new0 (PktmonDividerRows, 1);

  self->gaps = pktmon_store_get_gaps (store);
  self->changes = pktmon_store_get_dividers (store);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  return self;
}

void
pktmon_divider_rows_free (PktmonDividerRows *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
pktmon_divider_rows_clear (PktmonDividerRows *self)
{
  g_array_set_size (self->rows, 0);
  self->placed_gaps = self->placed_changes = 0;
}

static const Row *
get_row (const PktmonDividerRows *self, guint i)
{
  return &g_array_index (self->rows, Row, i);
}

/* --- Placing them --- */

static void
add_row (PktmonDividerRows *self, guint64 rank, gboolean is_gap, guint first, guint n)
{
  const Row row = { .rank = rank, .is_gap = is_gap, .first = first, .n = n };

  if (n > 0)
    g_array_append_val (self->rows, row);
}

/* Those up to the packet at @next, which has @rank packets before it. */
static void
place_changes (PktmonDividerRows *self, guint n, guint64 next, guint64 rank, gboolean together)
{
  guint known = 0;

  for (; self->placed_changes < n; self->placed_changes++) {
    const PktmonDivider *change = pktmon_dividers_get (self->changes, self->placed_changes);

    if (change->position > next)
      break;
    if (change->kind != PKTMON_DIVIDER_CONSTRAINTS)
      continue;
    if (!together)
      add_row (self, rank, FALSE, self->placed_changes, 1);
    known = self->placed_changes + 1;
  }
  if (together && known > 0)
    add_row (self, rank, FALSE, known - 1, 1);
}

static void
place_gaps (PktmonDividerRows *self, guint n, guint64 next, guint64 rank)
{
  guint first = self->placed_gaps;

  while (self->placed_gaps < n && pktmon_gaps_get (self->gaps, self->placed_gaps)->position <= next)
    self->placed_gaps++;
  add_row (self, rank, TRUE, first, self->placed_gaps - first);
}

/* Position of the first gap or change that has no row; G_MAXUINT64: all have. */
static guint64
get_waiting (PktmonDividerRows *self, guint n_gaps, guint n_changes)
{
  guint64 position = G_MAXUINT64;

  if (self->placed_gaps < n_gaps)
    position = pktmon_gaps_get (self->gaps, self->placed_gaps)->position;
  if (self->placed_changes < n_changes)
    position = MIN (position, pktmon_dividers_get (self->changes, self->placed_changes)->position);
  return position;
}

/* A gap is seen later than what changed before it, so they are counted first. Each search gives
 * one or two rows, or is the last. */
void
pktmon_divider_rows_extend (PktmonDividerRows *self, PktmonPositions *shown, guint64 n_packets)
{
  guint n_gaps = pktmon_gaps_get_count (self->gaps);
  guint n_changes = pktmon_dividers_count_until (self->changes, G_MAXUINT64);
  guint64 position;

  while ((position = get_waiting (self, n_gaps, n_changes)) != G_MAXUINT64) {
    guint64 next = position, rank = position;

    if (shown != NULL) {
      next = pktmon_positions_get_next (shown, position);
      rank = pktmon_positions_get_rank (shown, next);
    }
    if (next == PKTMON_POSITION_NONE || rank > n_packets)
      return;
    place_changes (self, n_changes, next, rank, shown != NULL);
    place_gaps (self, n_gaps, next, rank);
  }
}

/* --- Looking --- */

guint
pktmon_divider_rows_get_count (const PktmonDividerRows *self)
{
  return self->rows->len;
}

/* The first whose row is not before @row. */
static guint
find_row (const PktmonDividerRows *self, guint64 row)
{
  guint low = 0, high = self->rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (get_row (self, middle)->rank + middle < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint64
pktmon_divider_rows_get_next (const PktmonDividerRows *self, guint64 row)
{
  guint i = find_row (self, row);

  return i < self->rows->len ? get_row (self, i)->rank + i : G_MAXUINT64;
}

static void
add_up_gaps (const PktmonDividerRows *self, const Row *row, PktmonDividerRow *divider)
{
  divider->change = NULL;
  divider->lost = 0;
  divider->interface = pktmon_gaps_get (self->gaps, row->first)->interface;
  for (guint i = row->first; i < row->first + row->n; i++) {
    const PktmonGap *gap = pktmon_gaps_get (self->gaps, i);

    divider->lost += gap->lost;
    if (gap->interface != divider->interface)
      divider->interface = PKTMON_DIVIDER_INTERFACES;
  }
}

gboolean
pktmon_divider_rows_get (const PktmonDividerRows *self, guint64 row, PktmonDividerRow *divider)
{
  guint i = find_row (self, row);
  const Row *found;

  if (i == self->rows->len || get_row (self, i)->rank + i != row)
    return FALSE;
  found = get_row (self, i);
  if (found->is_gap)
    add_up_gaps (self, found, divider);
  else
    *divider = (PktmonDividerRow){
      .interface = PKTMON_DIVIDER_INTERFACES,
      .change = pktmon_dividers_get (self->changes, found->first),
    };
  return TRUE;
}

guint64
pktmon_divider_rows_get_rank (const PktmonDividerRows *self, guint64 row)
{
  return row - find_row (self, row);
}

guint64
pktmon_divider_rows_get_row (const PktmonDividerRows *self, guint64 rank)
{
  guint low = 0, high = self->rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (get_row (self, middle)->rank <= rank)
      low = middle + 1;
    else
      high = middle;
  }
  return rank + low;
}

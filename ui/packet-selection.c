/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-selection.h"

struct _PktmonPacketSelection {
  GObject parent_instance;

  PktmonPacketList *list;
  PktmonPositions *selected; /* also those that are not shown */
  guint max_rows;
  guint ready;  /* rows that the view is ready for; G_MAXUINT: all */
  guint n_rows; /* as announced */
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonPacketSelection, pktmon_packet_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

/* --- Rows --- */

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_PACKET_ITEM;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_PACKET_SELECTION (model)->n_rows;
}

static gpointer
list_model_get_item (GListModel *model, guint row)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);

  return row < self->n_rows ? g_list_model_get_item (G_LIST_MODEL (self->list), row) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* Also those that the view is not ready for. */
static guint
count_all (PktmonPacketSelection *self)
{
  return MIN (g_list_model_get_n_items (G_LIST_MODEL (self->list)), self->max_rows);
}

/* Announces that the rows from @row on are others now. The packet list only grows at its end or
 * empties, so this says exactly what happens. */
static void
update_rows (PktmonPacketSelection *self, guint row)
{
  guint before = self->n_rows;

  self->n_rows = MIN (count_all (self), self->ready);
  row = MIN (row, MIN (before, self->n_rows));
  if (row < MAX (before, self->n_rows))
    g_list_model_items_changed (G_LIST_MODEL (self), row, before - row, self->n_rows - row);
}

static void
items_changed_cb (PktmonPacketSelection *self, guint row, guint removed, guint added)
{
  update_rows (self, row);
}

/* --- Sets --- */

/* The packets of @n_rows rows from @row on. */
static PktmonPositions *
dup_rows (PktmonPacketSelection *self, guint row, guint n_rows)
{
  PktmonPositions *shown = pktmon_packet_list_get_positions (self->list);
  PktmonPositions *positions = pktmon_positions_new();
  guint64 first, end;

  if (row >= count_all (self) || n_rows == 0)
    return positions;
  n_rows = MIN (n_rows, count_all (self) - row);
  first = pktmon_packet_list_get_row_rank (self->list, row);
  end = pktmon_packet_list_get_row_rank (self->list, row + n_rows);
  if (first == end)
    return positions;
  first = pktmon_packet_list_get_nth (self->list, first);
  end = pktmon_packet_list_get_nth (self->list, end - 1) + 1;
  pktmon_positions_add_range (positions, first, end - first);
  if (shown != NULL)
    pktmon_positions_intersect (positions, shown);
  return positions;
}

static gboolean
is_divider (PktmonPacketSelection *self, guint row)
{
  return pktmon_packet_list_get_next_divider (self->list, row) == row;
}

static gboolean
selection_model_is_selected (GtkSelectionModel *model, guint row)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);

  return row < self->n_rows && !is_divider (self, row) &&
         pktmon_positions_contains (self->selected,
                                    pktmon_packet_list_get_position (self->list, row));
}

/* Takes the rows of dividers out of @rows, which end before @row_end. */
static void
remove_dividers (PktmonPacketSelection *self, GtkBitset *rows, guint row, guint row_end)
{
  while ((row = pktmon_packet_list_get_next_divider (self->list, row)) < row_end)
    gtk_bitset_remove (rows, row++);
}

/* Goes from run to run, so that the cost is that of their number. */
static GtkBitset *
selection_model_get_selection_in_range (GtkSelectionModel *model, guint row, guint n_rows)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);
  g_autoptr (PktmonPositions) inside = dup_rows (self, row, n_rows);
  g_autoptr (PktmonPositions) outside = pktmon_positions_copy (inside);
  guint row_end = (guint) MIN ((guint64) row + n_rows, self->n_rows);
  GtkBitset *rows = gtk_bitset_new_empty();
  guint64 position = 0;

  pktmon_positions_intersect (inside, self->selected);
  pktmon_positions_subtract (outside, self->selected);
  while (position != PKTMON_POSITION_NONE &&
         (position = pktmon_positions_get_next (inside, position)) != PKTMON_POSITION_NONE) {
    guint first = pktmon_packet_list_get_row (self->list, position);
    guint end;

    position = pktmon_positions_get_next (outside, position);
    end = MIN (pktmon_packet_list_get_row (self->list, position), row_end);
    gtk_bitset_add_range (rows, first, end - first);
  }
  remove_dividers (self, rows, row, row_end);
  return rows;
}

/* Selects the packets of some rows, or selects them no more. A set for one row would be as large as
 * its position is. */
static void
change_rows (PktmonPacketSelection *self, guint row, guint n_rows, gboolean select)
{
  g_autoptr (PktmonPositions) positions = NULL;

  if (n_rows == 1 && row < self->n_rows && !is_divider (self, row)) {
    guint64 position = pktmon_packet_list_get_position (self->list, row);

    if (select)
      pktmon_positions_add (self->selected, position);
    else
      pktmon_positions_remove (self->selected, position);
    return;
  }
  positions = dup_rows (self, row, n_rows);
  if (select)
    pktmon_positions_unite (self->selected, positions);
  else
    pktmon_positions_subtract (self->selected, positions);
}

/* One signal for a change of @n_rows rows from @row on. */
static gboolean
announce (PktmonPacketSelection *self, guint row, guint n_rows)
{
  if (row < self->n_rows && n_rows > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), row,
                                           MIN (n_rows, self->n_rows - row));
  return TRUE;
}

static gboolean
select_rows (GtkSelectionModel *model, guint row, guint n_rows, gboolean unselect_rest)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);

  if (unselect_rest)
    pktmon_positions_remove_range (self->selected, 0, G_MAXUINT64);
  change_rows (self, row, n_rows, TRUE);
  return unselect_rest ? announce (self, 0, self->n_rows) : announce (self, row, n_rows);
}

/* Who comes to a divider means the packet there. */
static gboolean
selection_model_select_item (GtkSelectionModel *model, guint row, gboolean unselect_rest)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);

  if (row < self->n_rows)
    row = pktmon_packet_list_get_packet_row (self->list, row);
  return select_rows (model, row, 1, unselect_rest);
}

static gboolean
selection_model_select_all (GtkSelectionModel *model)
{
  return select_rows (model, 0, G_MAXUINT, FALSE);
}

/* Nothing at all is selected then, shown or not. */
static gboolean
selection_model_unselect_all (GtkSelectionModel *model)
{
  return select_rows (model, 0, 0, TRUE);
}

static gboolean
selection_model_unselect_range (GtkSelectionModel *model, guint row, guint n_rows)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);

  change_rows (self, row, n_rows, FALSE);
  return announce (self, row, n_rows);
}

static gboolean
selection_model_unselect_item (GtkSelectionModel *model, guint row)
{
  return selection_model_unselect_range (model, row, 1);
}

static gboolean
selection_model_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (model);
  GtkBitsetIter iterator;
  guint row, first, last;

  if (!gtk_bitset_iter_init_first (&iterator, mask, &row) || row >= self->n_rows)
    return TRUE;
  first = row;
  do {
    change_rows (self, row, 1, gtk_bitset_contains (selected, row));
    last = row;
  } while (gtk_bitset_iter_next (&iterator, &row) && row < self->n_rows);
  return announce (self, first, last - first + 1);
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = selection_model_is_selected;
  iface->get_selection_in_range = selection_model_get_selection_in_range;
  iface->select_item = selection_model_select_item;
  iface->unselect_item = selection_model_unselect_item;
  iface->select_range = select_rows;
  iface->unselect_range = selection_model_unselect_range;
  iface->select_all = selection_model_select_all;
  iface->unselect_all = selection_model_unselect_all;
  iface->set_selection = selection_model_set_selection;
}

/* --- Life --- */

static void
pktmon_packet_selection_finalize (GObject *object)
{
  PktmonPacketSelection *self = PKTMON_PACKET_SELECTION (object);

  pktmon_positions_free (self->selected);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (pktmon_packet_selection_parent_class)->finalize (object);
}

static void
pktmon_packet_selection_class_init (PktmonPacketSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_selection_finalize;
}

static void
pktmon_packet_selection_init (PktmonPacketSelection *self)
{
  self->selected = pktmon_positions_new();
  self->max_rows = G_MAXUINT;
  self->ready = G_MAXUINT;
}

PktmonPacketSelection *
pktmon_packet_selection_new (PktmonPacketList *list)
{
  PktmonPacketSelection *self = g_object_new (PKTMON_TYPE_PACKET_SELECTION, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_rows (self, 0);
  return self;
}

PktmonPacketList *
pktmon_packet_selection_get_list (PktmonPacketSelection *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_SELECTION (self), NULL);

  return self->list;
}

PktmonPositions *
pktmon_packet_selection_dup_positions (PktmonPacketSelection *self)
{
  PktmonPositions *positions, *shown;

  g_return_val_if_fail (PKTMON_IS_PACKET_SELECTION (self), NULL);

  positions = pktmon_positions_copy (self->selected);
  shown = pktmon_packet_list_get_positions (self->list);
  if (shown != NULL)
    pktmon_positions_intersect (positions, shown);
  return positions;
}

guint64
pktmon_packet_selection_get_count (PktmonPacketSelection *self)
{
  g_autoptr (PktmonPositions) positions = pktmon_packet_selection_dup_positions (self);

  return positions != NULL ? pktmon_positions_get_count (positions) : 0;
}

void
pktmon_packet_selection_set_max_rows (PktmonPacketSelection *self, guint max_rows)
{
  g_return_if_fail (PKTMON_IS_PACKET_SELECTION (self));

  self->max_rows = max_rows;
  update_rows (self, G_MAXUINT);
}

gboolean
pktmon_packet_selection_is_cut (PktmonPacketSelection *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_SELECTION (self), FALSE);

  return self->max_rows < g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

void
pktmon_packet_selection_set_ready (PktmonPacketSelection *self, guint n_rows)
{
  g_return_if_fail (PKTMON_IS_PACKET_SELECTION (self));

  self->ready = n_rows;
  update_rows (self, G_MAXUINT);
}

guint
pktmon_packet_selection_count_rows (PktmonPacketSelection *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_SELECTION (self), 0);

  return count_all (self);
}

void
pktmon_packet_selection_announce_again (PktmonPacketSelection *self, guint row)
{
  g_return_if_fail (PKTMON_IS_PACKET_SELECTION (self));

  update_rows (self, row);
}

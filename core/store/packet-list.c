/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/packet-list.h"

/* --- Item --- */

struct _PktmonPacketItem {
  GObject parent_instance;
  guint64 position;
};

G_DEFINE_FINAL_TYPE (PktmonPacketItem, pktmon_packet_item, G_TYPE_OBJECT)

static void
pktmon_packet_item_class_init (PktmonPacketItemClass *klass)
{
}

static void
pktmon_packet_item_init (PktmonPacketItem *self)
{
}

static PktmonPacketItem *
item_new (guint64 position)
{
  PktmonPacketItem *self = g_object_new (PKTMON_TYPE_PACKET_ITEM, NULL);

  self->position = position;
  return self;
}

guint64
pktmon_packet_item_get_position (PktmonPacketItem *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_ITEM (self), PKTMON_POSITION_NONE);

  return self->position;
}

/* --- List --- */

struct _PktmonPacketList {
  GObject parent_instance;

  PktmonStore *store;
  PktmonPositions *positions; /* NULL: all */
  PktmonDividerRows *dividers;
  guint64 n_packets; /* that are shown */
  guint n_items;     /* as announced */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonPacketList, pktmon_packet_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
is_divider (PktmonPacketList *self, guint row)
{
  return pktmon_divider_rows_get_next (self->dividers, row) == row;
}

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_PACKET_ITEM;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_PACKET_LIST (model)->n_items;
}

static gpointer
list_model_get_item (GListModel *model, guint row)
{
  PktmonPacketList *self = PKTMON_PACKET_LIST (model);

  if (row >= self->n_items)
    return NULL;
  return item_new (is_divider (self, row) ? PKTMON_POSITION_NONE
                                          : pktmon_packet_list_get_position (self, row));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* Announces the rows that came at the end. */
static void
grow (PktmonPacketList *self)
{
  guint before = self->n_items;

  self->n_packets = self->positions != NULL ? pktmon_positions_get_count (self->positions)
                                            : pktmon_store_get_count (self->store);
  pktmon_divider_rows_extend (self->dividers, self->positions, self->n_packets);
  self->n_items = (guint) MIN (self->n_packets + pktmon_divider_rows_get_count (self->dividers),
                               PKTMON_INDEX_MAX_PACKETS);
  if (self->n_items > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n_items - before);
}

static void
store_changed_cb (PktmonPacketList *self)
{
  if (self->positions == NULL)
    grow (self);
}

static void
pktmon_packet_list_finalize (GObject *object)
{
  PktmonPacketList *self = PKTMON_PACKET_LIST (object);

  pktmon_divider_rows_free (self->dividers);
  g_clear_pointer (&self->positions, pktmon_positions_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_packet_list_parent_class)->finalize (object);
}

static void
pktmon_packet_list_class_init (PktmonPacketListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_list_finalize;
}

static void
pktmon_packet_list_init (PktmonPacketList *self)
{
}

PktmonPacketList *
pktmon_packet_list_new (PktmonStore *store)
{
  PktmonPacketList *self = g_object_new (PKTMON_TYPE_PACKET_LIST, NULL);

  self->store = g_object_ref (store);
  self->dividers = pktmon_divider_rows_new (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  grow (self);
  return self;
}

void
pktmon_packet_list_take_positions (PktmonPacketList *self, PktmonPositions *positions)
{
  guint before = self->n_items;

  g_return_if_fail (PKTMON_IS_PACKET_LIST (self));

  self->n_items = 0;
  self->n_packets = 0;
  g_clear_pointer (&self->positions, pktmon_positions_free);
  pktmon_divider_rows_clear (self->dividers);
  self->positions = positions;
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  grow (self);
}

void
pktmon_packet_list_append_positions (PktmonPacketList *self, const PktmonPositions *positions,
                                     guint64 first)
{
  g_return_if_fail (PKTMON_IS_PACKET_LIST (self));
  g_return_if_fail (self->positions != NULL);

  pktmon_positions_unite_from (self->positions, positions, first);
  grow (self);
}

PktmonPositions *
pktmon_packet_list_get_positions (PktmonPacketList *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), NULL);

  return self->positions;
}

guint64
pktmon_packet_list_get_count (PktmonPacketList *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);

  return self->n_packets;
}

guint64
pktmon_packet_list_get_nth (PktmonPacketList *self, guint64 n)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);
  g_return_val_if_fail (n < self->n_packets, 0);

  return self->positions != NULL ? pktmon_positions_get_nth (self->positions, n) : n;
}

guint64
pktmon_packet_list_get_rank (PktmonPacketList *self, guint64 position)
{
  guint64 rank;

  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);

  rank = self->positions != NULL ? pktmon_positions_get_rank (self->positions, position) : position;
  return MIN (rank, self->n_packets);
}

/* --- Rows --- */

guint64
pktmon_packet_list_get_position (PktmonPacketList *self, guint row)
{
  guint64 rank;

  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);
  g_return_val_if_fail (row < self->n_items, 0);

  rank = pktmon_divider_rows_get_rank (self->dividers, row);
  return rank < self->n_packets ? pktmon_packet_list_get_nth (self, rank) : PKTMON_POSITION_NONE;
}

guint64
pktmon_packet_list_get_row_rank (PktmonPacketList *self, guint row)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);

  return pktmon_divider_rows_get_rank (self->dividers, row);
}

gboolean
pktmon_packet_list_get_divider (PktmonPacketList *self, guint row, PktmonDividerRow *divider)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), FALSE);

  return pktmon_divider_rows_get (self->dividers, row, divider);
}

guint
pktmon_packet_list_get_next_divider (PktmonPacketList *self, guint row)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);

  return (guint) MIN (pktmon_divider_rows_get_next (self->dividers, row), self->n_items);
}

guint
pktmon_packet_list_get_packet_row (PktmonPacketList *self, guint row)
{
  guint64 rank;

  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);

  if (self->n_packets == 0)
    return row;
  rank = MIN (pktmon_divider_rows_get_rank (self->dividers, row), self->n_packets - 1);
  return (guint) MIN (pktmon_divider_rows_get_row (self->dividers, rank), self->n_items);
}

guint
pktmon_packet_list_get_row (PktmonPacketList *self, guint64 position)
{
  guint64 rank = pktmon_packet_list_get_rank (self, position);

  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), 0);

  return (guint) MIN (pktmon_divider_rows_get_row (self->dividers, rank), self->n_items);
}

gboolean
pktmon_packet_list_find (PktmonPacketList *self, guint64 position, guint *row)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LIST (self), FALSE);

  *row = pktmon_packet_list_get_row (self, position);
  return *row < self->n_items && pktmon_packet_list_get_position (self, *row) == position;
}

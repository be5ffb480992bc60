/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/interface-list.h"

/* --- Item --- */

struct _PktmonInterfaceItem {
  GObject parent_instance;
  guint number;
};

G_DEFINE_FINAL_TYPE (PktmonInterfaceItem, pktmon_interface_item, G_TYPE_OBJECT)

static void
pktmon_interface_item_class_init (PktmonInterfaceItemClass *klass)
{
}

static void
pktmon_interface_item_init (PktmonInterfaceItem *self)
{
}

guint
pktmon_interface_item_get_number (PktmonInterfaceItem *self)
{
  g_return_val_if_fail (PKTMON_IS_INTERFACE_ITEM (self), 0);

  return self->number;
}

/* --- List --- */

struct _PktmonInterfaceList {
  GObject parent_instance;

  PktmonStore *store;
  guint first;   /* that is kept */
  guint n_items; /* from it on, as announced */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonInterfaceList, pktmon_interface_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_INTERFACE_ITEM;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_INTERFACE_LIST (model)->n_items;
}

static gpointer
list_model_get_item (GListModel *model, guint row)
{
  PktmonInterfaceItem *item;

  if (row >= PKTMON_INTERFACE_LIST (model)->n_items)
    return NULL;
  item = g_object_new (PKTMON_TYPE_INTERFACE_ITEM, NULL);
  item->number = PKTMON_INTERFACE_LIST (model)->first + row;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* Takes out those of sections that are not kept any more. */
static void
shrink (PktmonInterfaceList *self)
{
  PktmonSpool *spool = pktmon_store_get_spool (self->store);
  guint64 packets, end, start = pktmon_spool_get_start (spool, &packets);
  const PktmonSection *section =
      pktmon_directory_find_section (pktmon_store_get_directory (self->store), start, &end);
  guint gone = start > 0 && section != NULL ? section->first_interface - self->first : 0;

  gone = MIN (gone, self->n_items);
  if (gone == 0)
    return;
  self->first += gone;
  self->n_items -= gone;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, gone, 0);
}

static void
grow (PktmonInterfaceList *self)
{
  guint before = self->n_items;

  self->n_items =
      pktmon_directory_get_n_interfaces (pktmon_store_get_directory (self->store)) - self->first;
  if (self->n_items > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n_items - before);
  shrink (self);
}

static void
pktmon_interface_list_finalize (GObject *object)
{
  g_clear_object (&PKTMON_INTERFACE_LIST (object)->store);
  G_OBJECT_CLASS (pktmon_interface_list_parent_class)->finalize (object);
}

static void
pktmon_interface_list_class_init (PktmonInterfaceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_interface_list_finalize;
}

static void
pktmon_interface_list_init (PktmonInterfaceList *self)
{
}

PktmonInterfaceList *
pktmon_interface_list_new (PktmonStore *store)
{
  PktmonInterfaceList *self = g_object_new (PKTMON_TYPE_INTERFACE_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (grow), self, G_CONNECT_SWAPPED);
  grow (self);
  return self;
}

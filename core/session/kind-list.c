/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/kind-list.h"

struct _PktmonKindList {
  GObject parent_instance;

  PktmonSourceTree *tree;
  PktmonDataSourceKind kind;
  gboolean show_hidden;
  GPtrArray *sources; /* of PktmonDataSource: what is listed */
  GPtrArray *watched; /* what is listened to: all sources, and their lists of children */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonKindList, pktmon_kind_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_DATA_SOURCE;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_KIND_LIST (model)->sources->len;
}

static gpointer
list_model_get_item (GListModel *model, guint position)
{
  GPtrArray *sources = PKTMON_KIND_LIST (model)->sources;

  return position < sources->len ? g_object_ref (g_ptr_array_index (sources, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* --- Following --- */

static void update (PktmonKindList *self);

static void
watch (PktmonKindList *self, gpointer object, const char *signal)
{
  g_signal_connect_swapped (object, signal, G_CALLBACK (update), self);
  g_ptr_array_add (self->watched, g_object_ref (object));
}

static void
unwatch_all (PktmonKindList *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

typedef struct {
  PktmonKindList *list;
  GPtrArray *sources;
} Walk;

static void
collect_cb (PktmonDataSource *source, gpointer user_data)
{
  Walk *walk = user_data;

  watch (walk->list, source, "changed");
  watch (walk->list, pktmon_data_source_get_children (source), "items-changed");
  if (pktmon_data_source_get_kind (source) == walk->list->kind &&
      (walk->list->show_hidden || pktmon_data_source_check_available (source, NULL)))
    g_ptr_array_add (walk->sources, g_object_ref (source));
}

/* What is the same at both ends stays; one signal tells of the rest. */
static void
replace (PktmonKindList *self, GPtrArray *sources)
{
  g_autoptr (GPtrArray) old = self->sources;
  guint shorter = MIN (old->len, sources->len), first = 0, last = 0;

  while (first < shorter && g_ptr_array_index (old, first) == g_ptr_array_index (sources, first))
    first++;
  while (last < shorter - first && g_ptr_array_index (old, old->len - 1 - last) ==
                                       g_ptr_array_index (sources, sources->len - 1 - last))
    last++;
  self->sources = sources;
  if (first + last < MAX (old->len, sources->len))
    g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                                sources->len - first - last);
}

static void
update (PktmonKindList *self)
{
  Walk walk = { self, g_ptr_array_new_with_free_func (g_object_unref) };

  unwatch_all (self);
  watch (self, self->tree, "items-changed");
  pktmon_source_tree_foreach (self->tree, collect_cb, &walk);
  replace (self, walk.sources);
}

/* --- Object --- */

static void
pktmon_kind_list_finalize (GObject *object)
{
  PktmonKindList *self = PKTMON_KIND_LIST (object);

  unwatch_all (self);
  g_ptr_array_unref (self->watched);
  g_ptr_array_unref (self->sources);
  g_clear_object (&self->tree);
  G_OBJECT_CLASS (pktmon_kind_list_parent_class)->finalize (object);
}

static void
pktmon_kind_list_class_init (PktmonKindListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_kind_list_finalize;
}

static void
pktmon_kind_list_init (PktmonKindList *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->sources = g_ptr_array_new_with_free_func (g_object_unref);
}

GListModel *
pktmon_kind_list_new (PktmonSourceTree *tree, PktmonDataSourceKind kind, gboolean show_hidden)
{
  PktmonKindList *self = g_object_new (PKTMON_TYPE_KIND_LIST, NULL);

  self->tree = g_object_ref (tree);
  self->kind = kind;
  self->show_hidden = show_hidden;
  update (self);
  return G_LIST_MODEL (self);
}

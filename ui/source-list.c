/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-list.h"

typedef struct {
  PktmonDataSource *source;
  gboolean has_children; /* that are shown */
} Entry;

struct _PktmonSourceList {
  GObject parent_instance;

  GListModel *sources;
  PktmonSourceFilter *filter;
  GArray *entries; /* Entry, as announced */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonSourceList, pktmon_source_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- List --- */

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_DATA_SOURCE;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_SOURCE_LIST (model)->entries->len;
}

static gpointer
list_model_get_item (GListModel *model, guint position)
{
  GArray *entries = PKTMON_SOURCE_LIST (model)->entries;

  return position < entries->len ? g_object_ref (g_array_index (entries, Entry, position).source)
                                 : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* --- Following --- */

static void
clear_entry (gpointer data)
{
  g_clear_object (&((Entry *) data)->source);
}

static GArray *
entries_new (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, clear_entry);
  return entries;
}

static GArray *
list_shown (PktmonSourceList *self)
{
  GArray *entries = entries_new();

  for (guint i = 0; i < g_list_model_get_n_items (self->sources); i++) {
    g_autoptr (PktmonDataSource) source = g_list_model_get_item (self->sources, i);
    Entry entry = { .source = source };

    if (!pktmon_source_filter_shows (self->filter, source))
      continue;
    entry.has_children = pktmon_source_filter_shows_children (self->filter, source);
    g_object_ref (source);
    g_array_append_val (entries, entry);
  }
  return entries;
}

static const Entry *
get_entry (GArray *entries, guint i)
{
  return i < entries->len ? &g_array_index (entries, Entry, i) : NULL;
}

static gboolean
is_same (const Entry *a, const Entry *b)
{
  return a != NULL && b != NULL && a->source == b->source && a->has_children == b->has_children;
}

static void
remove_entries (PktmonSourceList *self, guint start, guint n)
{
  g_array_remove_range (self->entries, start, n);
  g_list_model_items_changed (G_LIST_MODEL (self), start, n, 0);
}

/* Removes what is not in @now. */
static void
remove_gone (PktmonSourceList *self, GArray *now)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL); /* source → Entry */

  for (guint i = 0; i < now->len; i++)
    g_hash_table_insert (kept, g_array_index (now, Entry, i).source,
                         &g_array_index (now, Entry, i));
  for (guint i = self->entries->len; i-- > 0;) {
    const Entry *entry = &g_array_index (self->entries, Entry, i);

    if (!is_same (entry, g_hash_table_lookup (kept, entry->source)))
      remove_entries (self, i, 1);
  }
}

/* Inserts those of @now, from @start on, that do not stand there yet.
 * Returns: where to go on. */
static guint
insert_run (PktmonSourceList *self, GArray *now, guint start)
{
  const Entry *next = get_entry (self->entries, start);
  guint end = start;

  while (end < now->len && !is_same (get_entry (now, end), next)) {
    g_object_ref (g_array_index (now, Entry, end).source);
    end++;
  }
  g_array_insert_vals (self->entries, start, get_entry (now, start), end - start);
  g_list_model_items_changed (G_LIST_MODEL (self), start, 0, end - start);
  return end;
}

/* Tells of nothing but what is different: what stays on the screen stays where it is. */
static void
update (PktmonSourceList *self)
{
  g_autoptr (GArray) now = list_shown (self);
  guint i = 0;

  remove_gone (self, now);
  while (i < now->len)
    if (is_same (get_entry (self->entries, i), get_entry (now, i)))
      i++;
    else
      i = insert_run (self, now, i);
  /* What stood in another order. */
  if (self->entries->len > now->len)
    remove_entries (self, now->len, self->entries->len - now->len);
}

/* --- Life --- */

static void
pktmon_source_list_finalize (GObject *object)
{
  PktmonSourceList *self = PKTMON_SOURCE_LIST (object);

  g_array_unref (self->entries);
  g_clear_object (&self->sources);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (pktmon_source_list_parent_class)->finalize (object);
}

static void
pktmon_source_list_class_init (PktmonSourceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_source_list_finalize;
}

static void
pktmon_source_list_init (PktmonSourceList *self)
{
  self->entries = entries_new();
}

PktmonSourceList *
pktmon_source_list_new (GListModel *sources, PktmonSourceFilter *filter)
{
  PktmonSourceList *self = g_object_new (PKTMON_TYPE_SOURCE_LIST, NULL);

  self->sources = g_object_ref (sources);
  self->filter = g_object_ref (filter);
  g_signal_connect_object (filter, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

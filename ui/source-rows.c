/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-rows.h"

#include "ui/source-list.h"

struct _PktmonSourceRows {
  PktmonSourceFilter *filter;
  GtkTreeListModel *model;
  GHashTable *expanded; /* id → whether it is expanded, for those that are not as usual */
  gboolean changed;     /* rows came since all are as expanded as they should be */
  gboolean filtered;    /* as it was then */
  gboolean settling;
};

static GListModel *
children_cb (gpointer item, gpointer user_data)
{
  PktmonSourceRows *self = user_data;
  GListModel *children = pktmon_data_source_get_children (item);

  if (!pktmon_source_filter_shows_children (self->filter, item))
    return NULL;
  return G_LIST_MODEL (pktmon_source_list_new (children, self->filter));
}

/* --- Expansion --- */

/* Namespaces that only processes hold, and points of network stacks, may be many. */
static gboolean
is_usually_expanded (PktmonDataSource *source)
{
  PktmonNamespace *namespace = pktmon_data_source_get_namespace (source);
  const char *name = namespace != NULL ? pktmon_namespace_get_name (namespace) : NULL;

  if (pktmon_data_source_get_kind (source) == PKTMON_DATA_SOURCE_STACK)
    return FALSE;
  return !pktmon_data_source_is_group (source) || name == NULL || name[0] != '#';
}

static gboolean
should_be_expanded (PktmonSourceRows *self, PktmonDataSource *source)
{
  gpointer expanded;

  if (pktmon_source_filter_is_active (self->filter))
    return TRUE;
  if (g_hash_table_lookup_extended (self->expanded, pktmon_data_source_get_id (source), NULL,
                                    &expanded))
    return GPOINTER_TO_INT (expanded);
  return is_usually_expanded (source);
}

/* Rows below one that is expanded come right after it, and have their turn. */
static void
settle (PktmonSourceRows *self)
{
  gboolean filtered = pktmon_source_filter_is_active (self->filter);

  if (!self->changed && filtered == self->filtered)
    return;
  self->filtered = filtered;
  self->settling = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);
    g_autoptr (PktmonDataSource) source = gtk_tree_list_row_get_item (row);

    if (gtk_tree_list_row_is_expandable (row))
      gtk_tree_list_row_set_expanded (row, should_be_expanded (self, source));
  }
  self->settling = FALSE;
  self->changed = FALSE;
}

/* Rows must not be expanded while the model says that there are others. */
static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  PktmonSourceRows *self = user_data;

  self->changed = self->changed || added > 0;
}

void
pktmon_source_rows_remember (PktmonSourceRows *self, GtkTreeListRow *row)
{
  g_autoptr (PktmonDataSource) source = gtk_tree_list_row_get_item (row);

  if (!pktmon_source_filter_is_active (self->filter))
    g_hash_table_insert (self->expanded, g_strdup (pktmon_data_source_get_id (source)),
                         GINT_TO_POINTER (gtk_tree_list_row_get_expanded (row)));
}

gboolean
pktmon_source_rows_is_settling (PktmonSourceRows *self)
{
  return self->settling;
}

void
pktmon_source_rows_expand_all (PktmonSourceRows *self, gboolean expanded)
{
  self->settling = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);

    if (!gtk_tree_list_row_is_expandable (row))
      continue;
    gtk_tree_list_row_set_expanded (row, expanded);
    pktmon_source_rows_remember (self, row);
  }
  self->settling = FALSE;
}

/* --- Life --- */

PktmonSourceRows *
pktmon_source_rows_new (PktmonSourceFilter *filter)
{
  PktmonSourceRows *self = g_new0 (PktmonSourceRows, 1);
  GListModel *tree = G_LIST_MODEL (pktmon_source_filter_get_tree (filter));

  self->filter = g_object_ref (filter);
  self->expanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->model = gtk_tree_list_model_new (G_LIST_MODEL (pktmon_source_list_new (tree, filter)),
                                         FALSE, FALSE, children_cb, self, NULL);
  g_signal_connect (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
  /* After the lists, which follow the same signal. */
  g_signal_connect_data (filter, "changed", G_CALLBACK (settle), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->changed = TRUE;
  settle (self);
  return self;
}

void
pktmon_source_rows_free (PktmonSourceRows *self)
{
  g_signal_handlers_disconnect_by_data (self->filter, self);
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_object_unref (self->filter);
  g_hash_table_unref (self->expanded);
  g_free (self);
}

GtkTreeListModel *
pktmon_source_rows_get_model (PktmonSourceRows *self)
{
  return self->model;
}

guint
pktmon_source_rows_find (PktmonSourceRows *self, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);
    g_autoptr (PktmonDataSource) source = gtk_tree_list_row_get_item (row);

    if (g_str_equal (pktmon_data_source_get_id (source), id))
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

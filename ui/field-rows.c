/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field-rows.h"

/* --- Item --- */

struct _PktmonFieldItem {
  GObject parent_instance;
  guint position; /* in the tree */
};

G_DEFINE_FINAL_TYPE (PktmonFieldItem, pktmon_field_item, G_TYPE_OBJECT)

static void
pktmon_field_item_class_init (PktmonFieldItemClass *klass)
{
}

static void
pktmon_field_item_init (PktmonFieldItem *self)
{
}

/* --- Rows --- */

struct _PktmonFieldRows {
  const PktmonFieldTree *tree; /* NULL: none */
  GListStore *layers;
  GtkTreeListModel *model; /* of the layers and what is below them */
  GHashTable *expanded;    /* set of names of fields */
};

/* The fields from @first to @end that are not below others there. */
static GPtrArray *
items_new (const PktmonFieldTree *tree, guint first, guint end)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < end; i = pktmon_field_tree_get_end (tree, i)) {
    PktmonFieldItem *item = g_object_new (PKTMON_TYPE_FIELD_ITEM, NULL);

    item->position = i;
    g_ptr_array_add (items, item);
  }
  return items;
}

/* Replaces all items of @store from @start on by those fields. */
static void
replace_items (GListStore *store, guint start, const PktmonFieldTree *tree, guint first, guint end)
{
  g_autoptr (GPtrArray) items = items_new (tree, first, end);
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store)) - start;

  if (n_old > 0 || items->len > 0)
    g_list_store_splice (store, start, n_old, items->pdata, items->len);
}

static GListModel *
children_cb (gpointer item, gpointer user_data)
{
  PktmonFieldRows *self = user_data;
  guint position = PKTMON_FIELD_ITEM (item)->position;
  guint end = pktmon_field_tree_get_end (self->tree, position);
  GListStore *children;

  if (end == position + 1)
    return NULL;
  children = g_list_store_new (PKTMON_TYPE_FIELD_ITEM);
  replace_items (children, 0, self->tree, position + 1, end);
  return G_LIST_MODEL (children);
}

PktmonFieldRows *
pktmon_field_rows_new (void)
{
  PktmonFieldRows *self = g_new0 (PktmonFieldRows, 1);

  self->expanded = g_hash_table_new (g_str_hash, g_str_equal);
  self->layers = g_list_store_new (PKTMON_TYPE_FIELD_ITEM);
  self->model = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (self->layers)), FALSE, FALSE,
                                         children_cb, self, NULL);
  return self;
}

void
pktmon_field_rows_free (PktmonFieldRows *self)
{
  pktmon_field_rows_set_tree (self, NULL);
  g_object_unref (self->model);
  g_object_unref (self->layers);
  g_hash_table_unref (self->expanded);
  g_free (self);
}

GtkTreeListModel *
pktmon_field_rows_get_model (PktmonFieldRows *self)
{
  return self->model;
}

guint
pktmon_field_rows_get_position (GtkTreeListRow *row)
{
  g_autoptr (PktmonFieldItem) item = gtk_tree_list_row_get_item (row);

  return item->position;
}

const PktmonField *
pktmon_field_rows_get_field (PktmonFieldRows *self, GtkTreeListRow *row)
{
  return pktmon_field_tree_get (self->tree, pktmon_field_rows_get_position (row));
}

const char *
pktmon_field_rows_get_name (const PktmonField *field)
{
  return field->key != NULL ? field->key : field->name;
}

static guint
get_n_rows (PktmonFieldRows *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

guint
pktmon_field_rows_find (PktmonFieldRows *self, const char *name)
{
  for (guint i = 0; i < get_n_rows (self); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);
    const PktmonField *field = pktmon_field_rows_get_field (self, row);

    if (g_str_equal (pktmon_field_rows_get_name (field), name))
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

/* --- From packet to packet --- */

/* Whether the same field stands there in both trees. */
static gboolean
is_alike (const PktmonFieldTree *a, const PktmonFieldTree *b, guint position)
{
  const PktmonField *one = pktmon_field_tree_get (a, position);
  const PktmonField *other = pktmon_field_tree_get (b, position);

  return one->depth == other->depth && g_str_equal (one->name, other->name) &&
         g_strcmp0 (one->key, other->key) == 0;
}

/* How many layers both begin with; @end: the fields in those. */
static guint
count_alike (const PktmonFieldTree *a, const PktmonFieldTree *b, guint *end)
{
  guint size = MIN (pktmon_field_tree_get_size (a), pktmon_field_tree_get_size (b));
  guint n = 0;
  guint alike = 0; /* fields */

  while (alike < size && is_alike (a, b, alike))
    alike++;
  for (*end = 0; *end < alike; n++) {
    guint next = pktmon_field_tree_get_end (a, *end);

    if (next > alike || next != pktmon_field_tree_get_end (b, *end))
      break;
    *end = next;
  }
  return n;
}

/* Expands what was expanded in a packet before, in the layers from @layer on. */
static void
expand_remembered (PktmonFieldRows *self, guint layer)
{
  g_autoptr (GtkTreeListRow) first = gtk_tree_list_model_get_child_row (self->model, layer);

  if (first == NULL)
    return;
  for (guint i = gtk_tree_list_row_get_position (first); i < get_n_rows (self); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);
    const PktmonField *field = pktmon_field_rows_get_field (self, row);

    if (g_hash_table_contains (self->expanded, pktmon_field_rows_get_name (field)))
      gtk_tree_list_row_set_expanded (row, TRUE);
  }
}

void
pktmon_field_rows_set_tree (PktmonFieldRows *self, const PktmonFieldTree *tree)
{
  guint size = tree != NULL ? pktmon_field_tree_get_size (tree) : 0;
  guint n_alike = 0;
  guint end = 0;

  if (self->tree != NULL && tree != NULL)
    n_alike = count_alike (self->tree, tree, &end);
  self->tree = tree;
  replace_items (self->layers, n_alike, tree, end, size);
  expand_remembered (self, n_alike);
}

/* --- Expansion --- */

GtkTreeListRow *
pktmon_field_rows_reveal (PktmonFieldRows *self, guint position)
{
  int parent = pktmon_field_tree_get_parent (self->tree, position);
  g_autoptr (GtkTreeListRow) above = NULL;
  guint first = 0;
  guint n = 0; /* siblings before it */

  if (parent >= 0) {
    above = pktmon_field_rows_reveal (self, (guint) parent);
    gtk_tree_list_row_set_expanded (above, TRUE);
    pktmon_field_rows_remember (self, above);
    first = (guint) parent + 1;
  }
  for (guint i = first; i < position; i = pktmon_field_tree_get_end (self->tree, i))
    n++;
  return above != NULL ? gtk_tree_list_row_get_child_row (above, n)
                       : gtk_tree_list_model_get_child_row (self->model, n);
}

void
pktmon_field_rows_remember (PktmonFieldRows *self, GtkTreeListRow *row)
{
  const PktmonField *field = pktmon_field_rows_get_field (self, row);
  gpointer name = (gpointer) pktmon_field_rows_get_name (field);

  if (gtk_tree_list_row_get_expanded (row))
    g_hash_table_add (self->expanded, name);
  else
    g_hash_table_remove (self->expanded, name);
}

void
pktmon_field_rows_expand_all (PktmonFieldRows *self)
{
  for (guint i = 0; i < get_n_rows (self); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);

    gtk_tree_list_row_set_expanded (row, TRUE);
    pktmon_field_rows_remember (self, row);
  }
}

void
pktmon_field_rows_collapse_all (PktmonFieldRows *self)
{
  g_hash_table_remove_all (self->expanded);
  for (guint i = 0; i < get_n_rows (self); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->model, i);

    gtk_tree_list_row_set_expanded (row, FALSE);
  }
}

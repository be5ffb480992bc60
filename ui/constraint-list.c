/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-list.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* --- Item --- */

struct _PktmonConstraintItem {
  GObject parent_instance;

  PktmonConstraint *constraint;
  guint64 hits;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintItem, pktmon_constraint_item, G_TYPE_OBJECT)

enum { PROP_0, PROP_CONSTRAINT, PROP_HITS, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void
pktmon_constraint_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonConstraintItem *self = PKTMON_CONSTRAINT_ITEM (object);

  switch (id) {
  case PROP_CONSTRAINT:
    g_value_set_boxed (value, self->constraint);
    break;
  case PROP_HITS:
    g_value_set_uint64 (value, self->hits);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_constraint_item_finalize (GObject *object)
{
  pktmon_constraint_unref (PKTMON_CONSTRAINT_ITEM (object)->constraint);
  G_OBJECT_CLASS (pktmon_constraint_item_parent_class)->finalize (object);
}

static void
pktmon_constraint_item_class_init (PktmonConstraintItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pktmon_constraint_item_get_property;
  object_class->finalize = pktmon_constraint_item_finalize;
  properties[PROP_CONSTRAINT] =
      g_param_spec_boxed ("constraint", NULL, NULL, PKTMON_TYPE_CONSTRAINT, flags);
  properties[PROP_HITS] =
      g_param_spec_uint64 ("hits", NULL, NULL, 0, G_MAXUINT64, PKTMON_HITS_UNKNOWN, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
pktmon_constraint_item_init (PktmonConstraintItem *self)
{
  self->hits = PKTMON_HITS_UNKNOWN;
}

static PktmonConstraintItem *
item_new (PktmonConstraint *constraint)
{
  PktmonConstraintItem *self = g_object_new (PKTMON_TYPE_CONSTRAINT_ITEM, NULL);

  self->constraint = pktmon_constraint_ref (constraint);
  return self;
}

/* What another one held for says nothing of this one. */
static void
item_set_constraint (PktmonConstraintItem *self, PktmonConstraint *constraint)
{
  pktmon_constraint_ref (constraint);
  pktmon_constraint_unref (self->constraint);
  self->constraint = constraint;
  self->hits = PKTMON_HITS_UNKNOWN;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONSTRAINT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HITS]);
}

PktmonConstraint *
pktmon_constraint_item_get_constraint (PktmonConstraintItem *self)
{
  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_ITEM (self), NULL);

  return self->constraint;
}

guint64
pktmon_constraint_item_get_hits (PktmonConstraintItem *self)
{
  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_ITEM (self), PKTMON_HITS_UNKNOWN);

  return self->hits;
}

/* --- List --- */

struct _PktmonConstraintList {
  GObject parent_instance;

  GPtrArray *items; /* of PktmonConstraintItem */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonConstraintList, pktmon_constraint_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_CONSTRAINT_ITEM;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_CONSTRAINT_LIST (model)->items->len;
}

static gpointer
list_model_get_item (GListModel *model, guint position)
{
  GPtrArray *items = PKTMON_CONSTRAINT_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

static void
pktmon_constraint_list_finalize (GObject *object)
{
  g_ptr_array_unref (PKTMON_CONSTRAINT_LIST (object)->items);
  G_OBJECT_CLASS (pktmon_constraint_list_parent_class)->finalize (object);
}

static void
pktmon_constraint_list_class_init (PktmonConstraintListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_constraint_list_finalize;
  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_CONSTRAINT_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_constraint_list_init (PktmonConstraintList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

PktmonConstraintList *
pktmon_constraint_list_new (void)
{
  return g_object_new (PKTMON_TYPE_CONSTRAINT_LIST, NULL);
}

/* --- Changing it --- */

static void
emit_changed (PktmonConstraintList *self, guint position, guint removed, guint added)
{
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
pktmon_constraint_list_check_room (PktmonConstraintList *self, GError **error)
{
  g_autofree char *what = NULL;

  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), FALSE);

  if (self->items->len < PKTMON_MAX_CONSTRAINTS)
    return TRUE;
  what = g_strdup_printf (_ ("There are %u constraints already, and there can be no more."),
                          PKTMON_MAX_CONSTRAINTS);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Remove one, or join some into one."));
  return FALSE;
}

gboolean
pktmon_constraint_list_insert (PktmonConstraintList *self, guint position,
                               PktmonConstraint *constraint, GError **error)
{
  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), FALSE);

  if (!pktmon_constraint_list_check_room (self, error))
    return FALSE;
  position = MIN (position, self->items->len);
  g_ptr_array_insert (self->items, (int) position, item_new (constraint));
  emit_changed (self, position, 0, 1);
  return TRUE;
}

gboolean
pktmon_constraint_list_append (PktmonConstraintList *self, PktmonConstraint *constraint,
                               GError **error)
{
  return pktmon_constraint_list_insert (self, G_MAXUINT, constraint, error);
}

void
pktmon_constraint_list_replace (PktmonConstraintList *self, guint position,
                                PktmonConstraint *constraint)
{
  g_return_if_fail (PKTMON_IS_CONSTRAINT_LIST (self));
  g_return_if_fail (position < self->items->len);

  if (pktmon_constraint_equal (pktmon_constraint_list_get (self, position), constraint))
    return;
  item_set_constraint (g_ptr_array_index (self->items, position), constraint);
  emit_changed (self, position, 0, 0);
}

void
pktmon_constraint_list_remove (PktmonConstraintList *self, guint position)
{
  g_return_if_fail (PKTMON_IS_CONSTRAINT_LIST (self));
  g_return_if_fail (position < self->items->len);

  g_ptr_array_remove_index (self->items, position);
  emit_changed (self, position, 1, 0);
}

/* The same with a switch of it on, or off. (transfer full) */
static PktmonConstraint *
dup_switched (const PktmonConstraint *constraint, PktmonConstraintField field, gboolean on)
{
  g_auto (PktmonConstraintFields) fields = { 0 };
  PktmonConstraint *switched;

  pktmon_constraint_fields_copy (&fields, pktmon_constraint_get_fields (constraint));
  pktmon_constraint_fields_set (&fields, field, on ? "yes" : "no", NULL);
  switched = pktmon_constraint_new_fields (&fields, NULL);
  g_assert (switched != NULL);
  return switched;
}

void
pktmon_constraint_list_set_switch (PktmonConstraintList *self, guint position,
                                   PktmonConstraintField field, gboolean on)
{
  g_autoptr (PktmonConstraint) switched = NULL;

  g_return_if_fail (PKTMON_IS_CONSTRAINT_LIST (self));
  g_return_if_fail (position < self->items->len);
  g_return_if_fail (pktmon_constraint_field_is_switch (field));

  switched = dup_switched (pktmon_constraint_list_get (self, position), field, on);
  pktmon_constraint_list_replace (self, position, switched);
}

static gboolean
has_same (PktmonConstraintList *self, GPtrArray *constraints, guint n)
{
  if (n != self->items->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!pktmon_constraint_equal (pktmon_constraint_list_get (self, i),
                                  g_ptr_array_index (constraints, i)))
      return FALSE;
  return TRUE;
}

void
pktmon_constraint_list_set_all (PktmonConstraintList *self, GPtrArray *constraints)
{
  guint n = constraints != NULL ? MIN (constraints->len, PKTMON_MAX_CONSTRAINTS) : 0;
  guint before;

  g_return_if_fail (PKTMON_IS_CONSTRAINT_LIST (self));

  if (has_same (self, constraints, n))
    return;
  before = self->items->len;
  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->items, item_new (g_ptr_array_index (constraints, i)));
  emit_changed (self, 0, before, n);
}

void
pktmon_constraint_list_disable_all (PktmonConstraintList *self)
{
  g_return_if_fail (PKTMON_IS_CONSTRAINT_LIST (self));

  if (pktmon_constraint_list_count_enabled (self) == 0)
    return;
  for (guint i = 0; i < self->items->len; i++) {
    PktmonConstraintItem *item = g_ptr_array_index (self->items, i);
    g_autoptr (PktmonConstraint) switched =
        dup_switched (item->constraint, PKTMON_CONSTRAINT_DISABLED, TRUE);

    item_set_constraint (item, switched);
  }
  emit_changed (self, 0, 0, 0);
}

/* --- Looking at it --- */

guint
pktmon_constraint_list_get_size (PktmonConstraintList *self)
{
  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), 0);

  return self->items->len;
}

guint
pktmon_constraint_list_count_enabled (PktmonConstraintList *self)
{
  guint n = 0;

  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    n += pktmon_constraint_is_enabled (pktmon_constraint_list_get (self, i));
  return n;
}

PktmonConstraint *
pktmon_constraint_list_get (PktmonConstraintList *self, guint position)
{
  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), NULL);
  g_return_val_if_fail (position < self->items->len, NULL);

  return pktmon_constraint_item_get_constraint (g_ptr_array_index (self->items, position));
}

GPtrArray *
pktmon_constraint_list_dup_all (PktmonConstraintList *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), all);

  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (all, pktmon_constraint_ref (pktmon_constraint_list_get (self, i)));
  return all;
}

gboolean
pktmon_constraint_list_find (PktmonConstraintList *self, PktmonConstraintItem *item,
                             guint *position)
{
  g_return_val_if_fail (PKTMON_IS_CONSTRAINT_LIST (self), FALSE);

  return g_ptr_array_find (self->items, item, position);
}

void
pktmon_constraint_list_set_hits (PktmonConstraintList *self, guint position, guint64 hits)
{
  PktmonConstraintItem *item;

  g_return_if_fail (PKTMON_IS_CONSTRAINT_LIST (self));
  g_return_if_fail (position < self->items->len);

  item = g_ptr_array_index (self->items, position);
  if (item->hits == hits)
    return;
  item->hits = hits;
  g_object_notify_by_pspec (G_OBJECT (item), properties[PROP_HITS]);
}

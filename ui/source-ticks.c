/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-ticks.h"

#include <string.h>

struct _PktmonSourceTicks {
  GObject parent_instance;
  GHashTable *ids; /* set of strings */
};

G_DEFINE_FINAL_TYPE (PktmonSourceTicks, pktmon_source_ticks, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
pktmon_source_ticks_finalize (GObject *object)
{
  PktmonSourceTicks *self = PKTMON_SOURCE_TICKS (object);

  g_hash_table_unref (self->ids);
  G_OBJECT_CLASS (pktmon_source_ticks_parent_class)->finalize (object);
}

static void
pktmon_source_ticks_class_init (PktmonSourceTicksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_source_ticks_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_SOURCE_TICKS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_source_ticks_init (PktmonSourceTicks *self)
{
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

PktmonSourceTicks *
pktmon_source_ticks_new (void)
{
  return g_object_new (PKTMON_TYPE_SOURCE_TICKS, NULL);
}

/* --- Ids --- */

gboolean
pktmon_source_ticks_contains (PktmonSourceTicks *self, const char *id)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_TICKS (self), FALSE);

  return g_hash_table_contains (self->ids, id);
}

static void
set_silently (PktmonSourceTicks *self, const char *id, gboolean ticked)
{
  if (ticked)
    g_hash_table_add (self->ids, g_strdup (id));
  else
    g_hash_table_remove (self->ids, id);
}

void
pktmon_source_ticks_set (PktmonSourceTicks *self, const char *id, gboolean ticked)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TICKS (self));

  if (g_hash_table_contains (self->ids, id) == ticked)
    return;
  set_silently (self, id, ticked);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
pktmon_source_ticks_clear (PktmonSourceTicks *self)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TICKS (self));

  if (g_hash_table_size (self->ids) == 0)
    return;
  g_hash_table_remove_all (self->ids);
  g_signal_emit (self, signals[CHANGED], 0);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
pktmon_source_ticks_dup_all (PktmonSourceTicks *self)
{
  GHashTableIter iter;
  g_autoptr (GPtrArray) ids = g_ptr_array_new();
  gpointer id;

  g_return_val_if_fail (PKTMON_IS_SOURCE_TICKS (self), NULL);

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}

void
pktmon_source_ticks_set_all (PktmonSourceTicks *self, char **ids)
{
  g_auto (GStrv) before = pktmon_source_ticks_dup_all (self);
  g_auto (GStrv) after = NULL;

  g_return_if_fail (PKTMON_IS_SOURCE_TICKS (self));

  g_hash_table_remove_all (self->ids);
  for (; ids != NULL && *ids != NULL; ids++)
    set_silently (self, *ids, TRUE);
  after = pktmon_source_ticks_dup_all (self);
  if (!g_strv_equal ((const char *const *) before, (const char *const *) after))
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
pktmon_source_ticks_is_empty (PktmonSourceTicks *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_TICKS (self), TRUE);

  return g_hash_table_size (self->ids) == 0;
}

/* --- Sources --- */

static gboolean
is_available (PktmonDataSource *source)
{
  return !pktmon_data_source_is_group (source) && pktmon_data_source_check_available (source, NULL);
}

static gboolean
is_ticked (PktmonSourceTicks *self, PktmonDataSource *source)
{
  return g_hash_table_contains (self->ids, pktmon_data_source_get_id (source));
}

typedef struct {
  guint available;
  guint ticked; /* of those that are available */
  guint lost;   /* ticked, and not available */
} Count;

static void
count (PktmonSourceTicks *self, PktmonDataSource *source, Count *result)
{
  gboolean available = is_available (source);
  gboolean ticked = is_ticked (self, source);

  result->available += available ? 1 : 0;
  result->ticked += available && ticked ? 1 : 0;
  result->lost += !available && ticked ? 1 : 0;
}

/* A network stack inside of a namespace is chosen by itself: its points see what the interfaces do.
 */
static void
count_below (PktmonSourceTicks *self, PktmonDataSource *group, Count *result)
{
  GListModel *children = pktmon_data_source_get_children (group);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    if (pktmon_data_source_is_group (child))
      continue;
    count (self, child, result);
    count_below (self, child, result);
  }
}

/* What a tick of @source stands for. */
static Count
count_for (PktmonSourceTicks *self, PktmonDataSource *source)
{
  Count result = { 0 };

  if (pktmon_data_source_is_group (source))
    count_below (self, source, &result);
  else
    count (self, source, &result);
  return result;
}

PktmonTick
pktmon_source_ticks_get_state (PktmonSourceTicks *self, PktmonDataSource *source)
{
  Count result;

  g_return_val_if_fail (PKTMON_IS_SOURCE_TICKS (self), PKTMON_TICK_NONE);

  result = count_for (self, source);
  if (result.ticked + result.lost == 0)
    return PKTMON_TICK_NONE;
  return result.ticked == result.available ? PKTMON_TICK_ALL : PKTMON_TICK_SOME;
}

gboolean
pktmon_source_ticks_can_toggle (PktmonSourceTicks *self, PktmonDataSource *source)
{
  Count result;

  g_return_val_if_fail (PKTMON_IS_SOURCE_TICKS (self), FALSE);

  result = count_for (self, source);
  return result.available + result.lost > 0;
}

static void
set_below (PktmonSourceTicks *self, PktmonDataSource *group, gboolean ticked)
{
  GListModel *children = pktmon_data_source_get_children (group);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    if (pktmon_data_source_is_group (child))
      continue;
    if (!ticked || is_available (child))
      set_silently (self, pktmon_data_source_get_id (child), ticked);
    set_below (self, child, ticked);
  }
}

static void
set_source (PktmonSourceTicks *self, PktmonDataSource *source, gboolean ticked)
{
  if (pktmon_data_source_is_group (source))
    set_below (self, source, ticked);
  else if (!ticked || is_available (source))
    set_silently (self, pktmon_data_source_get_id (source), ticked);
}

void
pktmon_source_ticks_toggle (PktmonSourceTicks *self, PktmonDataSource *source)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TICKS (self));

  if (!pktmon_source_ticks_can_toggle (self, source))
    return;
  set_source (self, source, pktmon_source_ticks_get_state (self, source) != PKTMON_TICK_ALL);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
pktmon_source_ticks_choose_only (PktmonSourceTicks *self, PktmonDataSource *source)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TICKS (self));

  g_hash_table_remove_all (self->ids);
  set_source (self, source, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- What to capture from --- */

typedef struct {
  PktmonSourceTicks *ticks;
  gboolean any;      /* something that is there is ticked */
  GPtrArray *ticked; /* and available */
  GPtrArray *usual;  /* otherwise */
} Choice;

static gboolean
is_default (PktmonDataSource *source)
{
  PktmonNamespace *namespace = pktmon_data_source_get_namespace (source);

  return pktmon_data_source_get_kind (source) == PKTMON_DATA_SOURCE_INTERFACE &&
         namespace != NULL && pktmon_namespace_is_own (namespace);
}

static void
choose_cb (PktmonDataSource *source, gpointer user_data)
{
  Choice *choice = user_data;
  gboolean ticked = is_ticked (choice->ticks, source);

  choice->any = choice->any || ticked;
  if (!is_available (source))
    return;
  if (ticked)
    g_ptr_array_add (choice->ticked, g_object_ref (source));
  if (is_default (source))
    g_ptr_array_add (choice->usual, g_object_ref (source));
}

GPtrArray *
pktmon_source_ticks_list_chosen (PktmonSourceTicks *self, PktmonSourceTree *tree)
{
  g_autoptr (GPtrArray) ticked = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) usual = g_ptr_array_new_with_free_func (g_object_unref);
  Choice choice = { .ticks = self, .ticked = ticked, .usual = usual };

  g_return_val_if_fail (PKTMON_IS_SOURCE_TICKS (self), NULL);

  pktmon_source_tree_foreach (tree, choose_cb, &choice);
  return g_ptr_array_ref (choice.any ? ticked : usual);
}

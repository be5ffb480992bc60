/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-filter.h"

#include <string.h>

struct _PktmonSourceFilter {
  GObject parent_instance;
  PktmonSourceTree *tree;
  char *text; /* case folded */
};

G_DEFINE_FINAL_TYPE (PktmonSourceFilter, pktmon_source_filter, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
pktmon_source_filter_finalize (GObject *object)
{
  PktmonSourceFilter *self = PKTMON_SOURCE_FILTER (object);

  g_clear_object (&self->tree);
  g_free (self->text);
  G_OBJECT_CLASS (pktmon_source_filter_parent_class)->finalize (object);
}

static void
pktmon_source_filter_class_init (PktmonSourceFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_source_filter_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_SOURCE_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_source_filter_init (PktmonSourceFilter *self)
{
  self->text = g_strdup ("");
}

static void
emit_changed (PktmonSourceFilter *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

PktmonSourceFilter *
pktmon_source_filter_new (PktmonSourceTree *tree)
{
  PktmonSourceFilter *self = g_object_new (PKTMON_TYPE_SOURCE_FILTER, NULL);

  self->tree = g_object_ref (tree);
  g_signal_connect_object (tree, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  return self;
}

PktmonSourceTree *
pktmon_source_filter_get_tree (PktmonSourceFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_FILTER (self), NULL);

  return self->tree;
}

void
pktmon_source_filter_set_text (PktmonSourceFilter *self, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  g_return_if_fail (PKTMON_IS_SOURCE_FILTER (self));

  if (g_str_equal (folded, self->text))
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&folded);
  emit_changed (self);
}

gboolean
pktmon_source_filter_is_active (PktmonSourceFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_FILTER (self), FALSE);

  return self->text[0] != '\0';
}

/* --- Which are shown --- */

static gboolean
contains (PktmonSourceFilter *self, const char *text)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, self->text) != NULL;
}

static gboolean
matches (PktmonSourceFilter *self, PktmonDataSource *source)
{
  return contains (self, pktmon_data_source_get_name (source)) ||
         contains (self, pktmon_data_source_get_id (source)) ||
         contains (self, pktmon_data_source_get_description (source));
}

static gboolean
matches_below (PktmonSourceFilter *self, PktmonDataSource *source)
{
  GListModel *children = pktmon_data_source_get_children (source);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    if (matches (self, child) || matches_below (self, child))
      return TRUE;
  }
  return FALSE;
}

gboolean
pktmon_source_filter_shows (PktmonSourceFilter *self, PktmonDataSource *source)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_FILTER (self), FALSE);

  if (!pktmon_source_filter_is_active (self))
    return TRUE;
  for (PktmonDataSource *above = source; above != NULL;
       above = pktmon_data_source_get_parent (above))
    if (matches (self, above))
      return TRUE;
  return matches_below (self, source);
}

gboolean
pktmon_source_filter_shows_children (PktmonSourceFilter *self, PktmonDataSource *source)
{
  GListModel *children = pktmon_data_source_get_children (source);

  g_return_val_if_fail (PKTMON_IS_SOURCE_FILTER (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    if (pktmon_source_filter_shows (self, child))
      return TRUE;
  }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preset-sources.h"

#include "preset/source-kind.h"

/* Where what is found goes. */
typedef struct {
  GStrvBuilder *ids;
  guint found;      /* for the one that is looked for */
  const char *kind; /* that is looked for; NULL: all below a group are */
} Search;

static void
add_below (Search *self, PktmonDataSource *group)
{
  GListModel *children = pktmon_data_source_get_children (group);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    /* The network stack of a namespace is chosen by itself. */
    if (pktmon_data_source_is_group (child))
      continue;
    if (pktmon_data_source_check_available (child, NULL) &&
        (self->kind == NULL || pktmon_source_kind_has (self->kind, child))) {
      g_strv_builder_add (self->ids, pktmon_data_source_get_id (child));
      self->found++;
    }
    add_below (self, child);
  }
}

/* Kinds are of the own namespace, which comes first. */
static void
add_kind (Search *self, PktmonSourceTree *tree)
{
  g_autoptr (PktmonDataSource) own = g_list_model_get_item (G_LIST_MODEL (tree), 0);

  if (own != NULL)
    add_below (self, own);
}

/* Returns: whether it means anything. */
static gboolean
add (GStrvBuilder *ids, PktmonSourceTree *tree, const char *text)
{
  PktmonDataSource *source = pktmon_source_tree_find (tree, text);
  Search search = { .ids = ids };

  if (pktmon_source_kind_is_kind (text)) {
    search.kind = text;
    add_kind (&search, tree);
    return search.found > 0;
  }
  if (source != NULL && pktmon_data_source_is_group (source)) {
    add_below (&search, source);
    return search.found > 0;
  }
  g_strv_builder_add (ids, text);
  return source != NULL;
}

char **
pktmon_preset_sources_resolve (PktmonSourceTree *tree, char **sources, char **missing)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new();

  *missing = NULL;
  for (; sources != NULL && *sources != NULL; sources++)
    if (!add (ids, tree, *sources) && *missing == NULL)
      *missing = g_strdup (*sources);
  return g_strv_builder_end (ids);
}

char **
pktmon_preset_sources_dup_kinds (PktmonSourceTree *tree, PktmonSourceTicks *ticks)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();
  g_auto (GStrv) ids = pktmon_source_ticks_dup_all (ticks);
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (char **id = ids; *id != NULL; id++) {
    PktmonDataSource *source = pktmon_source_tree_find (tree, *id);
    char *kind = source != NULL ? pktmon_source_kind_dup (source) : NULL;

    if (kind == NULL)
      return NULL;
    if (g_hash_table_add (kinds, kind))
      g_strv_builder_add (builder, kind);
  }
  return g_hash_table_size (kinds) > 0 ? g_strv_builder_end (builder) : NULL;
}

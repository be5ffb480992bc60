/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source-choice.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/text.h"
#include "nearest.h"
#include "preset/source-kind.h"
#include "probe/event.h"

static void
choose (GPtrArray *chosen, PktmonDataSource *source)
{
  if (!g_ptr_array_find (chosen, source, NULL))
    g_ptr_array_add (chosen, g_object_ref (source));
}

static gboolean
is_usable (PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);

  return pktmon_data_source_check_available (source, NULL) &&
         (link == NULL || pktmon_link_is_up (link));
}

/* All sources below a group that can be used now, of a kind (preset/source-kind.h) or of any. */
static void
choose_below (GPtrArray *chosen, PktmonDataSource *group, const char *kind)
{
  GListModel *children = pktmon_data_source_get_children (group);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    /* The network stack of a namespace is chosen by itself. */
    if (pktmon_data_source_is_group (child))
      continue;
    if (is_usable (child) && (kind == NULL || pktmon_source_kind_has (kind, child)))
      choose (chosen, child);
    choose_below (chosen, child, kind);
  }
}

static PktmonDataSource *
find (PktmonSourceTree *tree, const char *name)
{
  g_autofree char *id = g_strconcat ("if:", name, NULL);
  PktmonDataSource *source = pktmon_source_tree_find (tree, name);

  return source != NULL ? source : pktmon_source_tree_find (tree, id);
}

static void
offer_cb (PktmonDataSource *source, gpointer user_data)
{
  pktmon_nearest_offer (user_data, pktmon_data_source_get_id (source));
  pktmon_nearest_offer (user_data, pktmon_data_source_get_name (source));
}

static void
refuse_unknown (PktmonSourceTree *tree, const char *name, GError **error)
{
  g_autofree char *what = g_strdup_printf (_ ("There is no data source “%s”."), name);
  g_autofree char *advice = NULL;
  PktmonNearest nearest;

  pktmon_nearest_init (&nearest, name);
  pktmon_source_tree_foreach (tree, offer_cb, &nearest);
  advice =
      nearest.best != NULL
          ? g_strdup_printf (_ ("Did you mean “%s”? “pktmon list --all” names all."), nearest.best)
          : g_strdup (_ ("“pktmon list --all” names all."));
  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, what, advice);
}

/* Those of the own namespace. */
static void
choose_own (PktmonSourceTree *tree, GPtrArray *chosen, const char *kind)
{
  g_autoptr (PktmonDataSource) own = g_list_model_get_item (G_LIST_MODEL (tree), 0);

  if (own != NULL)
    choose_below (chosen, own, kind);
}

static gboolean
choose_kind (PktmonSourceTree *tree, GPtrArray *chosen, const char *kind, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *what = NULL;

  if (!pktmon_source_kind_check_text (kind, error))
    return FALSE;
  choose_own (tree, found, kind);
  for (guint i = 0; i < found->len; i++)
    choose (chosen, g_ptr_array_index (found, i));
  if (found->len > 0)
    return TRUE;
  what = g_strdup_printf (_ ("No interface is “%s” and up."), kind);
  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, what,
                    _ ("Name a data source that “pktmon list --all” shows."));
  return FALSE;
}

static gboolean
choose_name (PktmonSourceTree *tree, GPtrArray *chosen, const char *name, GError **error)
{
  PktmonDataSource *source = find (tree, name);

  if (source == NULL && pktmon_source_kind_is_kind (name))
    return choose_kind (tree, chosen, name, error);
  if (source == NULL) {
    refuse_unknown (tree, name, error);
    return FALSE;
  }
  if (pktmon_data_source_is_group (source))
    choose_below (chosen, source, NULL);
  else if (pktmon_data_source_check_available (source, error))
    choose (chosen, source);
  else
    return FALSE;
  return TRUE;
}

/* The points of the network stack of @namespace that @type wants, and that can be used. */
static gboolean
choose_points (GPtrArray *chosen, PktmonDataSource *namespace, PktmonChoiceType type,
               GError **error)
{
  GListModel *children = pktmon_data_source_get_children (namespace);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);
    gboolean drop;

    if (pktmon_data_source_get_kind (child) == PKTMON_DATA_SOURCE_STACK)
      return choose_points (chosen, child, type, error);
    if (pktmon_data_source_get_kind (child) != PKTMON_DATA_SOURCE_STACK_POINT)
      continue;
    drop = pktmon_data_source_get_point (child) == PKTMON_POINT_DROP;
    if ((type == PKTMON_CHOICE_DROP && !drop) || (type == PKTMON_CHOICE_FLOW && drop))
      continue;
    if (is_usable (child))
      choose (chosen, child);
    else if (type == PKTMON_CHOICE_DROP)
      return pktmon_data_source_check_available (child, error);
  }
  return TRUE;
}

static gboolean
choose_name_or_points (PktmonSourceTree *tree, GPtrArray *chosen, const char *name,
                       PktmonChoiceType type, GError **error)
{
  PktmonDataSource *source = find (tree, name);

  if (type != PKTMON_CHOICE_AS_NAMED && source != NULL && pktmon_data_source_is_group (source))
    return choose_points (chosen, source, type, error);
  return choose_name (tree, chosen, name, error);
}

GPtrArray *
pktmon_source_choice_new (PktmonSourceTree *tree, const char *const *names, PktmonChoiceType type,
                          GError **error)
{
  static const char *const own[] = { "ns:", NULL };
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  if (names == NULL && type == PKTMON_CHOICE_AS_NAMED)
    choose_own (tree, chosen, NULL);
  else if (names == NULL)
    names = own;
  for (; names != NULL && *names != NULL; names++)
    if (!choose_name_or_points (tree, chosen, *names, type, error))
      return NULL;
  if (chosen->len > 0)
    return g_steal_pointer (&chosen);
  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, _ ("No network interface is up."),
                    _ ("Name a data source that “pktmon list --all” shows."));
  return NULL;
}

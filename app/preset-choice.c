/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset-choice.h"

#include "base/error.h"
#include "base/i18n.h"
#include "nearest.h"

static void
refuse_unknown (PktmonPresetStore *store, const char *name, GError **error)
{
  g_autofree char *what = g_strdup_printf (_ ("There is no preset “%s”."), name);
  g_autofree char *advice = NULL;
  PktmonNearest nearest;

  pktmon_nearest_init (&nearest, name);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++) {
    g_autoptr (PktmonPreset) preset = g_list_model_get_item (G_LIST_MODEL (store), i);

    /* The store keeps it, and its name. */
    pktmon_nearest_offer (&nearest, pktmon_preset_get_name (preset));
  }
  advice =
      nearest.best != NULL
          ? g_strdup_printf (_ ("Did you mean “%s”? “pktmon preset list” names all."), nearest.best)
          : g_strdup (_ ("“pktmon preset list” names all."));
  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, what, advice);
}

PktmonPreset *
pktmon_preset_choice_find (PktmonPresetStore *store, const char *name, GError **error)
{
  PktmonPreset *preset = pktmon_preset_store_find (store, name);

  if (preset == NULL)
    refuse_unknown (store, name, error);
  return preset;
}

PktmonPreset *
pktmon_preset_choice_find_usable (PktmonPresetStore *store, const char *name, GError **error)
{
  PktmonPreset *preset = pktmon_preset_choice_find (store, name, error);

  return preset != NULL && pktmon_preset_check (preset, error) ? preset : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preset-name.h"

gboolean
pktmon_preset_name_check (const char *name, GError **error)
{
  g_auto (PktmonPresetContents) contents = { .name = g_strdup (name) };

  return pktmon_preset_contents_normalize (&contents, error);
}

/* Those of the user come before the others. */
PktmonPreset *
pktmon_preset_name_find_own (PktmonPresetStore *store, const char *name)
{
  PktmonPreset *preset = pktmon_preset_store_find (store, name);

  return preset != NULL && !pktmon_preset_is_built_in (preset) ? preset : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* The preset that the command line names, whatever is in it. Borrowed from @store: NULL with
 * PKTMON_ERROR_NOT_FOUND. */
PktmonPreset *pktmon_preset_choice_find (PktmonPresetStore *store, const char *name,
                                         GError **error);
/* The same, where it is to be used: also NULL with the reason why it cannot be. */
PktmonPreset *pktmon_preset_choice_find_usable (PktmonPresetStore *store, const char *name,
                                                GError **error);

G_END_DECLS

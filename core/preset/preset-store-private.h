/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* For what changes presets (preset/preset-changes.c). Borrowed. */
const char *pktmon_preset_store_get_folder (PktmonPresetStore *self);
/* Whether the user has no preset of that name, but for @except, which may be NULL. */
gboolean pktmon_preset_store_is_free (PktmonPresetStore *self, const char *name,
                                      PktmonPreset *except);
/* Puts what was changed in the folder into the list; each may be NULL. */
void pktmon_preset_store_note_change (PktmonPresetStore *self, PktmonPreset *written,
                                      PktmonPreset *replaced);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "preset/preset.h"

G_BEGIN_DECLS

/* PktmonPresetRow: one preset in a list: its name, what it is good for or why it cannot be used,
 * and whether it came with the program. It can be dragged out as a file. */
#define PKTMON_TYPE_PRESET_ROW (pktmon_preset_row_get_type())
G_DECLARE_FINAL_TYPE (PktmonPresetRow, pktmon_preset_row, PKTMON, PRESET_ROW, AdwBin)

/* @path: of its file; NULL: it is in none.
 * @used: whether it is the one in use. */
void pktmon_preset_row_set_preset (PktmonPresetRow *self, PktmonPreset *preset, const char *path,
                                   gboolean used);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* PktmonPresetsDialog: the presets, to use one, and to rename, copy, delete, import and export
 * them.
 *
 * Signals:
 *   use (PktmonPreset *preset): the user wants it; the dialog closes then
 *   renamed (PktmonPreset *before, PktmonPreset *after)
 *   save (): what is set now is to become a preset; likewise */
#define PKTMON_TYPE_PRESETS_DIALOG (pktmon_presets_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonPresetsDialog, pktmon_presets_dialog, PKTMON, PRESETS_DIALOG, AdwWindow)

/* Keeps a reference to @store. @used: the preset that is in use; NULL: none. */
PktmonPresetsDialog *pktmon_presets_dialog_new (GtkWindow *parent, PktmonPresetStore *store,
                                                PktmonPreset *used);
/* Takes presets from @files (element-type GFile), one after the other. */
void pktmon_presets_dialog_import (PktmonPresetsDialog *self, GListModel *files);
/* Writes the one that is selected to @file. */
void pktmon_presets_dialog_export (PktmonPresetsDialog *self, GFile *file);

G_END_DECLS

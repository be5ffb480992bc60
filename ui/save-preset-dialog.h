/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* PktmonSavePresetDialog: asks for the name of a preset that says what is set now, and for what it
 * is to keep of that.
 *
 * Signal `saved` (PktmonPreset *preset): it is in the store; the dialog closes then. */
#define PKTMON_TYPE_SAVE_PRESET_DIALOG (pktmon_save_preset_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonSavePresetDialog, pktmon_save_preset_dialog, PKTMON, SAVE_PRESET_DIALOG,
                      AdwWindow)

/* @contents: what is set now; copied. @kinds: the kinds of its sources (preset/source-kind.h);
 * NULL: they have none. Keeps a reference to @store. */
PktmonSavePresetDialog *pktmon_save_preset_dialog_new (GtkWindow *parent, PktmonPresetStore *store,
                                                       const PktmonPresetContents *contents,
                                                       char **kinds);

G_END_DECLS

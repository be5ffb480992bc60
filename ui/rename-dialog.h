/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* PktmonRenameDialog: asks for another name of a preset.
 *
 * Signal `chosen` (const char *name): that is to be its name; no other preset of the user has it.
 */
#define PKTMON_TYPE_RENAME_DIALOG (pktmon_rename_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonRenameDialog, pktmon_rename_dialog, PKTMON, RENAME_DIALOG,
                      AdwMessageDialog)

/* @preset: the user's own, and usable; keeps references. */
PktmonRenameDialog *pktmon_rename_dialog_new (GtkWindow *parent, PktmonPresetStore *store,
                                              PktmonPreset *preset);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "export/export-options.h"
#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonExportDialog: asks which packets of a document are to be written to a file, and in which
 * form, and tells before how many they are and how large the file will be. Then it asks for the
 * file.
 *
 * Signal `chosen` (GFile *file): the user wants it so. The dialog goes after that. */
#define PKTMON_TYPE_EXPORT_DIALOG (pktmon_export_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonExportDialog, pktmon_export_dialog, PKTMON, EXPORT_DIALOG, AdwWindow)

/* Keeps a reference to @document. */
PktmonExportDialog *pktmon_export_dialog_new (GtkWindow *parent, PktmonDocument *document);

/* What was chosen. @positions, @interfaces: NULL: all. Borrowed. */
const PktmonPositions *pktmon_export_dialog_get_positions (PktmonExportDialog *self);
const PktmonPositions *pktmon_export_dialog_get_interfaces (PktmonExportDialog *self);
const PktmonExportOptions *pktmon_export_dialog_get_options (PktmonExportDialog *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonGoToDialog: asks for the number of a packet, and makes that packet the current one. */
#define PKTMON_TYPE_GO_TO_DIALOG (pktmon_go_to_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonGoToDialog, pktmon_go_to_dialog, PKTMON, GO_TO_DIALOG, AdwMessageDialog)

/* Keeps a reference to @document. */
PktmonGoToDialog *pktmon_go_to_dialog_new (GtkWindow *parent, PktmonDocument *document);

G_END_DECLS

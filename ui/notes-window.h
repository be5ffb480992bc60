/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonNotesWindow: lists the marks and comments of a document beside its window; who chooses one
 * goes to its packet. */
#define PKTMON_TYPE_NOTES_WINDOW (pktmon_notes_window_get_type())
G_DECLARE_FINAL_TYPE (PktmonNotesWindow, pktmon_notes_window, PKTMON, NOTES_WINDOW, AdwWindow)

/* Keeps a reference to @document; goes with @parent. */
PktmonNotesWindow *pktmon_notes_window_new (GtkWindow *parent, PktmonDocument *document);

G_END_DECLS

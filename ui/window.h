/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonWindow: one window of the application, with one capture or none.
 *
 * Actions for what is in it: `win.toast` (string): shows a short message for a moment;
 * `win.open-uri` (string): like pktmon_window_open. */
#define PKTMON_TYPE_WINDOW (pktmon_window_get_type())
G_DECLARE_FINAL_TYPE (PktmonWindow, pktmon_window, PKTMON, WINDOW, AdwApplicationWindow)

PktmonWindow *pktmon_window_new (GtkApplication *application);

/* Shows the capture in @file instead of what is shown; says so in the window when that fails. The
 * file is opened later. */
void pktmon_window_open (PktmonWindow *self, GFile *file);
/* What is shown, opened, or could not be; NULL when the window is empty. Borrowed. */
GFile *pktmon_window_get_file (PktmonWindow *self);
/* NULL when the window shows none, or not yet. Borrowed. */
PktmonDocument *pktmon_window_get_document (PktmonWindow *self);

G_END_DECLS

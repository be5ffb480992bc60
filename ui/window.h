/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "preset/preset-store.h"
#include "session/monitor.h"
#include "ui/document.h"
#include "ui/live.h"

G_BEGIN_DECLS

/* PktmonWindow: one window of the application, with one capture or none. Each captures by itself,
 * from the data sources that are ticked in it.
 *
 * Actions for what is in it: `win.toast` (string): shows a short message for a moment;
 * `win.open-uri` (string): like pktmon_window_open. */
#define PKTMON_TYPE_WINDOW (pktmon_window_get_type())
G_DECLARE_FINAL_TYPE (PktmonWindow, pktmon_window, PKTMON, WINDOW, AdwApplicationWindow)

/* It captures with the preset of @presets that was used last, until its user wants something else.
 */
PktmonWindow *pktmon_window_new (GtkApplication *application, PktmonMonitor *monitor,
                                 PktmonPresetStore *presets);

/* Shows the capture in @file instead of what is shown; says so in the window when that fails. The
 * file is opened later. When packets that were captured here would be lost, the user is asked
 * before, and may want to keep them. */
void pktmon_window_open (PktmonWindow *self, GFile *file);
/* What is shown, opened, or could not be; NULL when the window is empty. Borrowed. */
GFile *pktmon_window_get_file (PktmonWindow *self);
/* NULL when the window shows none, or not yet. Borrowed. */
PktmonDocument *pktmon_window_get_document (PktmonWindow *self);
/* What it captures, or will. Borrowed. */
PktmonLive *pktmon_window_get_live (PktmonWindow *self);
/* Whether nothing is shown, opened or captured. */
gboolean pktmon_window_is_empty (PktmonWindow *self);

/* Saves what is shown, as `win.save` does when the user has chosen @file. Of a capture that goes on
 * it saves what there is. */
void pktmon_window_save (PktmonWindow *self, GFile *file);

G_END_DECLS

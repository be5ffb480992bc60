/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @files: what the user has chosen, at least one; only for the call. */
typedef void (*PktmonOpenDialogFunc) (GtkWindow *parent, GListModel *files);

/* Lets the user choose captures in a dialog above @parent, which is gone with it. @chosen is not
 * called when nothing is chosen. */
void pktmon_open_dialog_show (GtkWindow *parent, PktmonOpenDialogFunc chosen);
/* The same for presets. */
void pktmon_open_dialog_show_presets (GtkWindow *parent, PktmonOpenDialogFunc chosen);

G_END_DECLS

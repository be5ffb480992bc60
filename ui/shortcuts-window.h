/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The Keyboard Shortcuts window, made from the table of actions. (transfer floating) */
GtkWindow *pktmon_shortcuts_window_new (void);

G_END_DECLS

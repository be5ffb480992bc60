/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @file selected in the file manager, or its folder where none can do that. @window: in front
 * of which it is to appear. */
void pktmon_show_in_files (GtkWindow *window, GFile *file);

G_END_DECLS

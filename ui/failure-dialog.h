/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says in a dialog above @parent (NULL: anywhere) what failed, and what to do. */
void pktmon_failure_dialog_show (GtkWindow *parent, const GError *error);

G_END_DECLS

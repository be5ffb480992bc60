/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows what the program is above @parent, with what a report of a problem should have in it. */
void pktmon_about_show (GtkWindow *parent);
/* That: versions of what the program runs on, a line each. (transfer full) */
char *pktmon_about_dup_debug_info (void);

G_END_DECLS

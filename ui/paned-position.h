/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where the handle of a paned is, from one run to the next. */

/* Puts the handle of @paned where @key of @settings says, and from then on remembers there where
 * the user puts it, instead of any key that was given before. -1 stands for the usual place: that
 * which was suggested last, otherwise what the sizes of the children give. @key is static. */
void pktmon_paned_position_remember (GtkPaned *paned, GSettings *settings, const char *key);
/* Puts the handle there, unless the user has put it somewhere. */
void pktmon_paned_position_suggest (GtkPaned *paned, int position);

G_END_DECLS

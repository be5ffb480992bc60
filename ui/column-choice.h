/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which columns the packet list has, in the user's settings (ui/settings.h). Main thread. */

/* The ids of those that are shown, in their order. (transfer full) */
char **pktmon_column_choice_dup (GSettings *settings);
/* Shows those, and no others, in that order, as wide as they are; nothing happens when none of them
 * is a column. */
void pktmon_column_choice_set (GSettings *settings, char **ids);

G_END_DECLS

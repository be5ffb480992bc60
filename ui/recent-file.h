/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The list of files that were opened last, which all programs of the user share, in
 * $XDG_DATA_HOME/recently-used.xbel. GTK writes it in the main thread, and waits for the disk. */

/* Makes the folder of the list, so that whoever watches the list hears of the first file. */
void pktmon_recent_file_prepare (void);
/* Puts @file in front of the list, in a worker. A list that cannot be read stays as it is; what
 * fails is of no importance to the user, and only logged. Any thread. */
void pktmon_recent_file_add (GFile *file);

G_END_DECLS

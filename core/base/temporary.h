/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Hidden names that files have in their folder until they are whole.
 *
 * Whoever writes such a file holds a lock on it (flock), which goes when the program dies, so that
 * the next one that needs such a name removes what was left behind. Where the file system has no
 * locks, nothing is removed. Any thread; what fails says why in errno. */

/* Makes a new file in @folder.
 * @path: (out) (transfer full): its name. Returns: its descriptor; -1: it could not be made. */
int pktmon_temporary_open (const char *folder, mode_t mode, char **path);
/* Gives a name in @folder to the file of @descriptor that has none (O_TMPFILE).
 * Returns: (transfer full): NULL when that failed. */
char *pktmon_temporary_link (const char *folder, int descriptor);

/* Gives the file of @descriptor that has none the name @path. */
gboolean pktmon_temporary_link_to (int descriptor, const char *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Leftovers: captures in the user's cache folder whose program was killed, or whose machine went
 * down. They can be opened like any other file. Any thread; reads a folder. */
typedef struct {
  char *path;
  guint64 size;    /* bytes */
  gint64 modified; /* seconds since 1970 */
} PktmonLeftover;

/* Captures that no program writes, newest first. Empty files are removed after a while.
 * Returns: (element-type PktmonLeftover) (transfer full). */
GPtrArray *pktmon_leftovers_find (void);
/* Cuts it behind its last whole block, when a block after that is not whole; what is damaged
 * otherwise stays as it is. Reads all of it.
 * @packets: (out): in it, up to the damage.
 * Returns: FALSE with an error when it cannot be read at all, or somebody still writes it. */
gboolean pktmon_leftover_mend (const char *path, guint64 *packets, GError **error);
/* Moves it to the user's trash, or removes it where there is none.
 * Returns: FALSE with an error of pktmon_error_set_errno. */
gboolean pktmon_leftover_discard (const char *path, GError **error);

G_END_DECLS

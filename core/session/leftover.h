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
/* Moves it to the user's trash, or removes it where there is none.
 * Returns: FALSE with an error of pktmon_error_set_errno. */
gboolean pktmon_leftover_discard (const char *path, GError **error);

G_END_DECLS

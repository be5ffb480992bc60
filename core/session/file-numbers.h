/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files that belong together: "out_00001.pcapng", "out_00002.pcapng"… for "out.pcapng". Any
 * thread. */

/* The largest number that a file of them has; 0: there are none. Reads a folder. */
guint pktmon_file_numbers_find_last (const char *base);
/* (transfer full) */
char *pktmon_file_numbers_dup_path (const char *base, guint number);

G_END_DECLS

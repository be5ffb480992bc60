/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/spool.h"

G_BEGIN_DECLS

/* @done, @size: bytes. Returns: FALSE to end the copy. */
typedef gboolean (*PktmonFileCopyFunc) (guint64 done, guint64 size, gpointer user_data);

/* Copies the file at @from, which nobody writes to, to @to, which appears when it is whole (see
 * output-file.h). Where the file system can, both share their blocks. Blocks; any thread.
 * @progress: NULL: nobody is told.
 * Returns: FALSE with an error, or G_IO_ERROR_CANCELLED when @progress ended it. */
gboolean pktmon_file_copy (const char *from, const char *to, PktmonFileCopyFunc progress,
                           gpointer user_data, GError **error);

/* The same for what @spool has now: a capture that still grows, or of which only the newest part is
 * kept, which is a section of its own. What is dropped meanwhile is an error.
 * Returns: as above. */
gboolean pktmon_file_copy_spool (PktmonSpool *spool, const char *to, PktmonFileCopyFunc progress,
                                 gpointer user_data, GError **error);

/* Gives the file at @from, which nobody changes any more, the name @to as well, which nothing has,
 * and the permissions of a new file. Any thread.
 * Returns: FALSE when there is something, it has more names already, or the file system cannot do
 * that. */
gboolean pktmon_file_link (const char *from, const char *to);

G_END_DECLS

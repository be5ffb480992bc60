/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @done, @size: bytes. Returns: FALSE to end the copy. */
typedef gboolean (*PktmonFileCopyFunc) (guint64 done, guint64 size, gpointer user_data);

/* Copies the file at @from, which nobody writes to, to @to, which appears when it is whole (see
 * output-file.h). Where the file system can, both share their blocks. Blocks; any thread.
 * @progress: NULL: nobody is told.
 * Returns: FALSE with an error, or G_IO_ERROR_CANCELLED when @progress ended it. */
gboolean pktmon_file_copy (const char *from, const char *to, PktmonFileCopyFunc progress,
                           gpointer user_data, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonOutputFile: a file that appears under its name when it is whole, or not at all. Until then
 * it has no name where the file system can do that (O_TMPFILE), so that nothing is left behind by a
 * program that is killed. Standard output, devices, pipes are written to directly. One thread at a
 * time. */
typedef struct _PktmonOutputFile PktmonOutputFile;

/* @path: a file, or "-" for standard output; a symbolic link stays, its target is replaced.
 * Returns: (transfer full): NULL with an error when nothing can be written there. */
PktmonOutputFile *pktmon_output_file_new (const char *path, GError **error);
/* Frees; a file that was not put in place is gone. */
void pktmon_output_file_free (PktmonOutputFile *self);

/* Where to write; stays the file's. */
int pktmon_output_file_get_descriptor (const PktmonOutputFile *self);
/* What messages call it. */
const char *pktmon_output_file_get_name (const PktmonOutputFile *self);
/* Whether it is written to directly, and neither put in place nor lost. */
gboolean pktmon_output_file_is_direct (const PktmonOutputFile *self);
/* Whether there was a file of that name before, which is to be replaced. */
gboolean pktmon_output_file_replaces (const PktmonOutputFile *self);

/* Appends @size bytes; where that fails (a full disk), the file is cut back to what it was before,
 * if possible. Returns: FALSE with an error. */
gboolean pktmon_output_file_write (PktmonOutputFile *self, gconstpointer data, gsize size,
                                   GError **error);

/* Gives the file its name. A file that was there before is replaced, and keeps its permissions.
 * Returns: FALSE with an error, and then the old file is as it was. */
gboolean pktmon_output_file_commit (PktmonOutputFile *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonOutputFile, pktmon_output_file_free)

G_END_DECLS

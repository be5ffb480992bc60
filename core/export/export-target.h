/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export-options.h"

G_BEGIN_DECLS

/* PktmonExportTarget: the file that an export is written to, or one after the other the files that
 * it is split into; each appears when it is whole, or not at all. Private to core/export. One
 * thread at a time. */
typedef struct _PktmonExportTarget PktmonExportTarget;

/* @path: a file, or "-" for standard output, which cannot be split; NULL: nothing is written, only
 *   counted.
 * Returns: (transfer full): NULL with an error. Terminals get text formats only, and nothing that
 * is compressed. */
PktmonExportTarget *pktmon_export_target_new (const char *path, const PktmonExportOptions *options,
                                              GError **error);
/* What is not finished is gone. */
void pktmon_export_target_free (PktmonExportTarget *self);

/* Writes @data, which begins and ends where the file could end. When that fails (a full disk), the
 * file is cut back to where it was before, if possible. */
gboolean pktmon_export_target_write (PktmonExportTarget *self, const guint8 *data, gsize size,
                                     GError **error);
/* Where to write past the function above; -1: nowhere, as it is compressed or only counted. */
int pktmon_export_target_get_descriptor (const PktmonExportTarget *self);

/* Puts the present file in place. */
gboolean pktmon_export_target_finish (PktmonExportTarget *self, GError **error);
/* Begins the next, after that. */
gboolean pktmon_export_target_begin_next (PktmonExportTarget *self, GError **error);

/* The name of the present file, for messages. */
const char *pktmon_export_target_get_name (const PktmonExportTarget *self);
/* Bytes of the present file that were written with the function above. */
guint64 pktmon_export_target_get_size (const PktmonExportTarget *self);
/* Bytes that were handed to it, and what of them the compression may still hold back. */
guint64 pktmon_export_target_get_taken (const PktmonExportTarget *self);
guint64 pktmon_export_target_get_held (const PktmonExportTarget *self);
/* Whether it is written to directly: somebody may wait for each byte, and nothing is put in place.
 */
gboolean pktmon_export_target_is_direct (const PktmonExportTarget *self);
/* Whether the present file is to replace one. */
gboolean pktmon_export_target_replaces (const PktmonExportTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonExportTarget, pktmon_export_target_free)

G_END_DECLS

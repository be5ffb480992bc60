/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/positions.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What is written. */
typedef struct {
  const PktmonPositions *positions; /* packets to keep; NULL: all. Borrowed. */
  guint32 max_captured;             /* bytes of each packet to keep; 0: all */
} PktmonExportOptions;

/* How far an export has come; FALSE cancels it. Comes in the thread that exports. */
typedef gboolean (*PktmonExportProgress) (guint64 packets, gpointer user_data);

/* What an export did. */
typedef struct {
  guint64 packets;
  guint64 bytes;
} PktmonExportResult;

/* Writes packets of @store as pcapng, with everything that the capture keeps beside them: sections,
 * interfaces, names, secrets, statistics, comments, custom and unknown blocks and options, in their order
 * and byte order. Blocks that need no change are copied as they are. Waits until the store is complete;
 * what lies behind damage is not there to be kept.
 *
 * @path: a file, replaced only when the new one is whole, or "-" for standard output. When the disk
 *   fills up, a new name keeps what fits, up to a whole block; a file that was there before is left
 *   as it was.
 * @result: (out): valid in any case.
 * Returns: FALSE with an error; G_IO_ERROR_CANCELLED when @progress said so. Any thread. */
gboolean pktmon_export_pcapng (PktmonStore *store, const char *path,
                               const PktmonExportOptions *options, PktmonExportProgress progress,
                               gpointer user_data, PktmonExportResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/positions.h"
#include "base/ranges.h"
#include "constraint/expression.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* What is written; all borrowed. A packet is kept when each choice that is made keeps it. */
typedef struct {
  const PktmonPositions *positions; /* packets to keep; NULL: all */
  const PktmonRanges *numbers;      /* the same as numbers, from 1; NULL: all */
  PktmonExpression *expression;     /* what they must match, NULL: nothing; counts the unjudged */
  guint32 max_captured;             /* bytes of each packet to keep; 0: all */
  gboolean keep_part;               /* what is cancelled under a new name keeps what it has */
} PktmonExportOptions;

/* How far an export has come: packets looked at so far, and bytes of the spool. FALSE cancels it.
 * Comes in the thread that exports, at the end too. */
typedef gboolean (*PktmonExportProgress) (guint64 packets, guint64 offset, gpointer user_data);

/* What an export did. */
typedef struct {
  guint64 packets; /* handed to the file; fewer may stand in it when writing failed */
  guint64 bytes;   /* of whole blocks that stand in it */
  gboolean kept;   /* it is in place, whole or in part */
} PktmonExportResult;

/* Writes packets of @spool as pcapng, with everything that the capture keeps beside them: sections,
 * interfaces, names, secrets, statistics, comments, custom and unknown blocks and options, in their
 * order and byte order. Blocks that need no change are copied as they are; of a capture in pcap
 * format it makes a section with one interface. Waits for what is still to come.
 *
 * @path: a file, replaced only when the new one is whole, or "-" for standard output. When the disk
 *   fills up, a new name keeps what fits, up to a whole block; a file that was there before is left
 *   as it was. When the capture is damaged, what lies before the damage is written and put in
 *   place, and the damage is the error. Terminals are refused. Pipes get what there is at once.
 * @progress: may be NULL.
 * @result: (out): valid in any case.
 * Returns: FALSE with an error; G_IO_ERROR_CANCELLED when @progress said so. Any thread. */
gboolean pktmon_export_pcapng (PktmonSpool *spool, const char *path,
                               const PktmonExportOptions *options, PktmonExportProgress progress,
                               gpointer user_data, PktmonExportResult *result, GError **error);

G_END_DECLS

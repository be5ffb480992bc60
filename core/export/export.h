/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "export/export-choice.h"
#include "export/export-options.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Writes packets of a capture to a file, in any of the formats of export-options.h.
 *
 * As pcapng everything is kept that the capture keeps beside the chosen packets: sections,
 * interfaces, names, secrets, statistics, comments, custom and unknown blocks and options, in their
 * order and byte order. Blocks that need no change are copied as they are; of a capture in pcap
 * format it makes a section with one interface. Where packets are left out, statistics say how many
 * of their interface are there (isb_usrdeliv).
 *
 * The file appears under its name when it is whole, and replaces one that was there, or nothing
 * appears and that one stays as it was: when the disk is full, when it is cancelled, when the
 * capture is made shorter meanwhile, and when the program dies. Of an export that is split, this
 * holds for each file. When the capture is damaged, what lies before the damage is written and put
 * in place, and the damage is the error. */

/* How far an export has come: packets looked at so far, and bytes of the capture. FALSE cancels it.
 * Comes in the thread that exports, at the end too. */
typedef gboolean (*PktmonExportProgress) (guint64 packets, guint64 offset, gpointer user_data);

/* What an export did. */
typedef struct {
  guint64 packets;    /* in files that are in place, or handed to a pipe */
  guint64 bytes;      /* of those files */
  guint files;        /* how many there are; a pipe counts as one */
  gboolean kept;      /* the last file is in place, whole or in part */
  gboolean cut_short; /* the capture ends within a block, as does one that somebody still writes */
} PktmonExportResult;

/* Exports a capture while it is read for the first time, and waits for what is still to come.
 *
 * @path: a file, or "-" for standard output; pipes get what there is at once.
 * @progress: may be NULL.
 * @result: (out): valid in any case.
 * Returns: FALSE with an error; G_IO_ERROR_CANCELLED when @progress said so; PKTMON_ERROR_NOT_FOUND
 *   when the capture has none of the chosen sources. Any thread. */
gboolean pktmon_export_spool (PktmonSpool *spool, const char *path,
                              const PktmonExportChoice *choice, const PktmonExportOptions *options,
                              PktmonExportProgress progress, gpointer user_data,
                              PktmonExportResult *result, GError **error);

/* Exports what @store has indexed at this moment, and reads only the packets that are chosen. When
 * they are chosen by position, interfaces that none of them came from are left out as well. */
gboolean pktmon_export_store (PktmonStore *store, const char *path,
                              const PktmonExportChoice *choice, const PktmonExportOptions *options,
                              PktmonExportProgress progress, gpointer user_data,
                              PktmonExportResult *result, GError **error);

/* How much is done, 0 to 1. */
typedef void (*PktmonExportTell) (double fraction, gpointer user_data);

/* The same in another thread.
 *
 * @choice: `numbers` and `sources` must be NULL; the rest is copied.
 * @tell: may be NULL; comes ten times a second in the main context that is the thread's default
 * now, until the callback, and not after @cancellable was cancelled. */
void pktmon_export_store_async (PktmonStore *store, const char *path,
                                const PktmonExportChoice *choice,
                                const PktmonExportOptions *options, PktmonExportTell tell,
                                gpointer tell_data, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean pktmon_export_store_finish (PktmonStore *store, GAsyncResult *async,
                                     PktmonExportResult *result, GError **error);

/* What an export would write. */
typedef struct {
  guint64 packets; /* exact, unless the choice has to look at each packet: then at most */
  guint64 bytes;   /* of all files together, estimated from some thousand packets */
} PktmonExportEstimate;

/* Reads up to some thousand packets. Returns: FALSE with an error of the store. Any thread. */
gboolean pktmon_export_estimate (PktmonStore *store, const PktmonExportChoice *choice,
                                 const PktmonExportOptions *options, PktmonExportEstimate *estimate,
                                 GError **error);
/* The same in another thread, for each change of a dialog; @choice: as above. */
void pktmon_export_estimate_async (PktmonStore *store, const PktmonExportChoice *choice,
                                   const PktmonExportOptions *options, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean pktmon_export_estimate_finish (PktmonStore *store, GAsyncResult *async,
                                        PktmonExportEstimate *estimate, GError **error);

G_END_DECLS

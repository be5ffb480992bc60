/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export.h"
#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonPickedPackets: the packets that were selected in a document at one moment, to be handed to
 * other programs as a capture in the user's cache, with the notes that they had. Main thread only.
 */
typedef struct _PktmonPickedPackets PktmonPickedPackets;

/* NULL when nothing is selected. (transfer full) */
PktmonPickedPackets *pktmon_picked_packets_new (PktmonDocument *document);
void pktmon_picked_packets_free (PktmonPickedPackets *self);

/* How large the capture will be comes first, in another thread: nothing is written when that is
 * more than @max_size bytes (0: any size).
 * @self: must live until it is over.
 * @tell: may be NULL; as pktmon_export_store_async has it. */
void pktmon_picked_packets_write_async (PktmonPickedPackets *self, guint64 max_size,
                                        PktmonExportTell tell, gpointer tell_data,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
/* Returns: (transfer full): the file, which a later start of the program removes; NULL with an
 * error, PKTMON_ERROR_UNSUPPORTED when it would be too large. */
GFile *pktmon_picked_packets_write_finish (GAsyncResult *result, GError **error);

/* Removes the captures of earlier runs of this program, in a thread. At the start. */
void pktmon_picked_packets_clean (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonPickedPackets, pktmon_picked_packets_free)

G_END_DECLS

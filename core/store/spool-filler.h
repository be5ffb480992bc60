/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonSpoolFiller: the thread that copies or unpacks a source into a spool's temporary file;
 * private to core/store. */
typedef struct _PktmonSpoolFiller PktmonSpoolFiller;

/* @spool: borrowed; it owns the filler, and frees it before itself.
 * @source: descriptor to read from; taken.
 * @descriptor: (out): the temporary file; stays the spool's.
 * Returns: (transfer full): NULL with an error when there is no room for temporary files. */
PktmonSpoolFiller *pktmon_spool_filler_new (PktmonSpool *spool, int source, int *descriptor,
                                            GError **error);
/* Makes the thread end soon. */
void pktmon_spool_filler_cancel (PktmonSpoolFiller *self);
/* Ends the thread and waits for it. */
void pktmon_spool_filler_free (PktmonSpoolFiller *self);

/* What the filler tells its spool beside pktmon_spool_grow: how the source is compressed (static),
 * bytes taken from it, and why it ended early (transfer full). */
void pktmon_spool_set_compression (PktmonSpool *self, const char *name);
void pktmon_spool_set_taken (PktmonSpool *self, guint64 taken);
void pktmon_spool_take_error (PktmonSpool *self, GError *error);

G_END_DECLS

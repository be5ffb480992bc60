/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonSpoolQueue: the spools of one capture that a helper writes to, in their order; what it says
 * of them is checked against the files. One thread. */
typedef struct _PktmonSpoolQueue PktmonSpoolQueue;

PktmonSpoolQueue *pktmon_spool_queue_new (void);
/* Spools that are left end where they are. */
void pktmon_spool_queue_free (PktmonSpoolQueue *self);

/* Appends a spool (transfer full, NULL: nobody reads it) and its file (taken).
 * @size: bytes that were in it before the helper could write. */
void pktmon_spool_queue_take (PktmonSpoolQueue *self, int descriptor, guint64 size,
                              PktmonSpool *spool);
/* Lets spool @number, the current one, grow to @size.
 * Returns: FALSE when that cannot be: it is another one, or shorter, or its file is. */
gboolean pktmon_spool_queue_grow (PktmonSpoolQueue *self, guint number, guint64 size);
/* The same, and completes it: the next is the current one then. */
gboolean pktmon_spool_queue_complete (PktmonSpoolQueue *self, guint number, guint64 size);
/* Completes what there is, and forgets it; then numbers count from 0 again.
 * @recover: who wrote is gone without a word: the current one ends behind the last whole block that
 * is in its file, which is cut there. */
void pktmon_spool_queue_finish (PktmonSpoolQueue *self, gboolean recover);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSpoolQueue, pktmon_spool_queue_free)

G_END_DECLS

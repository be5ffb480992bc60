/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/merge.h"

G_BEGIN_DECLS

/* PktmonDividerQueue: dividers on their way to a file. Each waits for the packets that came before
 * it, which may still be in a ring; when there are none it waits for some time. Under the spooler's
 * lock; zero is an empty one. */
typedef struct {
  GQueue dividers;
} PktmonDividerQueue;

void pktmon_divider_queue_clear (PktmonDividerQueue *self);

/* Adds one that is now; beyond PKTMON_MAX_QUEUED_DIVIDERS the oldest is forgotten. */
void pktmon_divider_queue_add (PktmonDividerQueue *self, const PktmonAddDividerRequest *request);

/* When the oldest divider is not later than all of @batch, takes the packets before it to @before.
 * Returns: FALSE when there is no such divider. */
gboolean pktmon_divider_queue_split (const PktmonDividerQueue *self, PktmonBatch *batch,
                                     PktmonBatch *before);
/* Monotonic time until which the oldest divider waits for packets; -1: there is none. */
gint64 pktmon_divider_queue_get_deadline (const PktmonDividerQueue *self);
/* Writes the oldest divider, and forgets it. @writer: NULL: only forgets it. */
gboolean pktmon_divider_queue_write (PktmonDividerQueue *self, PktmonWriter *writer,
                                     GError **error);

G_END_DECLS

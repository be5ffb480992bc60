/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/lane.h"

G_BEGIN_DECLS

/* PktmonMerge: packets of several lanes in the order of their times.
 *
 * A packet waits for those of lanes that are empty, which may be earlier: as long as the kernel
 * holds packets back so that more gather, and longer while it has some that a capture thread has
 * not come to; but no longer when its own lane has no room left. */
#define PKTMON_MERGE_DELAY (25 * G_TIME_SPAN_MILLISECOND)
#define PKTMON_MERGE_MAX_DELAY (500 * G_TIME_SPAN_MILLISECOND)

/* Packet blocks that are next for the file. */
typedef struct {
  guint8 *data;
  gsize size;
  guint64 packets;
  guint64 bytes;    /* captured */
  PktmonLane *lane; /* whose chunk this is all of; NULL: packets of several */
} PktmonBatch;

typedef struct {
  GPtrArray *lanes; /* of PktmonLane, borrowed */
  guint8 *buffer;   /* PKTMON_CHUNK_SIZE bytes; NULL until it is first needed */
} PktmonMerge;

/* Collects what can be written now. Every lane with packets must have its interface number.
 * @batch: (out): valid until it is released.
 * @deadline: (out): when to ask again, though no lane has news; -1: never.
 * Returns: FALSE when there is nothing. */
gboolean pktmon_merge_collect_locked (PktmonMerge *self, PktmonBatch *batch, gint64 *deadline);
/* The batch is no longer needed. */
void pktmon_merge_release_locked (PktmonMerge *self, const PktmonBatch *batch);

G_END_DECLS

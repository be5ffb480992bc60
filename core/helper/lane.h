/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/program.h"
#include "helper/source-block.h"
#include "pcapng/packet-block.h"

G_BEGIN_DECLS

/* PktmonLane: packets of one source on their way from its capture thread to the spooler's, as
 * packet blocks in chunks of fixed size and number.
 *
 * When all chunks are full the capture thread waits: the kernel's ring then holds what comes, and
 * counts what it cannot hold. The lock is the spooler's, and shared by all lanes. */

#define PKTMON_CHUNK_SIZE (512u * 1024)
#define PKTMON_LANE_CHUNKS 32u
#define PKTMON_LANE_UNNAMED G_MAXUINT32

typedef struct {
  guint8 *data;      /* PKTMON_CHUNK_SIZE bytes */
  gsize used;        /* bytes of whole blocks */
  gsize taken;       /* of these, what the spooler has done with */
  guint64 packets;   /* in what is used and not taken */
  guint64 bytes;     /* captured, in the same */
  guint32 interface; /* that the blocks name */
  gint64 handed;     /* monotonic time at which the spooler got it */
} PktmonChunk;

typedef struct {
  GMutex *lock;
  GCond *filled; /* the spooler waits on it */
  GCond freed;   /* the capture thread waits on it */

  PktmonChunk *filling; /* the capture thread's; NULL: it has none */

  /* Whether the kernel holds packets that the capture thread has not come to yet; NULL: nobody
   * knows. Any thread, until the lane has ended. */
  gboolean (*is_pending) (gpointer tap);
  gpointer tap; /* borrowed */

  /* Under the lock. */
  PktmonChunk *handed[PKTMON_LANE_CHUNKS]; /* the spooler's, in a circle */
  guint first;                             /* of these, the oldest */
  guint n_handed;
  PktmonChunk *spare[PKTMON_LANE_CHUNKS]; /* the one used last is used next: it is in the cache */
  guint n_spare;
  guint n_chunks;         /* that were made */
  gboolean ended;         /* no more will come */
  gboolean done;          /* and all that came is in the file, or was dropped */
  guint32 interface;      /* number in the current file; PKTMON_LANE_UNNAMED: not there yet */
  PktmonProgram *trigger; /* that ends the capture; NULL: none */
  PktmonSourceCounters counters;
  guint64 counted;        /* packets that are only counted */
  PktmonDropTotals drops; /* of these, what was dropped */
  gboolean recounted;     /* and nobody was told yet */
  PktmonSourceDescription description;
} PktmonLane;

/* @lock, @filled: borrowed. @description: copied. */
PktmonLane *pktmon_lane_new (GMutex *lock, GCond *filled,
                             const PktmonSourceDescription *description);
void pktmon_lane_free (PktmonLane *self);

/* --- For the capture thread --- */

/* Hands over the chunk that is being filled, and begins another; waits while there is none. */
void pktmon_lane_next_chunk (PktmonLane *self);

/* Lays out a block and takes it into the lane. Waits while there is no room.
 * Returns: where its data belong. */
PKTMON_INLINE guint8 *
pktmon_lane_add (PktmonLane *self, PktmonPacketBlock *block)
{
  guint32 size = pktmon_packet_block_measure (block);
  PktmonChunk *chunk = self->filling;
  guint8 *data;

  if (G_UNLIKELY (chunk == NULL || size > PKTMON_CHUNK_SIZE - chunk->used)) {
    pktmon_lane_next_chunk (self);
    chunk = self->filling;
  }
  block->interface = chunk->interface;
  data = pktmon_packet_block_put (block, chunk->data + chunk->used);
  chunk->used += size;
  chunk->packets++;
  chunk->bytes += block->captured;
  return data;
}

/* Gives what is there to the spooler. */
void pktmon_lane_hand_over (PktmonLane *self);
/* The same, and says that it was the last. */
void pktmon_lane_end (PktmonLane *self);
/* What was only counted so far; @drops: of these, what was dropped. */
void pktmon_lane_set_counted (PktmonLane *self, guint64 packets, guint64 bytes,
                              const PktmonDropTotals *drops);
/* Counts packets that the kernel's ring had no room for. */
void pktmon_lane_add_lost (PktmonLane *self, guint64 lost);

/* --- For the spooler, under the lock --- */

/* The oldest chunk with something in it; NULL when there is none. */
PktmonChunk *pktmon_lane_peek_locked (PktmonLane *self);
/* Gives the oldest chunk back to the capture thread. */
void pktmon_lane_release_locked (PktmonLane *self);
/* Packets that were lost, whatever the cause. */
guint64 pktmon_lane_get_lost_locked (const PktmonLane *self);
/* Whether the capture thread has to wait. */
gboolean pktmon_lane_is_full_locked (const PktmonLane *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/lane.h"

PktmonLane *
pktmon_lane_new (GMutex *lock, GCond *filled, const PktmonSourceDescription *description)
{
  PktmonLane *self = g_new0 (PktmonLane, 1);

  self->lock = lock;
  self->filled = filled;
  g_cond_init (&self->freed);
  self->interface = PKTMON_LANE_UNNAMED;
  self->description = *description;
  self->counters.source = description->opened.source;
  return self;
}

static PktmonChunk *
chunk_new (void)
{
  PktmonChunk *chunk = g_new0 (PktmonChunk, 1);

  chunk->data = g_malloc (PKTMON_CHUNK_SIZE);
  return chunk;
}

static void
chunk_free (PktmonChunk *chunk)
{
  g_free (chunk->data);
  g_free (chunk);
}

void
pktmon_lane_free (PktmonLane *self)
{
  for (guint i = 0; i < self->n_handed; i++)
    chunk_free (self->handed[(self->first + i) % PKTMON_LANE_CHUNKS]);
  for (guint i = 0; i < self->n_spare; i++)
    chunk_free (self->spare[i]);
  g_clear_pointer (&self->filling, chunk_free);
  g_cond_clear (&self->freed);
  g_free (self->trigger);
  g_free (self);
}

/* --- For the capture thread --- */

static void
hand_over_locked (PktmonLane *self)
{
  if (self->filling == NULL || self->filling->used == 0)
    return;
  self->filling->handed = g_get_monotonic_time();
  self->handed[(self->first + self->n_handed++) % PKTMON_LANE_CHUNKS] = self->filling;
  self->filling = NULL;
  g_cond_signal (self->filled);
}

static PktmonChunk *
get_chunk_locked (PktmonLane *self)
{
  while (self->n_spare == 0 && self->n_chunks == PKTMON_LANE_CHUNKS)
    g_cond_wait (&self->freed, self->lock);
  if (self->n_spare > 0)
    return self->spare[--self->n_spare];
  self->n_chunks++;
  return chunk_new();
}

void
pktmon_lane_next_chunk (PktmonLane *self)
{
  PktmonChunk *chunk;

  g_mutex_lock (self->lock);
  hand_over_locked (self);
  chunk = get_chunk_locked (self);
  chunk->used = chunk->taken = 0;
  chunk->packets = chunk->bytes = 0;
  chunk->interface = self->interface;
  self->filling = chunk;
  g_mutex_unlock (self->lock);
}

void
pktmon_lane_hand_over (PktmonLane *self)
{
  if (self->filling == NULL || self->filling->used == 0)
    return;
  g_mutex_lock (self->lock);
  hand_over_locked (self);
  g_mutex_unlock (self->lock);
}

void
pktmon_lane_end (PktmonLane *self)
{
  g_mutex_lock (self->lock);
  hand_over_locked (self);
  self->ended = TRUE;
  g_cond_signal (self->filled);
  g_mutex_unlock (self->lock);
}

void
pktmon_lane_set_counted (PktmonLane *self, guint64 packets, guint64 bytes,
                         const PktmonDropTotals *drops)
{
  g_mutex_lock (self->lock);
  if (packets != self->counted) {
    self->recounted = TRUE;
    g_cond_signal (self->filled);
  }
  self->counted = self->counters.packets = packets;
  self->counters.bytes = bytes;
  self->drops = *drops;
  g_mutex_unlock (self->lock);
}

void
pktmon_lane_add_lost (PktmonLane *self, guint64 lost)
{
  g_mutex_lock (self->lock);
  self->counters.kernel_lost += lost;
  g_mutex_unlock (self->lock);
}

/* --- For the spooler --- */

PktmonChunk *
pktmon_lane_peek_locked (PktmonLane *self)
{
  return self->n_handed > 0 ? self->handed[self->first] : NULL;
}

void
pktmon_lane_release_locked (PktmonLane *self)
{
  self->spare[self->n_spare++] = self->handed[self->first];
  self->first = (self->first + 1) % PKTMON_LANE_CHUNKS;
  self->n_handed--;
  g_cond_signal (&self->freed);
}

gboolean
pktmon_lane_is_full_locked (const PktmonLane *self)
{
  return self->n_handed == PKTMON_LANE_CHUNKS;
}

guint64
pktmon_lane_get_lost_locked (const PktmonLane *self)
{
  const PktmonSourceCounters *counters = &self->counters;

  return counters->kernel_lost + counters->interface_lost + counters->unwritten;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/merge.h"

/* How the lanes are. */
typedef struct {
  guint n_filled;       /* with packets */
  PktmonLane *earliest; /* of these, the one with the earliest packet */
  guint64 next;         /* time of the earliest packet in another lane */
  gboolean full;        /* one of these has no room left */
  gint64 handed;        /* when the first chunk came */
  gboolean empty;       /* others have no packets, and will have some */
  gboolean pending;     /* the kernel has some for them */
} Survey;

static const guint8 *
get_block (const PktmonChunk *chunk)
{
  return chunk->data + chunk->taken;
}

static void
consider (Survey *survey, PktmonLane *lane, const PktmonChunk *chunk, guint64 *earliest)
{
  guint64 ticks = pktmon_packet_block_get_ticks (get_block (chunk));

  survey->n_filled++;
  if (ticks < *earliest) {
    survey->next = *earliest;
    survey->earliest = lane;
    *earliest = ticks;
  } else
    survey->next = MIN (survey->next, ticks);
  survey->full = survey->full || pktmon_lane_is_full_locked (lane);
  survey->handed = MIN (survey->handed, chunk->handed);
}

static Survey
survey_lanes (const PktmonMerge *self)
{
  Survey survey = { .next = G_MAXUINT64, .handed = G_MAXINT64 };
  guint64 earliest = G_MAXUINT64;

  for (guint i = 0; i < self->lanes->len; i++) {
    PktmonLane *lane = g_ptr_array_index (self->lanes, i);
    PktmonChunk *chunk = pktmon_lane_peek_locked (lane);

    if (chunk != NULL)
      consider (&survey, lane, chunk, &earliest);
    else if (!lane->ended) {
      survey.empty = TRUE;
      survey.pending = survey.pending || (lane->is_pending != NULL && lane->is_pending (lane->tap));
    }
  }
  return survey;
}

/* Monotonic time until which the lanes with packets wait for the others; 0: they do not. */
static gint64
get_deadline (const Survey *survey)
{
  gint64 deadline =
      survey->handed + (survey->pending ? PKTMON_MERGE_MAX_DELAY : PKTMON_MERGE_DELAY);

  return survey->empty && !survey->full && g_get_monotonic_time() < deadline ? deadline : 0;
}

static void
take_block (PktmonChunk *chunk, gsize size, guint32 captured)
{
  chunk->taken += size;
  chunk->packets--;
  chunk->bytes -= captured;
}

/* Moves packets of @lane to @batch that are not later than @until.
 * Returns: FALSE when there is no more room. */
static gboolean
move_run (PktmonLane *lane, guint64 until, PktmonBatch *batch)
{
  PktmonChunk *chunk = pktmon_lane_peek_locked (lane);

  while (chunk->taken < chunk->used) {
    const guint8 *block = get_block (chunk);
    guint32 size = pktmon_packet_block_get_size (block);
    guint32 captured = pktmon_packet_block_get_captured (block);

    if (pktmon_packet_block_get_ticks (block) > until)
      return TRUE;
    if (size > PKTMON_CHUNK_SIZE - batch->size)
      return FALSE;
    memcpy (batch->data + batch->size, block, size);
    pktmon_packet_block_set_interface (batch->data + batch->size, lane->interface);
    batch->size += size;
    batch->packets++;
    batch->bytes += captured;
    take_block (chunk, size, captured);
  }
  pktmon_lane_release_locked (lane);
  return TRUE;
}

static void
merge (PktmonMerge *self, Survey survey, PktmonBatch *batch)
{
  if (self->buffer == NULL)
    self->buffer = g_malloc (PKTMON_CHUNK_SIZE);
  batch->data = self->buffer;
  while (survey.n_filled > 0 && get_deadline (&survey) == 0 &&
         move_run (survey.earliest, survey.next, batch))
    survey = survey_lanes (self);
}

/* Blocks that were laid out before their interface got another number. */
static void
rename_blocks (PktmonChunk *chunk, guint32 interface)
{
  for (gsize i = chunk->taken; i < chunk->used; i += pktmon_packet_block_get_size (chunk->data + i))
    pktmon_packet_block_set_interface (chunk->data + i, interface);
  chunk->interface = interface;
}

static void
take_chunk (PktmonLane *lane, PktmonBatch *batch)
{
  PktmonChunk *chunk = pktmon_lane_peek_locked (lane);

  if (chunk->interface != lane->interface)
    rename_blocks (chunk, lane->interface);
  *batch = (PktmonBatch){
    .data = chunk->data + chunk->taken,
    .size = chunk->used - chunk->taken,
    .packets = chunk->packets,
    .bytes = chunk->bytes,
    .lane = lane,
  };
}

gboolean
pktmon_merge_collect_locked (PktmonMerge *self, PktmonBatch *batch, gint64 *deadline)
{
  Survey survey = survey_lanes (self);

  *batch = (PktmonBatch){ 0 };
  *deadline = survey.n_filled > 0 ? get_deadline (&survey) : -1;
  if (*deadline != 0)
    return FALSE;
  if (survey.n_filled == 1)
    take_chunk (survey.earliest, batch);
  else
    merge (self, survey, batch);
  return TRUE;
}

void
pktmon_merge_release_locked (PktmonMerge *self, const PktmonBatch *batch)
{
  if (batch->lane != NULL)
    pktmon_lane_release_locked (batch->lane);
}

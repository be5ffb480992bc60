/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/divider-queue.h"

#include "base/clock.h"
#include "pcapng/divider-block.h"

/* How long a packet may be on its way to a batch: through the ring, and past other lanes. */
#define WAIT (PKTMON_MERGE_MAX_DELAY + 100 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  guint16 kind;
  guint32 number;
  PktmonNanoseconds time;
  gint64 deadline; /* monotonic time */
  char *text;
} Divider;

static void
divider_free (gpointer data)
{
  Divider *divider = data;

  g_free (divider->text);
  g_free (divider);
}

void
pktmon_divider_queue_clear (PktmonDividerQueue *self)
{
  g_queue_clear_full (&self->dividers, divider_free);
}

void
pktmon_divider_queue_add (PktmonDividerQueue *self, const PktmonAddDividerRequest *request)
{
  Divider *divider = g_new (Divider, 1);

  *divider = (Divider){
    .kind = request->kind,
    .number = request->number,
    .time = pktmon_time_to_nanoseconds (pktmon_time_now()),
    .deadline = g_get_monotonic_time() + WAIT,
    .text = g_strdup (request->message),
  };
  if (g_queue_get_length (&self->dividers) == PKTMON_MAX_QUEUED_DIVIDERS)
    divider_free (g_queue_pop_head (&self->dividers));
  g_queue_push_tail (&self->dividers, divider);
}

gboolean
pktmon_divider_queue_split (const PktmonDividerQueue *self, PktmonBatch *batch, PktmonBatch *before)
{
  const Divider *oldest = g_queue_peek_head ((GQueue *) &self->dividers);
  PktmonBatch part = { .data = batch->data, .lane = batch->lane };

  if (oldest == NULL)
    return FALSE;
  while (part.size < batch->size) {
    const guint8 *block = batch->data + part.size;

    if ((PktmonNanoseconds) pktmon_packet_block_get_ticks (block) >= oldest->time)
      break;
    part.size += pktmon_packet_block_get_size (block);
    part.bytes += pktmon_packet_block_get_captured (block);
    part.packets++;
  }
  if (part.size == batch->size)
    return FALSE;
  *before = part;
  batch->data += part.size;
  batch->size -= part.size;
  batch->packets -= part.packets;
  batch->bytes -= part.bytes;
  return TRUE;
}

gint64
pktmon_divider_queue_get_deadline (const PktmonDividerQueue *self)
{
  const Divider *oldest = g_queue_peek_head ((GQueue *) &self->dividers);

  return oldest != NULL ? oldest->deadline : -1;
}

gboolean
pktmon_divider_queue_write (PktmonDividerQueue *self, PktmonWriter *writer, GError **error)
{
  Divider *oldest = g_queue_pop_head (&self->dividers);
  const PktmonDividerBlock block = {
    .kind = oldest->kind,
    .number = oldest->number,
    .time = oldest->time,
    .text = (const guint8 *) oldest->text,
    .text_size = strlen (oldest->text),
  };
  gboolean good = writer == NULL || pktmon_divider_block_write (&block, writer, error);

  divider_free (oldest);
  return good;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/text-line.h"

#include "pcapng/stack-event.h"
#include "probe/point.h"

/* The longest value of a column whose width grows. */
#define MAX_VALUE 64

#define MICROSECONDS 6

void
pktmon_text_layout_init (PktmonTextLayout *self)
{
  *self = (PktmonTextLayout){
    .number = 5,
    .time = 10,
    .decimals = MICROSECONDS,
    .source = 15,
    .destination = 15,
    .protocol = 8,
    .length = 4,
  };
}

/* Moves what was appended since @start to the right end of a column that is *@width wide. */
static void
align_right (PktmonLineBuffer *buffer, gsize start, guint *width)
{
  gsize size = buffer->length - start;
  gsize space;

  if (G_UNLIKELY (size > *width))
    *width = (guint) size;
  space = *width - size;
  if (space == 0)
    return;
  pktmon_line_buffer_append_spaces (buffer, space);
  memmove (buffer->data + start + space, buffer->data + start, size);
  memset (buffer->data + start, ' ', space);
}

static void
align_left (PktmonLineBuffer *buffer, gsize start, guint *width)
{
  gsize size = buffer->length - start;

  if (G_UNLIKELY (size > *width))
    *width = (guint) size;
  pktmon_line_buffer_append_spaces (buffer, *width - size);
}

static void
append_address (PktmonLineBuffer *buffer, const PktmonAddress *address)
{
  PktmonText text = pktmon_line_buffer_begin_text (buffer, MAX_VALUE);

  pktmon_address_append (address, &text);
  pktmon_line_buffer_end_text (buffer, &text);
}

/* Nanoseconds are shown from the first interface on that has them. */
static void
append_time (PktmonLineBuffer *buffer, PktmonTextLayout *layout, const PktmonLine *line)
{
  gsize start = buffer->length;
  PktmonText text = pktmon_line_buffer_begin_text (buffer, MAX_VALUE);

  if (G_UNLIKELY (layout->decimals == MICROSECONDS &&
                  line->packet->interface->resolution > MICROSECONDS)) {
    layout->decimals = 9;
    layout->time += 3;
  }
  pktmon_time_append_epoch (&text, line->relative, layout->decimals);
  pktmon_line_buffer_end_text (buffer, &text);
  align_right (buffer, start, &layout->time);
}

/* What the stack did with it, behind what the packet says. */
static void
append_event (PktmonLineBuffer *buffer, const PktmonPacket *packet)
{
  PktmonStackEvent event;

  if (!pktmon_stack_event_find (packet, &event) || event.point >= PKTMON_N_POINTS)
    return;
  pktmon_line_buffer_append (buffer, " [");
  pktmon_line_buffer_append (buffer, pktmon_point_get_name (event.point));
  for (guint i = PKTMON_STACK_REASON; i < PKTMON_N_STACK_TEXTS; i++) {
    if (event.texts[i].size == 0)
      continue;
    pktmon_line_buffer_append_char (buffer, ' ');
    pktmon_line_buffer_append_sized (buffer, event.texts[i].data, event.texts[i].size);
  }
  pktmon_line_buffer_append_char (buffer, ']');
}

void
pktmon_text_line_append (PktmonLineBuffer *buffer, PktmonTextLayout *layout, const PktmonLine *line)
{
  const PktmonSummary *summary = line->summary;
  gsize start = buffer->length;

  pktmon_line_buffer_append_u64 (buffer, line->number);
  align_right (buffer, start, &layout->number);
  pktmon_line_buffer_append_char (buffer, ' ');
  append_time (buffer, layout, line);
  pktmon_line_buffer_append_char (buffer, ' ');

  start = buffer->length;
  append_address (buffer, &summary->source);
  align_right (buffer, start, &layout->source);
  pktmon_line_buffer_append (buffer, " → ");
  start = buffer->length;
  append_address (buffer, &summary->destination);
  align_left (buffer, start, &layout->destination);

  pktmon_line_buffer_append_char (buffer, ' ');
  start = buffer->length;
  pktmon_line_buffer_append (buffer, summary->protocol);
  align_left (buffer, start, &layout->protocol);
  pktmon_line_buffer_append_char (buffer, ' ');
  start = buffer->length;
  pktmon_line_buffer_append_u64 (buffer, line->packet->length);
  align_right (buffer, start, &layout->length);
  pktmon_line_buffer_append_char (buffer, ' ');
  pktmon_line_buffer_append_sized (buffer, summary->info, summary->info_length);
  append_event (buffer, line->packet);
  pktmon_line_buffer_append_char (buffer, '\n');
}

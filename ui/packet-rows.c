/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-rows.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/positions.h"
#include "pcapng/format.h"
#include "pcapng/option.h"
#include "pcapng/stack-event.h"
#include "store/cursor.h"

/* More than a list view keeps alive at once (about 205 in GTK 4.8). */
#define N_ROWS 512u

struct _PktmonPacketRows {
  PktmonStore *store;
  PktmonCursor *cursor;
  PktmonTime start;
  guint64 searched; /* packets that were asked for `start` */
  PktmonPacketRow rows[N_ROWS];
};

PktmonPacketRows *
pktmon_packet_rows_new (PktmonStore *store)
{
  PktmonPacketRows *self = g_new0 (PktmonPacketRows, 1);

  self->store = g_object_ref (store);
  self->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  self->start = PKTMON_TIME_NONE;
  for (guint i = 0; i < N_ROWS; i++)
    self->rows[i].position = PKTMON_POSITION_NONE;
  return self;
}

void
pktmon_packet_rows_free (PktmonPacketRows *self)
{
  pktmon_cursor_free (self->cursor);
  g_object_unref (self->store);
  g_free (self);
}

/* epb_dropcount: packets lost between this one and the one before (pcapng, section 4.3.1). */
static guint64
get_lost (const PktmonPacket *packet)
{
  gboolean big_endian = packet->interface->section->big_endian;
  PktmonOption option;
  PktmonBytes value;

  if (!pktmon_option_find (packet->options, big_endian, PKTMON_OPTION_EPB_DROPCOUNT, &option))
    return 0;
  value = pktmon_bytes_new (option.value, option.size);
  return pktmon_bytes_u64 (&value, big_endian);
}

/* As many whole characters as there is room for. */
static void
take_text (char *to, gsize size, const PktmonStackEvent *event, PktmonStackText which)
{
  PktmonText text;

  pktmon_text_init (&text, to, size);
  pktmon_text_append_foreign (&text, (const guint8 *) event->texts[which].data,
                              event->texts[which].size);
}

static void
fill_stack (PktmonPacketStack *stack, const PktmonPacket *packet)
{
  PktmonStackEvent event;

  stack->is_known = pktmon_stack_event_find (packet, &event);
  if (!stack->is_known)
    return;
  stack->point = event.point;
  stack->appearance = event.appearance;
  stack->process = event.process;
  stack->journey = pktmon_packet_get_id (packet);
  take_text (stack->command, sizeof stack->command, &event, PKTMON_STACK_PROCESS);
  take_text (stack->reason, sizeof stack->reason, &event, PKTMON_STACK_REASON);
  take_text (stack->location, sizeof stack->location, &event, PKTMON_STACK_LOCATION);
}

static void
fill (PktmonPacketRow *row, const PktmonPacket *packet)
{
  row->interface = packet->interface;
  row->time = pktmon_packet_get_time (packet);
  row->length = packet->length;
  row->lost = get_lost (packet);
  fill_stack (&row->stack, packet);
  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &row->summary);
}

/* Nothing is known of the packet's bytes. @what: why. */
static void
set_info (PktmonSummary *summary, const char *what)
{
  PktmonText info;

  *summary = (PktmonSummary){ .protocol = "" };
  pktmon_text_init (&info, summary->info, sizeof summary->info);
  pktmon_text_append (&info, what);
  summary->info_length = info.length;
}

static void
fill_with_error (PktmonPacketRow *row, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);

  row->interface = NULL;
  row->time = PKTMON_TIME_NONE;
  row->length = 0;
  row->lost = 0;
  row->stack.is_known = FALSE;
  set_info (&row->summary, what);
}

/* Of a packet that is not kept any more there is nothing else to say. */
static void
tell_dropped (const PktmonPacketRows *self, PktmonPacketRow *row)
{
  guint64 packets;

  pktmon_spool_get_start (pktmon_store_get_spool (self->store), &packets);
  if (row->position < packets)
    set_info (&row->summary, _ ("Not kept any more"));
}

const PktmonPacketRow *
pktmon_packet_rows_get (PktmonPacketRows *self, guint64 position)
{
  PktmonPacketRow *row = &self->rows[position % N_ROWS];
  g_autoptr (GError) error = NULL;
  PktmonPacket packet;

  if (row->position == position)
    return row;
  row->position = position;
  if (pktmon_cursor_read (self->cursor, position, &packet, &error)) {
    fill (row, &packet);
    tell_dropped (self, row);
  } else
    fill_with_error (row, error);
  return row;
}

PktmonTime
pktmon_packet_rows_get_start (PktmonPacketRows *self)
{
  guint64 count = pktmon_store_get_count (self->store);

  for (; !pktmon_time_is_known (self->start) && self->searched < count; self->searched++)
    if (pktmon_store_get_nanoseconds (self->store, self->searched) != PKTMON_NANOSECONDS_NONE)
      self->start = pktmon_packet_rows_get (self, self->searched)->time;
  return self->start;
}

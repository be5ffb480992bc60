/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-reader.h"

#include "base/positions.h"
#include "export/packet-tree.h"
#include "store/cursor.h"

struct _PktmonPacketReader {
  GObject parent_instance;

  PktmonStore *store;
  PktmonCursor *cursor; /* of the worker, while it is busy */
  gboolean busy;
  guint64 wanted;
  PktmonNoteEdits *edits;   /* of it; NULL: none is wanted */
  PktmonReadPacket *packet; /* NULL: none is there */
};

G_DEFINE_FINAL_TYPE (PktmonPacketReader, pktmon_packet_reader, G_TYPE_OBJECT)

enum { DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

void
pktmon_read_packet_free (PktmonReadPacket *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->tree, pktmon_field_tree_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* --- Worker --- */

static PktmonFieldTree *
make_tree (PktmonStore *store, guint64 position, const PktmonPacket *packet)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local();
  PktmonTime start = pktmon_time_from_nanoseconds (pktmon_store_get_nanoseconds (store, 0));
  PktmonLine line = {
    .number = position + 1,
    .time = pktmon_packet_get_time (packet),
    .packet = packet,
  };

  line.relative = pktmon_time_subtract (line.time, start);
  return pktmon_packet_tree_new (&line, zone);
}

/* What a thread works on. */
typedef struct {
  PktmonReadPacket *packet;
  PktmonNoteEdits *edits;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->packet, pktmon_read_packet_free);
  pktmon_note_edits_unref (work->edits);
  g_free (work);
}

static void
read_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PktmonPacketReader *self = source;
  const Work *work = data;
  PktmonReadPacket *read = work->packet;
  g_autoptr (GByteArray) options = g_byte_array_new();
  PktmonPacket packet;

  if (pktmon_cursor_read (self->cursor, read->position, &packet, &read->error)) {
    pktmon_note_edits_apply (work->edits, read->position, packet.interface->section->big_endian,
                             &packet.options, options);
    read->bytes = g_bytes_new (packet.data, packet.captured);
    read->tree = make_tree (self->store, read->position, &packet);
  }
  g_task_return_boolean (task, TRUE);
}

/* --- Main thread --- */

static void done_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start (PktmonPacketReader *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, done_cb, NULL);
  Work *work = g_new0 (Work, 1);

  work->packet = g_new0 (PktmonReadPacket, 1);
  work->packet->position = self->wanted;
  work->edits = pktmon_note_edits_ref (self->edits);
  self->busy = TRUE;
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, read_cb);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PktmonPacketReader *self = PKTMON_PACKET_READER (source);
  Work *work = g_task_get_task_data (G_TASK (result));

  self->busy = FALSE;
  if (work->packet->position == self->wanted && work->edits == self->edits) {
    self->packet = g_steal_pointer (&work->packet);
    g_signal_emit (self, signals[DONE], 0);
  } else if (self->wanted != PKTMON_POSITION_NONE)
    start (self);
}

/* --- Object --- */

static void
pktmon_packet_reader_finalize (GObject *object)
{
  PktmonPacketReader *self = PKTMON_PACKET_READER (object);

  g_clear_pointer (&self->packet, pktmon_read_packet_free);
  g_clear_pointer (&self->edits, pktmon_note_edits_unref);
  g_clear_pointer (&self->cursor, pktmon_cursor_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_packet_reader_parent_class)->finalize (object);
}

static void
pktmon_packet_reader_class_init (PktmonPacketReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_reader_finalize;

  signals[DONE] = g_signal_new ("done", PKTMON_TYPE_PACKET_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
pktmon_packet_reader_init (PktmonPacketReader *self)
{
  self->wanted = PKTMON_POSITION_NONE;
}

PktmonPacketReader *
pktmon_packet_reader_new (PktmonStore *store)
{
  PktmonPacketReader *self = g_object_new (PKTMON_TYPE_PACKET_READER, NULL);

  self->store = g_object_ref (store);
  self->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  return self;
}

void
pktmon_packet_reader_ask (PktmonPacketReader *self, guint64 position, PktmonNoteEdits *edits)
{
  g_return_if_fail (PKTMON_IS_PACKET_READER (self));

  self->wanted = position;
  pktmon_note_edits_ref (edits);
  g_clear_pointer (&self->edits, pktmon_note_edits_unref);
  self->edits = edits;
  g_clear_pointer (&self->packet, pktmon_read_packet_free);
  if (!self->busy && position != PKTMON_POSITION_NONE)
    start (self);
}

PktmonReadPacket *
pktmon_packet_reader_take (PktmonPacketReader *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_READER (self), NULL);

  return g_steal_pointer (&self->packet);
}

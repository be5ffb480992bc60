/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/cursor.h"

#include "base/error.h"
#include "base/i18n.h"
#include "pcapng/format.h"

#define RANDOM_WINDOW 4096u
#define SEQUENTIAL_WINDOW (256u * 1024)

struct _PktmonCursor {
  PktmonStore *store;
  const PktmonIndex *index;
  PktmonPacketParser parser;
  guint64 section_end; /* offset where another section than the parser's begins */
  guint8 *buffer;
  gsize window;   /* bytes that are read at once */
  gsize capacity; /* of the buffer: more than that where the last packet needs it */
  guint64 start;  /* offset of the window's first byte */
  gsize have;     /* bytes in the window */
};

PktmonCursor *
pktmon_cursor_new (PktmonStore *store, PktmonCursorAccess access)
{
  PktmonCursor *self = g_new0 (PktmonCursor, 1);

  self->store = g_object_ref (store);
  self->index = pktmon_store_get_index (store);
  self->parser.directory = pktmon_store_get_directory (store);
  self->window = access == PKTMON_CURSOR_RANDOM ? RANDOM_WINDOW : SEQUENTIAL_WINDOW;
  self->capacity = self->window;
  self->buffer = g_malloc (self->capacity);
  return self;
}

void
pktmon_cursor_free (PktmonCursor *self)
{
  g_object_unref (self->store);
  g_free (self->buffer);
  g_free (self);
}

static void
enter_section (PktmonCursor *self, guint64 offset)
{
  const PktmonSection *section = self->parser.section;
  guint64 count, known;

  if (G_LIKELY (section != NULL && offset >= section->offset && offset < self->section_end))
    return;
  /* Sections that are not found yet begin after the last packet that is. */
  count = pktmon_store_get_count (self->store);
  known = count > 0 ? pktmon_store_get_offset (self->store, count - 1) + 1 : 0;
  self->parser.section =
      pktmon_directory_find_section (self->parser.directory, offset, &self->section_end);
  self->section_end = MIN (self->section_end, known);
  self->parser.interface = NULL;
}

/* The part of the window from @offset on. */
static gsize
look_into_window (const PktmonCursor *self, guint64 offset, const guint8 **data)
{
  if (offset < self->start || offset >= self->start + self->have) {
    *data = self->buffer;
    return 0;
  }
  *data = self->buffer + (offset - self->start);
  return self->have - (gsize) (offset - self->start);
}

/* Moves the window to @offset, with at least @size bytes of room. A large packet leaves nothing
 * behind: the next one is read, and held, in a window of the usual size again. */
static gboolean
move_window (PktmonCursor *self, guint64 offset, gsize size, GError **error)
{
  gsize wanted = MAX (size, self->window);
  gssize got;

  if (wanted != self->capacity) {
    self->capacity = wanted;
    self->buffer = g_realloc (self->buffer, wanted);
  }
  self->start = offset;
  got = pktmon_spool_read (pktmon_store_get_spool (self->store), offset, self->buffer,
                           self->capacity, error);
  self->have = (gsize) MAX (got, 0);
  return got >= 0;
}

static gboolean
set_changed (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_CHANGED,
                    _ ("The file was changed by another program while it was open."),
                    _ ("Open it again to see what it holds now."));
  return FALSE;
}

/* Gets the whole block at @offset into the window. */
static gboolean
find_block (PktmonCursor *self, guint64 offset, const guint8 **data, PktmonFrame *frame,
            GError **error)
{
  gsize tried = 0; /* bytes that were asked for at this offset */

  for (;;) {
    gsize available = look_into_window (self, offset, data);

    switch (pktmon_packet_parser_frame (&self->parser, *data, available, frame, NULL)) {
    case PKTMON_PARSE_DONE:
      return TRUE;
    case PKTMON_PARSE_MORE:
      /* A block that was indexed is whole: when asking for all of it was in vain, it is gone. */
      if (tried >= frame->size)
        return set_changed (error);
      if (!move_window (self, offset, frame->size, error))
        return FALSE;
      tried = self->capacity;
      break;
    case PKTMON_PARSE_DAMAGED:
    default:
      return set_changed (error);
    }
  }
}

/* The header of a pcap file is none of its records. */
static gboolean
is_pcap_header (const PktmonCursor *self, guint64 offset)
{
  return offset == 0 && self->parser.section->format != PKTMON_FORMAT_PCAPNG;
}

static gboolean
read_pcap_header (PktmonCursor *self, PktmonRecord *record, const guint8 **data, GError **error)
{
  record->type = 0;
  record->size = PKTMON_PCAP_HEADER_SIZE;
  if (look_into_window (self, 0, data) < record->size && !move_window (self, 0, 0, error))
    return FALSE;
  return look_into_window (self, 0, data) >= record->size || set_changed (error);
}

gboolean
pktmon_cursor_read_record (PktmonCursor *self, guint64 offset, PktmonRecord *record,
                           const guint8 **data, GError **error)
{
  PktmonFrame frame;

  record->offset = offset;
  record->packet.interface = NULL;
  enter_section (self, offset);
  if (is_pcap_header (self, offset))
    return read_pcap_header (self, record, data, error);
  if (!find_block (self, offset, data, &frame, error))
    return FALSE;
  record->type = frame.type;
  record->size = frame.size;
  if (!pktmon_packet_parser_is_packet (&self->parser, frame.type))
    return TRUE;
  return pktmon_packet_parser_parse (&self->parser, *data, &frame, &record->packet, NULL) ||
         set_changed (error);
}

static gboolean
is_dropped (const PktmonCursor *self, guint64 offset)
{
  guint64 packets;

  return offset < pktmon_spool_get_start (pktmon_store_get_spool (self->store), &packets);
}

/* What is known of a packet that is not kept: times of such captures are in nanoseconds. */
static gboolean
give_dropped (PktmonCursor *self, const PktmonIndexEntry *entry, PktmonPacket *packet,
              GError **error)
{
  PktmonDirectory *directory = self->parser.directory;

  if (entry->interface >= pktmon_directory_get_n_interfaces (directory))
    return set_changed (error);
  *packet = (PktmonPacket){
    .interface = pktmon_directory_get_interface (directory, entry->interface),
    .block_type = PKTMON_BLOCK_ENHANCED_PACKET,
    .has_time = entry->time != PKTMON_NANOSECONDS_NONE,
    .ticks = (guint64) entry->time,
    .data = self->buffer,
  };
  return TRUE;
}

gboolean
pktmon_cursor_read (PktmonCursor *self, guint64 position, PktmonPacket *packet, GError **error)
{
  const PktmonIndexEntry *entry = pktmon_index_get (self->index, position);
  g_autoptr (GError) wrong = NULL;
  const guint8 *data;
  PktmonFrame frame;

  enter_section (self, entry->offset);
  if (!find_block (self, entry->offset, &data, &frame, &wrong)) {
    if (entry->offset != 0 && is_dropped (self, entry->offset))
      return give_dropped (self, entry, packet, error);
    g_propagate_error (error, g_steal_pointer (&wrong));
    return FALSE;
  }
  if (!pktmon_packet_parser_is_packet (&self->parser, frame.type) ||
      !pktmon_packet_parser_parse (&self->parser, data, &frame, packet, NULL))
    return set_changed (error);
  return TRUE;
}

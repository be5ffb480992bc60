/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/cursor.h"

#include "base/error.h"
#include "base/i18n.h"

#define RANDOM_WINDOW 4096u
#define SEQUENTIAL_WINDOW (512u * 1024)

struct _PktmonCursor {
  PktmonStore *store;
  PktmonPacketParser parser;
  guint64 section_end; /* offset where another section than the parser's begins */
  guint8 *buffer;
  gsize capacity;
  guint64 start; /* offset of the window's first byte */
  gsize have;    /* bytes in the window */
};

PktmonCursor *
pktmon_cursor_new (PktmonStore *store, PktmonCursorAccess access)
{
  PktmonCursor *self = g_new0 (PktmonCursor, 1);

  self->store = g_object_ref (store);
  self->parser.directory = pktmon_store_get_directory (store);
  self->capacity = access == PKTMON_CURSOR_RANDOM ? RANDOM_WINDOW : SEQUENTIAL_WINDOW;
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
  guint64 known;

  if (G_LIKELY (section != NULL && offset >= section->offset && offset < self->section_end))
    return;
  /* Sections that are not found yet begin after the last packet that is. */
  known = pktmon_store_get_offset (self->store, pktmon_store_get_count (self->store) - 1) + 1;
  self->parser.section =
      pktmon_directory_find_section (self->parser.directory, offset, &self->section_end);
  self->section_end = MIN (self->section_end, known);
  self->parser.interface = NULL;
}

/* The part of the window from @offset on. */
static PktmonBytes
window_at (PktmonCursor *self, guint64 offset)
{
  if (offset < self->start || offset >= self->start + self->have)
    return pktmon_bytes_new (self->buffer, 0);
  return pktmon_bytes_new (self->buffer + (offset - self->start),
                           self->have - (gsize) (offset - self->start));
}

/* Moves the window to @offset, with at least @size bytes of room. */
static gboolean
move_window (PktmonCursor *self, guint64 offset, gsize size, GError **error)
{
  gssize got;

  if (size > self->capacity) {
    self->capacity = size;
    self->buffer = g_realloc (self->buffer, size);
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
find_block (PktmonCursor *self, guint64 offset, PktmonBytes *block, GError **error)
{
  gsize tried = 0; /* bytes that were asked for at this offset */
  gsize size;

  for (;;) {
    *block = window_at (self, offset);
    switch (pktmon_packet_parser_frame (&self->parser, *block, &size, NULL)) {
    case PKTMON_PARSE_DONE:
      pktmon_bytes_limit (block, size);
      return TRUE;
    case PKTMON_PARSE_MORE:
      /* A block that was indexed is whole: when asking for all of it was in vain, it is gone. */
      if (tried >= size)
        return set_changed (error);
      if (!move_window (self, offset, size, error))
        return FALSE;
      tried = self->capacity;
      break;
    case PKTMON_PARSE_DAMAGED:
    default:
      return set_changed (error);
    }
  }
}

gboolean
pktmon_cursor_read (PktmonCursor *self, guint64 position, PktmonPacket *packet, GError **error)
{
  guint64 offset = pktmon_store_get_offset (self->store, position);
  PktmonBytes block;

  enter_section (self, offset);
  if (!find_block (self, offset, &block, error))
    return FALSE;
  if (!pktmon_packet_parser_is_packet (&self->parser,
                                       pktmon_packet_parser_get_type (&self->parser, block)) ||
      !pktmon_packet_parser_parse (&self->parser, block, packet, NULL))
    return set_changed (error);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/loader.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"

/* Fits the second-level cache, and makes system calls rare. */
#define PIECE_SIZE (256u * 1024)

typedef struct {
  PktmonSpool *spool;
  PktmonReader *reader;
  guint8 *buffer;
  gsize capacity;
  gsize have; /* bytes in the buffer, from the reader's offset on */
} Walk;

typedef enum {
  WALK_MORE,
  WALK_STOPPED,
  WALK_FAILED,
} WalkResult;

/* Hands over the records that are whole in the buffer.
 * @used: (out): how many bytes they take. */
static WalkResult
hand_over (Walk *self, const PktmonLoaderVisitor *visitor, gpointer user_data, gsize *used,
           GError **error)
{
  gsize at = 0;
  PktmonRecord record;
  PktmonReaderStep step;
  gboolean wanted = TRUE;

  while (wanted && (step = pktmon_reader_next (self->reader, self->buffer + at, self->have - at,
                                               &record, error)) <= PKTMON_READER_BLOCK) {
    wanted = visitor->record (user_data, step, &record, self->buffer + at);
    at += record.size;
  }
  *used = at;
  if (!wanted)
    return WALK_STOPPED;
  return step == PKTMON_READER_DAMAGED ? WALK_FAILED : WALK_MORE;
}

/* Walks through one piece, and moves what is left of it to the beginning of the buffer. */
static WalkResult
walk_piece (Walk *self, const PktmonLoaderVisitor *visitor, gpointer user_data, GError **error)
{
  WalkResult result;
  gsize used;

  if (visitor->begin != NULL)
    visitor->begin (user_data);
  result = hand_over (self, visitor, user_data, &used, error);
  if (visitor->end != NULL && !visitor->end (user_data, pktmon_reader_get_offset (self->reader)) &&
      result == WALK_MORE)
    result = WALK_STOPPED;
  self->have -= used;
  memmove (self->buffer, self->buffer + used, self->have);
  return result;
}

/* The buffer grows only to what the spool really has for a larger block. */
static void
make_room (Walk *self)
{
  gsize wanted = pktmon_reader_get_wanted (self->reader);

  if (wanted > self->capacity) {
    self->capacity = wanted;
    self->buffer = g_realloc (self->buffer, self->capacity);
  }
}

/* Waits until the spool has the bytes of the next record, or never will.
 * Returns: whether there is something new to look at. */
static gboolean
wait_for_record (Walk *self, GError **error)
{
  guint64 start = pktmon_reader_get_offset (self->reader);
  guint64 wanted = MAX (pktmon_reader_get_wanted (self->reader), self->have + 1);

  for (;;) {
    guint64 size = pktmon_spool_get_size (self->spool);

    if (size >= start + wanted)
      return TRUE;
    if (!pktmon_spool_wait (self->spool, size, error))
      return FALSE;
  }
}

static gboolean
fill (Walk *self, GError **error)
{
  guint64 offset = pktmon_reader_get_offset (self->reader) + self->have;
  gssize got;

  make_room (self);
  got = pktmon_spool_read (self->spool, offset, self->buffer + self->have,
                           self->capacity - self->have, error);
  self->have += (gsize) MAX (got, 0);
  return got >= 0;
}

/* The spool has ended. */
static gboolean
finish (Walk *self, GError *spool_error, GError **error)
{
  guint64 offset = pktmon_reader_get_offset (self->reader);
  guint64 size = pktmon_spool_get_size (self->spool);

  if (spool_error != NULL) {
    g_propagate_error (error, spool_error);
    return FALSE;
  }
  if (size == 0) {
    pktmon_error_set (error, PKTMON_ERROR_NOT_A_CAPTURE, _ ("The file is empty."),
                      _ ("Choose another file, or capture into it again."));
    return FALSE;
  }
  if (offset < size) {
    pktmon_reader_set_cut_short (self->reader, error);
    return FALSE;
  }
  return TRUE;
}

gboolean
pktmon_loader_run (PktmonSpool *spool, PktmonReader *reader, const PktmonLoaderVisitor *visitor,
                   gpointer user_data, GError **error)
{
  Walk self = {
    .spool = spool,
    .reader = reader,
    .buffer = g_malloc (PIECE_SIZE),
    .capacity = PIECE_SIZE,
  };
  GError *spool_error = NULL;
  WalkResult result = WALK_MORE;

  while (result == WALK_MORE && wait_for_record (&self, &spool_error))
    result = fill (&self, error) ? walk_piece (&self, visitor, user_data, error) : WALK_FAILED;
  g_free (self.buffer);
  if (result == WALK_MORE)
    return finish (&self, spool_error, error);
  return result == WALK_STOPPED;
}

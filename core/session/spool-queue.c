/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/spool-queue.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "pcapng/format.h"

/* What a helper has written without saying so: 25 ms of packets; nobody looks at more. */
#define MAX_UNANNOUNCED (64u * 1024 * 1024)

typedef struct {
  int descriptor;
  PktmonSpool *spool; /* NULL: nobody reads it */
  guint64 size;       /* announced */
} Entry;

struct _PktmonSpoolQueue {
  GQueue entries; /* of Entry; the first is the current one */
  guint number;   /* of that */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->spool != NULL) {
    pktmon_spool_grow (entry->spool, entry->size, TRUE);
    pktmon_spool_unref (entry->spool);
  }
  close (entry->descriptor);
  g_free (entry);
}

PktmonSpoolQueue *
pktmon_spool_queue_new (void)
{
  return g_new0 (PktmonSpoolQueue, 1);
}

void
pktmon_spool_queue_free (PktmonSpoolQueue *self)
{
  g_queue_clear_full (&self->entries, entry_free);
  g_free (self);
}

void
pktmon_spool_queue_take (PktmonSpoolQueue *self, int descriptor, guint64 size, PktmonSpool *spool)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->descriptor = descriptor;
  entry->spool = spool;
  entry->size = size;
  g_queue_push_tail (&self->entries, entry);
}

/* --- What the helper says --- */

gboolean
pktmon_spool_queue_grow (PktmonSpoolQueue *self, guint number, guint64 size)
{
  Entry *entry = g_queue_peek_head (&self->entries);
  struct stat status;

  if (entry == NULL || number != self->number || size < entry->size ||
      fstat (entry->descriptor, &status) != 0 || size > (guint64) status.st_size)
    return FALSE;
  entry->size = size;
  if (entry->spool != NULL)
    pktmon_spool_grow (entry->spool, size, FALSE);
  return TRUE;
}

gboolean
pktmon_spool_queue_complete (PktmonSpoolQueue *self, guint number, guint64 size)
{
  if (!pktmon_spool_queue_grow (self, number, size))
    return FALSE;
  entry_free (g_queue_pop_head (&self->entries));
  self->number++;
  return TRUE;
}

/* --- When it says nothing any more --- */

/* Bytes of whole blocks at the start of @data. */
static gsize
measure_whole_blocks (const guint8 *data, gsize size)
{
  const gboolean big_endian = G_BYTE_ORDER == G_BIG_ENDIAN;
  gsize whole = 0;

  for (;;) {
    PktmonBytes bytes = pktmon_bytes_new (data + whole, size - whole);
    guint32 length = pktmon_bytes_peek_u32 (&bytes, 4, big_endian);

    if (length < PKTMON_BLOCK_MIN_SIZE || length % 4 != 0 || length > PKTMON_MAX_BLOCK_SIZE ||
        length > size - whole || pktmon_bytes_peek_u32 (&bytes, length - 4, big_endian) != length)
      return whole;
    whole += length;
  }
}

static void
find_end (Entry *entry)
{
  g_autofree guint8 *buffer = NULL;
  struct stat status;
  gssize got;
  gsize size;

  if (fstat (entry->descriptor, &status) != 0 || (guint64) status.st_size <= entry->size)
    return;
  size = MIN ((gsize) ((guint64) status.st_size - entry->size), MAX_UNANNOUNCED);
  buffer = g_malloc (size);
  got = pread (entry->descriptor, buffer, size, (off_t) entry->size);
  if (got > 0)
    entry->size += measure_whole_blocks (buffer, (gsize) got);
  /* Where that is not possible, a reader stops at the place all the same. */
  (void) !ftruncate (entry->descriptor, (off_t) entry->size);
}

void
pktmon_spool_queue_finish (PktmonSpoolQueue *self, gboolean recover)
{
  if (recover && !g_queue_is_empty (&self->entries))
    find_end (g_queue_peek_head (&self->entries));
  g_queue_clear_full (&self->entries, entry_free);
  self->number = 0;
}

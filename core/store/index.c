/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/index.h"

#include <sys/mman.h>

#define CHUNK_BITS 16
#define CHUNK_SIZE (1u << CHUNK_BITS)
#define MAX_CHUNKS (1u << (32 - CHUNK_BITS))
/* A multiple of the pages that processors have. */
#define CHUNK_ALIGNMENT 65536u
#define MAX_OFFSET ((G_GUINT64_CONSTANT (1) << 48) - 1)

struct _PktmonIndex {
  gsize published; /* atomic; what lies below it never changes */
  gsize appended;  /* of the appending thread, as the next one */
  gsize forgotten; /* chunks, but for the first */
  PktmonIndexEntry *chunks[MAX_CHUNKS];
};

PktmonIndex *
pktmon_index_new (void)
{
  return g_new0 (PktmonIndex, 1);
}

void
pktmon_index_free (PktmonIndex *self)
{
  for (guint i = 0; i < MAX_CHUNKS && self->chunks[i] != NULL; i++)
    g_aligned_free (self->chunks[i]);
  g_free (self);
}

gboolean
pktmon_index_append (PktmonIndex *self, guint64 offset, guint interface, PktmonNanoseconds time)
{
  gsize chunk = self->appended >> CHUNK_BITS;
  PktmonIndexEntry *entry;

  if (G_UNLIKELY (self->appended >= PKTMON_INDEX_MAX_PACKETS || offset > MAX_OFFSET))
    return FALSE;
  if (G_UNLIKELY (self->chunks[chunk] == NULL))
    self->chunks[chunk] = g_aligned_alloc (CHUNK_SIZE, sizeof (PktmonIndexEntry), CHUNK_ALIGNMENT);
  entry = &self->chunks[chunk][self->appended & (CHUNK_SIZE - 1)];
  entry->offset = offset & MAX_OFFSET;
  entry->interface = MIN (interface, PKTMON_INDEX_INTERFACE_FAR) & 0xffffu;
  entry->time = time;
  self->appended++;
  return TRUE;
}

guint64
pktmon_index_get_appended (const PktmonIndex *self)
{
  return self->appended;
}

void
pktmon_index_publish (PktmonIndex *self)
{
  __atomic_store_n (&self->published, self->appended, __ATOMIC_RELEASE);
}

/* Whoever reads there meanwhile finds zeros: the memory goes, its addresses stay. */
void
pktmon_index_forget (PktmonIndex *self, guint64 position)
{
  gsize end = MIN (position, self->appended) >> CHUNK_BITS;

  for (; self->forgotten + 1 < end; self->forgotten++)
    madvise (self->chunks[self->forgotten + 1], CHUNK_SIZE * sizeof (PktmonIndexEntry),
             MADV_DONTNEED);
}

guint64
pktmon_index_get_count (const PktmonIndex *self)
{
  return __atomic_load_n (&self->published, __ATOMIC_ACQUIRE);
}

const PktmonIndexEntry *
pktmon_index_get (const PktmonIndex *self, guint64 position)
{
  return &self->chunks[position >> CHUNK_BITS][position & (CHUNK_SIZE - 1)];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/block-list.h"

struct _PktmonBlockList {
  GMutex lock;
  GArray *runs; /* of PktmonBlockRun */
};

PktmonBlockList *
pktmon_block_list_new (void)
{
  PktmonBlockList *self = g_new0 (PktmonBlockList, 1);

  g_mutex_init (&self->lock);
  self->runs = g_array_new (FALSE, FALSE, sizeof (PktmonBlockRun));
  return self;
}

void
pktmon_block_list_free (PktmonBlockList *self)
{
  g_array_unref (self->runs);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static PktmonBlockRun *
get_run (GArray *runs, guint n)
{
  return &g_array_index (runs, PktmonBlockRun, n);
}

void
pktmon_block_list_append (PktmonBlockList *self, guint64 offset, gsize size)
{
  PktmonBlockRun *last;
  PktmonBlockRun run = { offset, size };

  g_mutex_lock (&self->lock);
  last = self->runs->len > 0 ? get_run (self->runs, self->runs->len - 1) : NULL;
  if (last != NULL && last->offset + last->size == offset)
    last->size += size;
  else
    g_array_append_val (self->runs, run);
  g_mutex_unlock (&self->lock);
}

void
pktmon_block_list_forget (PktmonBlockList *self, guint64 offset)
{
  guint n = 0;

  g_mutex_lock (&self->lock);
  while (n < self->runs->len &&
         get_run (self->runs, n)->offset + get_run (self->runs, n)->size <= offset)
    n++;
  if (n > 0)
    g_array_remove_range (self->runs, 0, n);
  g_mutex_unlock (&self->lock);
}

GArray *
pktmon_block_list_dup_runs (PktmonBlockList *self, guint64 limit)
{
  GArray *runs;

  g_mutex_lock (&self->lock);
  runs = g_array_copy (self->runs);
  g_mutex_unlock (&self->lock);
  while (runs->len > 0 && get_run (runs, runs->len - 1)->offset >= limit)
    g_array_set_size (runs, runs->len - 1);
  /* The last one may have grown since. */
  if (runs->len > 0) {
    PktmonBlockRun *last = get_run (runs, runs->len - 1);

    last->size = MIN (last->size, limit - last->offset);
  }
  return runs;
}

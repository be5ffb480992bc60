/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/spool-parts.h"

struct _PktmonSpoolParts {
  GMutex lock;
  /* Under the lock: */
  GQueue parts;         /* of PktmonSpool that are there, oldest first */
  guint n_gone;         /* before these */
  guint64 start;        /* bytes of those that are gone */
  guint n_dropped;      /* that are to go, or are gone */
  guint64 packets;      /* in these */
  guint64 gone_packets; /* in those that are gone */
  guint64 released;     /* bytes that were used, and may go */
};

PktmonSpoolParts *
pktmon_spool_parts_new (void)
{
  PktmonSpoolParts *self = g_new0 (PktmonSpoolParts, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
pktmon_spool_parts_free (PktmonSpoolParts *self)
{
  g_queue_clear_full (&self->parts, (GDestroyNotify) pktmon_spool_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
pktmon_spool_parts_add (PktmonSpoolParts *self, PktmonSpool *part)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->parts, pktmon_spool_ref (part));
  g_mutex_unlock (&self->lock);
}

static void
remove_released_locked (PktmonSpoolParts *self)
{
  for (PktmonSpool *oldest = g_queue_peek_head (&self->parts);
       oldest != NULL && self->n_gone < self->n_dropped &&
       self->start + pktmon_spool_get_size (oldest) <= self->released;
       oldest = g_queue_peek_head (&self->parts)) {
    self->start += pktmon_spool_get_size (oldest);
    self->n_gone++;
    pktmon_spool_unref (g_queue_pop_head (&self->parts));
  }
  if (self->n_gone == self->n_dropped)
    self->gone_packets = self->packets;
}

void
pktmon_spool_parts_drop (PktmonSpoolParts *self, guint n, guint64 packets)
{
  g_mutex_lock (&self->lock);
  self->n_dropped = n;
  self->packets = packets;
  remove_released_locked (self);
  g_mutex_unlock (&self->lock);
}

void
pktmon_spool_parts_release (PktmonSpoolParts *self, guint64 offset)
{
  g_mutex_lock (&self->lock);
  self->released = MAX (self->released, offset);
  remove_released_locked (self);
  g_mutex_unlock (&self->lock);
}

guint64
pktmon_spool_parts_get_size (PktmonSpoolParts *self)
{
  guint64 size;

  g_mutex_lock (&self->lock);
  size = self->start;
  for (const GList *link = self->parts.head; link != NULL; link = link->next)
    size += pktmon_spool_get_size (link->data);
  g_mutex_unlock (&self->lock);
  return size;
}

guint64
pktmon_spool_parts_get_start (PktmonSpoolParts *self, guint64 *packets)
{
  guint64 start;

  g_mutex_lock (&self->lock);
  start = self->start;
  *packets = self->gone_packets;
  g_mutex_unlock (&self->lock);
  return start;
}

PktmonSpool *
pktmon_spool_parts_find (PktmonSpoolParts *self, guint64 offset, guint64 *base)
{
  PktmonSpool *found = NULL;

  g_mutex_lock (&self->lock);
  *base = self->start;
  for (const GList *link = self->parts.head; link != NULL && offset >= *base; link = link->next) {
    guint64 size = pktmon_spool_get_size (link->data);

    if (offset - *base < size) {
      found = pktmon_spool_ref (link->data);
      break;
    }
    *base += size;
  }
  g_mutex_unlock (&self->lock);
  return found;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/gaps.h"

struct _PktmonGaps {
  guint published; /* atomic; what lies below it never changes */
  guint appended;  /* of the appending thread */
  PktmonGap *gaps; /* room for as many as there may be; NULL: there never was one */
};

PktmonGaps *
pktmon_gaps_new (void)
{
  return g_new0 (PktmonGaps, 1);
}

void
pktmon_gaps_free (PktmonGaps *self)
{
  g_free (self->gaps);
  g_free (self);
}

void
pktmon_gaps_append (PktmonGaps *self, const PktmonGap *gap)
{
  if (self->appended == PKTMON_MAX_GAPS)
    return;
  if (self->gaps == NULL)
    self->gaps = g_new (PktmonGap, PKTMON_MAX_GAPS);
  self->gaps[self->appended++] = *gap;
}

void
pktmon_gaps_publish (PktmonGaps *self)
{
  __atomic_store_n (&self->published, self->appended, __ATOMIC_RELEASE);
}

guint
pktmon_gaps_get_count (const PktmonGaps *self)
{
  return __atomic_load_n (&self->published, __ATOMIC_ACQUIRE);
}

const PktmonGap *
pktmon_gaps_get (const PktmonGaps *self, guint i)
{
  return &self->gaps[i];
}

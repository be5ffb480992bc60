/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-counts.h"

/* Rates are over no less: they are taken once a second, and when the user does something. */
#define SPAN_MICROSECONDS (G_USEC_PER_SEC / 2)

typedef struct {
  PktmonSessionStatus *status; /* NULL: there was none */
  gint64 time;                 /* monotonic, in microseconds */
} Look;

struct _PktmonSourceCounts {
  Look last;   /* taken last */
  Look recent; /* the last one from which on a span is measured: less than one ago */
  Look before; /* the one before: a whole span ago, or more */
};

static void
look_clear (Look *self)
{
  g_clear_pointer (&self->status, pktmon_session_status_free);
}

static void
look_set (Look *self, const Look *from)
{
  look_clear (self);
  self->status = pktmon_session_status_copy (from->status);
  self->time = from->time;
}

static void
forget (PktmonSourceCounts *self)
{
  look_clear (&self->last);
  look_clear (&self->recent);
  look_clear (&self->before);
}

PktmonSourceCounts *
pktmon_source_counts_new (void)
{
  return g_new0 (PktmonSourceCounts, 1);
}

void
pktmon_source_counts_free (PktmonSourceCounts *self)
{
  forget (self);
  g_free (self);
}

void
pktmon_source_counts_take (PktmonSourceCounts *self, PktmonSessionStatus *status, gint64 now)
{
  /* Another capture counts anew. */
  if (status == NULL || self->last.status == NULL || status->started != self->last.status->started)
    forget (self);
  look_clear (&self->last);
  self->last = (Look){ status, now };
  if (status == NULL)
    return;
  if (self->recent.status == NULL) {
    look_set (&self->recent, &self->last);
  } else if (now - self->recent.time >= SPAN_MICROSECONDS) {
    look_clear (&self->before);
    self->before = self->recent;
    self->recent = (Look){ 0 };
    look_set (&self->recent, &self->last);
  }
}

const PktmonSessionStatus *
pktmon_source_counts_get_status (const PktmonSourceCounts *self)
{
  return self->last.status;
}

static gboolean
is_capturing (const PktmonSessionStatus *status)
{
  return status->state == PKTMON_SESSION_RUNNING || status->state == PKTMON_SESSION_PAUSED;
}

double
pktmon_source_counts_get_rate (const PktmonSourceCounts *self, const char *id)
{
  const PktmonSourceStatus *now, *before;

  if (self->before.status == NULL || !is_capturing (self->last.status))
    return -1;
  now = pktmon_session_status_find (self->last.status, id);
  before = pktmon_session_status_find (self->before.status, id);
  /* A source that is added anew counts anew. */
  if (now == NULL || before == NULL || now->counters.packets < before->counters.packets)
    return -1;
  return (double) (now->counters.packets - before->counters.packets) * G_USEC_PER_SEC /
         (double) (self->last.time - self->before.time);
}

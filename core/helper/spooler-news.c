/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a spooler tells the control thread. */
#include "helper/drop-totals.h"
#include "helper/spooler-private.h"

static void
fill_progress_locked (PktmonSpooler *self, PktmonCaptureProgress *progress)
{
  progress->spool = self->file != NULL ? pktmon_spool_file_get_number (self->file) : 0;
  progress->size = self->size;
  progress->packets = self->packets;
  progress->lost = self->retired_lost;
  progress->drops = self->retired_drops;
  progress->n_sources = (guint16) self->lanes->len;
  for (guint i = 0; i < self->lanes->len; i++) {
    const PktmonLane *lane = g_ptr_array_index (self->lanes, i);

    progress->sources[i] = lane->counters;
    progress->packets += lane->counted;
    pktmon_drop_totals_add_all (&progress->drops, &lane->drops);
    progress->lost += pktmon_lane_get_lost_locked (lane);
  }
  self->told = FALSE;
}

gboolean
pktmon_spooler_get_progress (PktmonSpooler *self, PktmonCaptureProgress *progress)
{
  gboolean current;

  g_mutex_lock (&self->lock);
  current = g_queue_is_empty (&self->ended);
  if (current)
    fill_progress_locked (self, progress);
  g_mutex_unlock (&self->lock);
  return current;
}

gboolean
pktmon_spooler_take_ended_file (PktmonSpooler *self, PktmonSpoolEndedAnswer *ended)
{
  g_autofree PktmonSpoolEndedAnswer *oldest = NULL;

  g_mutex_lock (&self->lock);
  oldest = g_queue_pop_head (&self->ended);
  g_mutex_unlock (&self->lock);
  if (oldest != NULL)
    *ended = *oldest;
  return oldest != NULL;
}

guint
pktmon_spooler_get_stop_reason (PktmonSpooler *self)
{
  guint reason;

  g_mutex_lock (&self->lock);
  reason = self->stop_reason;
  g_mutex_unlock (&self->lock);
  return reason;
}

const GError *
pktmon_spooler_get_error (PktmonSpooler *self)
{
  const GError *error;

  g_mutex_lock (&self->lock);
  error = self->error;
  g_mutex_unlock (&self->lock);
  return error;
}

gboolean
pktmon_spooler_is_finished (PktmonSpooler *self)
{
  gboolean finished;

  g_mutex_lock (&self->lock);
  finished = self->finished;
  g_mutex_unlock (&self->lock);
  return finished;
}

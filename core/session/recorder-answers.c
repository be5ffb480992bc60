/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recorder makes of what the helper says: the thread's part of it. */
#include "session/recorder-private.h"

static PktmonRecorderLane *
find_lane (PktmonRecorder *self, guint number)
{
  for (guint i = 0; i < self->lanes->len; i++) {
    PktmonRecorderLane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->number == number)
      return lane;
  }
  return NULL;
}

/* --- Sources --- */

static void
opened_cb (PktmonHelperClient *client, guint number, const PktmonSourceOpenedAnswer *opened,
           PktmonRecorder *self)
{
  PktmonRecorderLane *lane = find_lane (self, number);
  PktmonSessionStatus *status;
  PktmonSourceStatus *source;

  if (lane == NULL)
    return;
  lane->open = TRUE;
  self->opening--;
  status = pktmon_recorder_begin_change (self);
  source = g_ptr_array_index (status->sources, lane->status);
  source->state = opened->up ? PKTMON_SOURCE_UP : PKTMON_SOURCE_DOWN;
  source->link_type = opened->link_type;
  source->snap_length = opened->snap_length;
  source->buffer_size = opened->buffer_size;
  pktmon_recorder_end_change (self);
  if (!pktmon_recorder_send_trigger (self, lane, opened->link_type))
    return;
  if (self->setup.constraints->len > 0 && lane->target->link_type != opened->link_type) {
    lane->target->link_type = opened->link_type;
    pktmon_recorder_filter_lane (self, lane, opened->link_type);
  }
  pktmon_recorder_begin (self);
}

static void
refused_cb (PktmonHelperClient *client, guint request, guint number, const GError *error,
            PktmonRecorder *self)
{
  PktmonRecorderLane *lane = find_lane (self, number);

  switch (request) {
  case PKTMON_REQUEST_ADD_SOURCE:
    if (lane != NULL)
      pktmon_recorder_end_lane (self, lane, error);
    pktmon_recorder_begin (self);
    break;
  case PKTMON_REQUEST_SET_FILTER:
  case PKTMON_REQUEST_SET_TRIGGER:
    /* It must not go on with packets that nobody asked for. */
    if (lane != NULL) {
      pktmon_helper_client_remove_source (client, number);
      pktmon_recorder_end_lane (self, lane, error);
      pktmon_recorder_begin (self);
    }
    break;
  case PKTMON_REQUEST_START:
  case PKTMON_REQUEST_ADD_SPOOL:
  case PKTMON_REQUEST_SET_LIMITS:
    pktmon_recorder_finish (self, PKTMON_STOP_FAILED, error);
    break;
  default:
    break;
  }
}

static void
source_changed_cb (PktmonHelperClient *client, guint number, gboolean up, PktmonRecorder *self)
{
  PktmonRecorderLane *lane = find_lane (self, number);
  PktmonSessionStatus *status;

  if (lane == NULL)
    return;
  status = pktmon_recorder_begin_change (self);
  ((PktmonSourceStatus *) g_ptr_array_index (status->sources, lane->status))->state =
      up ? PKTMON_SOURCE_UP : PKTMON_SOURCE_DOWN;
  pktmon_recorder_end_change (self);
}

static void
source_ended_cb (PktmonHelperClient *client, guint number, guint reason, const GError *error,
                 PktmonRecorder *self)
{
  PktmonRecorderLane *lane = find_lane (self, number);

  if (lane == NULL)
    return;
  pktmon_recorder_end_lane (self, lane, error != NULL ? error : lane->reason);
  pktmon_recorder_begin (self);
}

/* --- Course --- */

static void
done_cb (PktmonHelperClient *client, guint request, guint number, PktmonRecorder *self)
{
  PktmonSessionStatus *status = pktmon_recorder_begin_change (self);

  if (request == PKTMON_REQUEST_START) {
    status->started = g_get_monotonic_time();
    status->state = PKTMON_SESSION_RUNNING;
  } else if (request == PKTMON_REQUEST_PAUSE && status->state == PKTMON_SESSION_RUNNING)
    status->state = PKTMON_SESSION_PAUSED;
  else if (request == PKTMON_REQUEST_RESUME && status->state == PKTMON_SESSION_PAUSED)
    status->state = PKTMON_SESSION_RUNNING;
  pktmon_recorder_end_change (self);
  if (request == PKTMON_REQUEST_START && self->pause_asked)
    pktmon_helper_client_pause (client);
}

static void
count_source (PktmonRecorder *self, PktmonSessionStatus *status,
              const PktmonSourceCounters *counters)
{
  PktmonRecorderLane *lane = find_lane (self, counters->source);

  if (lane != NULL)
    ((PktmonSourceStatus *) g_ptr_array_index (status->sources, lane->status))->counters =
        *counters;
}

/* Of a source that has ended, only the sum tells its last losses: in the kernel, as the others
 * come to light while a source is open. */
static void
sum_up (PktmonRecorder *self, PktmonSessionStatus *status, const PktmonCaptureProgress *progress)
{
  PktmonCounters *sum = &status->counters;

  *sum = (PktmonCounters){ .packets = progress->packets,
                           .file_size = self->ended_size + progress->size };
  for (guint i = 0; i < status->sources->len; i++) {
    const PktmonSourceStatus *source = g_ptr_array_index (status->sources, i);

    sum->bytes += source->counters.bytes;
    sum->interface_lost += source->counters.interface_lost;
    sum->disk_lost += source->counters.unwritten;
  }
  if (progress->lost > sum->interface_lost + sum->disk_lost)
    sum->kernel_lost = progress->lost - sum->interface_lost - sum->disk_lost;
}

static void
take_progress (PktmonRecorder *self, const PktmonCaptureProgress *progress)
{
  PktmonSessionStatus *status = pktmon_recorder_begin_change (self);

  for (guint i = 0; i < progress->n_sources; i++)
    count_source (self, status, &progress->sources[i]);
  sum_up (self, status, progress);
  status->forgotten_journeys = progress->forgotten;
  status->drops = progress->drops;
  pktmon_recorder_end_change (self);
}

static void
progress_cb (PktmonHelperClient *client, const PktmonCaptureProgress *progress,
             PktmonRecorder *self)
{
  take_progress (self, progress);
}

static void
count_removed (PktmonRecorder *self)
{
  guint64 packets;
  guint n = pktmon_capture_files_get_n_removed (self->setup.files, &packets);
  PktmonSessionStatus *status = pktmon_recorder_begin_change (self);

  status->n_removed = n;
  status->removed_packets = packets;
  pktmon_recorder_end_change (self);
  if (self->whole != NULL)
    pktmon_spool_drop (self->whole, n, packets);
}

static void
spool_ended_cb (PktmonHelperClient *client, const PktmonSpoolEndedAnswer *ended,
                PktmonRecorder *self)
{
  self->ended_size += ended->size;
  pktmon_capture_files_complete (self->setup.files, ended->packets, ended->size);
  count_removed (self);
  pktmon_recorder_forget_spool (self);
  if (self->waiting_files > 0)
    self->waiting_files--;
  /* Without another file this one would grow beyond what was asked for. */
  if (self->file_error == NULL && !pktmon_recorder_send_file (self))
    pktmon_recorder_do_stop (self, NULL);
}

static void
stopped_cb (PktmonHelperClient *client, const PktmonStoppedAnswer *stopped, const GError *error,
            PktmonRecorder *self)
{
  take_progress (self, &stopped->progress);
  if (error == NULL)
    error = self->file_error;
  if (error == NULL && self->lanes->len == 0)
    error = self->first_error;
  pktmon_recorder_finish (self, stopped->reason, error);
}

static void
failed_cb (PktmonHelperClient *client, const GError *error, PktmonRecorder *self)
{
  pktmon_recorder_finish (self, 0, error);
}

void
pktmon_recorder_listen (PktmonRecorder *self)
{
  const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "opened", G_CALLBACK (opened_cb) },
    { "refused", G_CALLBACK (refused_cb) },
    { "done", G_CALLBACK (done_cb) },
    { "source-changed", G_CALLBACK (source_changed_cb) },
    { "source-ended", G_CALLBACK (source_ended_cb) },
    { "progress", G_CALLBACK (progress_cb) },
    { "spool-ended", G_CALLBACK (spool_ended_cb) },
    { "stopped", G_CALLBACK (stopped_cb) },
    { "failed", G_CALLBACK (failed_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (self->client, handlers[i].signal, handlers[i].callback, self);
}

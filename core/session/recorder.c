/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/recorder-private.h"

#include <unistd.h>

/* --- Status --- */

static gboolean
notice_cb (gpointer user_data)
{
  PktmonRecorder *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->notice, g_source_unref);
  g_mutex_unlock (&self->lock);
  self->changed (self->user_data);
  return G_SOURCE_REMOVE;
}

PktmonSessionStatus *
pktmon_recorder_begin_change (PktmonRecorder *self)
{
  g_mutex_lock (&self->lock);
  return self->status;
}

void
pktmon_recorder_end_change (PktmonRecorder *self)
{
  if (self->notice == NULL) {
    self->notice = g_idle_source_new();
    g_source_set_priority (self->notice, G_PRIORITY_DEFAULT);
    g_source_set_callback (self->notice, notice_cb, self, NULL);
    g_source_attach (self->notice, self->owner);
  }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

void
pktmon_recorder_set_state (PktmonRecorder *self, PktmonSessionState state)
{
  PktmonSessionStatus *status = pktmon_recorder_begin_change (self);

  status->state = state;
  pktmon_recorder_end_change (self);
}

PktmonSessionStatus *
pktmon_recorder_dup_status (PktmonRecorder *self)
{
  PktmonSessionStatus *copy;

  g_mutex_lock (&self->lock);
  copy = pktmon_session_status_copy (self->status);
  g_mutex_unlock (&self->lock);
  return copy;
}

PktmonSpool *
pktmon_recorder_take_spool (PktmonRecorder *self)
{
  PktmonSpool *spool;

  g_mutex_lock (&self->lock);
  spool = g_queue_pop_head (&self->spools);
  g_mutex_unlock (&self->lock);
  return spool;
}

guint64
pktmon_recorder_get_hits (PktmonRecorder *self, const PktmonConstraint *constraint)
{
  PktmonHitCounter *hits;

  g_mutex_lock (&self->lock);
  hits = self->hits;
  g_mutex_unlock (&self->lock);
  return hits != NULL ? pktmon_hit_counter_get_hits (hits, constraint) : 0;
}

void
pktmon_recorder_wait_started (PktmonRecorder *self)
{
  g_mutex_lock (&self->lock);
  while (self->status->state == PKTMON_SESSION_STARTING)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
pktmon_recorder_wait_stopped (PktmonRecorder *self)
{
  g_mutex_lock (&self->lock);
  while (self->status->state != PKTMON_SESSION_STOPPED)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* --- Wishes --- */

typedef struct {
  PktmonRecorder *recorder;
  void (*run) (PktmonRecorder *self, gpointer data);
  gpointer data;
  GDestroyNotify free;
} Wish;

static gboolean
wish_cb (gpointer user_data)
{
  Wish *wish = user_data;

  if (!wish->recorder->done)
    wish->run (wish->recorder, wish->data);
  return G_SOURCE_REMOVE;
}

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  if (wish->free != NULL)
    wish->free (wish->data);
  g_free (wish);
}

static void
send_wish (PktmonRecorder *self, void (*run) (PktmonRecorder *self, gpointer data), gpointer data,
           GDestroyNotify free)
{
  g_autoptr (GSource) source = g_idle_source_new();
  Wish *wish = g_new (Wish, 1);

  *wish = (Wish){ .recorder = self, .run = run, .data = data, .free = free };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, wish_cb, wish, wish_free);
  g_source_attach (source, self->context);
}

void
pktmon_recorder_add_source (PktmonRecorder *self, PktmonCaptureTarget *target)
{
  send_wish (self, pktmon_recorder_do_add, target, (GDestroyNotify) pktmon_capture_target_free);
}

static void
ending_free (gpointer data)
{
  PktmonRecorderEnding *ending = data;

  g_free (ending->id);
  g_clear_error (&ending->error);
  g_free (ending);
}

void
pktmon_recorder_end_source (PktmonRecorder *self, const char *id, const GError *error)
{
  PktmonRecorderEnding *ending = g_new0 (PktmonRecorderEnding, 1);

  ending->id = g_strdup (id);
  ending->error = error != NULL ? g_error_copy (error) : NULL;
  send_wish (self, pktmon_recorder_do_end, ending, ending_free);
}

static gpointer
ref_constraint (gconstpointer data, gpointer user_data)
{
  return pktmon_constraint_ref ((gpointer) data);
}

static GPtrArray *
copy_constraints (GPtrArray *constraints)
{
  GPtrArray *copy = g_ptr_array_copy (constraints, ref_constraint, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) pktmon_constraint_unref);
  return copy;
}

void
pktmon_recorder_set_constraints (PktmonRecorder *self, GPtrArray *constraints)
{
  send_wish (self, pktmon_recorder_do_filter, copy_constraints (constraints),
             (GDestroyNotify) g_ptr_array_unref);
}

void
pktmon_recorder_pause (PktmonRecorder *self)
{
  send_wish (self, pktmon_recorder_do_pause, NULL, NULL);
}

void
pktmon_recorder_resume (PktmonRecorder *self)
{
  send_wish (self, pktmon_recorder_do_resume, NULL, NULL);
}

void
pktmon_recorder_stop (PktmonRecorder *self)
{
  send_wish (self, pktmon_recorder_do_stop, NULL, NULL);
}

/* --- Beginning and end --- */

static gpointer
copy_target (gconstpointer data, gpointer user_data)
{
  return pktmon_capture_target_copy (data);
}

static void
copy_setup (PktmonRecorder *self, const PktmonRecorderSetup *setup)
{
  const PktmonRing *ring = pktmon_capture_files_get_ring (setup->files);

  self->setup = *setup;
  self->setup.targets = g_ptr_array_copy (setup->targets, copy_target, NULL);
  g_ptr_array_set_free_func (self->setup.targets, (GDestroyNotify) pktmon_capture_target_free);
  self->setup.constraints = copy_constraints (setup->constraints);
  self->setup.triggers = copy_constraints (setup->triggers);
  self->setup.limits.file_size = ring->file_size;
  self->setup.limits.file_packets = ring->file_packets;
  self->setup.limits.file_duration = ring->file_duration;
}

static void
lane_free (gpointer data)
{
  PktmonRecorderLane *lane = data;

  pktmon_capture_target_free (lane->target);
  g_clear_error (&lane->reason);
  g_free (lane);
}

PktmonRecorder *
pktmon_recorder_new (const PktmonRecorderSetup *setup, PktmonRecorderFunc changed,
                     gpointer user_data, GError **error)
{
  PktmonRecorder *self;
  int file = pktmon_capture_files_open_next (setup->files, error);

  if (file < 0)
    return NULL;
  self = g_new0 (PktmonRecorder, 1);
  copy_setup (self, setup);
  self->file = file;
  self->changed = changed;
  self->user_data = user_data;
  self->owner = g_main_context_ref_thread_default();
  self->context = g_main_context_new();
  self->status = pktmon_session_status_new();
  self->status->state = PKTMON_SESSION_STARTING;
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("recorder", pktmon_recorder_run, self);
  return self;
}

void
pktmon_recorder_free (PktmonRecorder *self)
{
  send_wish (self, pktmon_recorder_do_close, NULL, NULL);
  g_thread_join (self->thread);
  if (self->notice != NULL) {
    g_source_destroy (self->notice);
    g_source_unref (self->notice);
  }
  if (self->file >= 0)
    close (self->file);
  g_clear_pointer (&self->whole, pktmon_spool_unref);
  g_queue_clear_full (&self->spools, (GDestroyNotify) pktmon_spool_unref);
  g_clear_pointer (&self->hits, pktmon_hit_counter_free);
  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->setup.targets);
  g_ptr_array_unref (self->setup.constraints);
  g_ptr_array_unref (self->setup.triggers);
  g_clear_error (&self->first_error);
  g_clear_error (&self->file_error);
  pktmon_session_status_free (self->status);
  g_main_context_unref (self->context);
  g_main_context_unref (self->owner);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recorder asks of the helper: the thread's part of it. */
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "pcapng/divider-block.h"
#include "session/lane-filter.h"
#include "session/recorder-private.h"

/* --- Files --- */

void
pktmon_recorder_forget_spool (PktmonRecorder *self)
{
  PktmonSpool *spool = g_queue_pop_head (&self->growing);

  g_clear_pointer (&spool, pktmon_spool_unref);
}

/* (transfer full) */
static PktmonSpool *
begin_whole (PktmonRecorder *self, PktmonSpool *first)
{
  self->whole = pktmon_spool_new_joined();
  pktmon_spool_join (self->whole, first);
  return pktmon_spool_ref (self->whole);
}

/* Gives the helper a file; the owner is told of it when it reads. @descriptor: taken. */
static void
add_file (PktmonRecorder *self, int descriptor)
{
  PktmonSpool *spool = pktmon_spool_new_growing (descriptor, NULL);

  pktmon_helper_client_add_spool (self->client, descriptor, spool, FALSE);
  close (descriptor);
  g_queue_push_tail (&self->growing, spool);
  if (spool == NULL)
    return;
  if (self->hits != NULL)
    pktmon_hit_counter_add_spool (self->hits, spool);
  if (!self->setup.read)
    return;
  if (self->setup.join && self->whole != NULL) {
    pktmon_spool_join (self->whole, spool);
    return;
  }
  spool = self->setup.join ? begin_whole (self, spool) : pktmon_spool_ref (spool);
  pktmon_recorder_begin_change (self);
  g_queue_push_tail (&self->spools, spool);
  pktmon_recorder_end_change (self);
}

gboolean
pktmon_recorder_send_file (PktmonRecorder *self)
{
  int descriptor = pktmon_capture_files_open_next (self->setup.files, &self->file_error);

  if (descriptor < 0)
    return FALSE;
  self->waiting_files++;
  add_file (self, descriptor);
  return TRUE;
}

/* --- Hits --- */

static gboolean
are_any_enabled (GPtrArray *constraints)
{
  for (guint i = 0; i < constraints->len; i++)
    if (pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i)))
      return TRUE;
  return FALSE;
}

/* Nobody counts before there is anything to count. */
static void
count_hits (PktmonRecorder *self)
{
  PktmonHitCounter *hits = self->hits;

  if (hits == NULL && !are_any_enabled (self->setup.constraints))
    return;
  if (hits == NULL)
    hits = pktmon_hit_counter_new();
  pktmon_hit_counter_add_constraints (hits, self->n_dividers, self->setup.constraints);
  if (self->hits != NULL)
    return;
  for (GList *link = self->growing.head; link != NULL; link = link->next)
    if (link->data != NULL)
      pktmon_hit_counter_add_spool (hits, link->data);
  g_mutex_lock (&self->lock);
  self->hits = hits;
  g_mutex_unlock (&self->lock);
}

/* All files are as large as they will be. */
static void
finish_hits (PktmonRecorder *self)
{
  while (!g_queue_is_empty (&self->growing)) {
    if (g_queue_peek_head (&self->growing) != NULL)
      pktmon_spool_cancel (g_queue_peek_head (&self->growing));
    pktmon_recorder_forget_spool (self);
  }
  if (self->hits != NULL)
    pktmon_hit_counter_finish (self->hits);
}

/* --- Sources --- */

/* Appends a lane for @target (taken) and its status. */
static PktmonRecorderLane *
add_lane (PktmonRecorder *self, PktmonCaptureTarget *target)
{
  PktmonRecorderLane *lane = g_new0 (PktmonRecorderLane, 1);
  PktmonSessionStatus *status = pktmon_recorder_begin_change (self);

  lane->target = target;
  lane->status = status->sources->len;
  pktmon_session_status_add (status, target->id);
  pktmon_recorder_end_change (self);
  g_ptr_array_add (self->lanes, lane);
  self->opening++;
  return lane;
}

/* Returns: FALSE when the lane was ended, because that cannot be. */
static gboolean
open_lane (PktmonRecorder *self, PktmonRecorderLane *lane)
{
  const PktmonCaptureTarget *target = lane->target;
  g_auto (PktmonLaneFilter) filter = { 0 };
  g_autoptr (GError) error = NULL;
  PktmonHelperSource source = {
    .kind = target->kind,
    .device = target->device,
    .interface_index = target->interface_index,
    .network_namespace =
        target->namespace != NULL ? pktmon_namespace_get_descriptor (target->namespace) : -1,
    .id = target->id,
    .description = target->description,
    .snap_length = self->setup.snap_length,
    .buffer_size = self->setup.buffer_size,
    .promiscuous = self->setup.promiscuous,
    .counting = self->setup.counting,
  };

  if (pktmon_lane_filter_init (&filter, self->setup.constraints, target->link_type, &error)) {
    source.filter = filter.request;
    if (pktmon_helper_client_add_source (self->client, &source, &lane->number, &error))
      return TRUE;
  }
  pktmon_recorder_end_lane (self, lane, error);
  return FALSE;
}

/* Packets of a kind that was not known before pass from here on.
 * Returns: FALSE when the lane was ended because that cannot be. */
gboolean
pktmon_recorder_filter_lane (PktmonRecorder *self, PktmonRecorderLane *lane, int link_type)
{
  g_auto (PktmonLaneFilter) filter = { 0 };
  g_autoptr (GError) error = NULL;

  if (pktmon_lane_filter_init (&filter, self->setup.constraints, link_type, &error) &&
      pktmon_helper_client_set_filter (self->client, lane->number, &filter.request, &error))
    return TRUE;
  pktmon_helper_client_remove_source (self->client, lane->number);
  pktmon_recorder_end_lane (self, lane, error);
  return FALSE;
}

/* What does not end the capture as asked must not begin.
 * Returns: FALSE when the lane was ended because of that. */
gboolean
pktmon_recorder_send_trigger (PktmonRecorder *self, PktmonRecorderLane *lane, int link_type)
{
  g_auto (PktmonKernelFilter) filter = { 0 };
  g_autoptr (GError) error = NULL;
  PktmonHelperFilter request;

  if (self->setup.triggers->len == 0)
    return TRUE;
  if (pktmon_kernel_filter_init_for_file (&filter, self->setup.triggers, (guint16) link_type,
                                          &error)) {
    request = (PktmonHelperFilter){
      .instructions = (const PktmonInstruction *) filter.program,
      .n_instructions = filter.n,
    };
    if (pktmon_helper_client_set_trigger (self->client, lane->number, &request, &error))
      return TRUE;
  }
  pktmon_helper_client_remove_source (self->client, lane->number);
  pktmon_recorder_end_lane (self, lane, error);
  return FALSE;
}

void
pktmon_recorder_end_lane (PktmonRecorder *self, PktmonRecorderLane *lane, const GError *error)
{
  PktmonSessionStatus *status = pktmon_recorder_begin_change (self);
  PktmonSourceStatus *source = g_ptr_array_index (status->sources, lane->status);

  source->state = PKTMON_SOURCE_ENDED;
  g_clear_error (&source->error);
  source->error = error != NULL ? g_error_copy (error) : NULL;
  pktmon_recorder_end_change (self);
  if (error != NULL && self->first_error == NULL)
    self->first_error = g_error_copy (error);
  if (!lane->open)
    self->opening--;
  g_ptr_array_remove (self->lanes, lane);
}

/* --- Course --- */

void
pktmon_recorder_begin (PktmonRecorder *self)
{
  PktmonSessionState state = pktmon_recorder_begin_change (self)->state;

  pktmon_recorder_end_change (self);
  if (self->opening > 0 || self->done)
    return;
  if (self->lanes->len == 0 && state == PKTMON_SESSION_STARTING)
    pktmon_recorder_finish (self, 0, self->first_error);
  else if (self->lanes->len == 0 && self->first_error != NULL)
    pktmon_recorder_do_stop (self, NULL);
  else if (self->file >= 0) {
    int file = self->file;

    self->file = -1;
    pktmon_helper_client_set_limits (self->client, &self->setup.limits);
    add_file (self, file);
    if (!pktmon_capture_files_are_many (self->setup.files) || pktmon_recorder_send_file (self))
      pktmon_helper_client_start (self->client);
    else
      pktmon_recorder_finish (self, PKTMON_STOP_FAILED, self->file_error);
  }
}

void
pktmon_recorder_finish (PktmonRecorder *self, PktmonStopReason reason, const GError *error)
{
  gint64 ended = g_get_monotonic_time();
  PktmonSessionStatus *status;

  if (self->done)
    return;
  self->done = TRUE;
  pktmon_helper_client_close (self->client);
  finish_hits (self);
  if (self->whole != NULL)
    pktmon_spool_grow (self->whole, 0, TRUE);
  for (; self->waiting_files > 0; self->waiting_files--)
    pktmon_capture_files_remove_last (self->setup.files);
  status = pktmon_recorder_begin_change (self);
  status->state = PKTMON_SESSION_STOPPED;
  status->stop_reason = reason;
  status->error = error != NULL ? g_error_copy (error) : NULL;
  status->ended = ended;
  for (guint i = 0; i < status->sources->len; i++)
    ((PktmonSourceStatus *) g_ptr_array_index (status->sources, i))->state = PKTMON_SOURCE_ENDED;
  pktmon_recorder_end_change (self);
}

/* --- Wishes --- */

static gboolean
has_lane (PktmonRecorder *self, const char *id)
{
  for (guint i = 0; i < self->lanes->len; i++) {
    const PktmonRecorderLane *lane = g_ptr_array_index (self->lanes, i);

    if (!lane->ending && g_str_equal (lane->target->id, id))
      return TRUE;
  }
  return FALSE;
}

void
pktmon_recorder_do_add (PktmonRecorder *self, gpointer data)
{
  const PktmonCaptureTarget *target = data;

  if (!has_lane (self, target->id))
    open_lane (self, add_lane (self, pktmon_capture_target_copy (target)));
}

void
pktmon_recorder_do_end (PktmonRecorder *self, gpointer data)
{
  const PktmonRecorderEnding *ending = data;

  for (guint i = 0; i < self->lanes->len; i++) {
    PktmonRecorderLane *lane = g_ptr_array_index (self->lanes, i);

    if (!lane->open || lane->ending || !g_str_equal (lane->target->id, ending->id))
      continue;
    lane->ending = TRUE;
    lane->reason = ending->error != NULL ? g_error_copy (ending->error) : NULL;
    pktmon_helper_client_remove_source (self->client, lane->number);
  }
}

/* The normal forms of those that are enabled, a line each. (transfer full) */
static char *
dup_constraints_text (GPtrArray *constraints)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < constraints->len; i++) {
    g_autofree char *text = pktmon_constraint_dup_text (g_ptr_array_index (constraints, i));

    if (pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i)))
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", text);
  }
  return g_string_free (lines, FALSE);
}

/* Nothing happens when the same ones decide as before. */
void
pktmon_recorder_do_filter (PktmonRecorder *self, gpointer data)
{
  g_autofree char *before = dup_constraints_text (self->setup.constraints);
  g_autofree char *text = dup_constraints_text (data);

  g_ptr_array_unref (self->setup.constraints);
  self->setup.constraints = g_ptr_array_ref (data);
  if (g_str_equal (text, before))
    return;
  for (guint i = self->lanes->len; i > 0; i--) {
    PktmonRecorderLane *lane = g_ptr_array_index (self->lanes, i - 1);

    /* The others get theirs when they are open. */
    if (lane->target->link_type >= 0)
      pktmon_recorder_filter_lane (self, lane, lane->target->link_type);
  }
  if (self->file < 0)
    pktmon_helper_client_add_divider (self->client, PKTMON_DIVIDER_CONSTRAINTS, ++self->n_dividers,
                                      text);
  count_hits (self);
}

void
pktmon_recorder_do_pause (PktmonRecorder *self, gpointer data)
{
  if (self->file >= 0)
    self->pause_asked = TRUE;
  else
    pktmon_helper_client_pause (self->client);
}

void
pktmon_recorder_do_resume (PktmonRecorder *self, gpointer data)
{
  if (self->file >= 0)
    self->pause_asked = FALSE;
  else
    pktmon_helper_client_resume (self->client);
}

/* Nothing is lost by a helper that has not begun. */
void
pktmon_recorder_do_stop (PktmonRecorder *self, gpointer data)
{
  if (self->file >= 0) {
    pktmon_recorder_finish (self, PKTMON_STOP_ASKED, NULL);
    return;
  }
  pktmon_recorder_set_state (self, PKTMON_SESSION_STOPPING);
  pktmon_helper_client_stop (self->client);
}

void
pktmon_recorder_do_close (PktmonRecorder *self, gpointer data)
{
  if (self->hits != NULL)
    pktmon_hit_counter_cancel (self->hits);
  pktmon_recorder_finish (self, PKTMON_STOP_ASKED, NULL);
}

/* --- Thread --- */

static guint
get_scope (PktmonRecorder *self)
{
  guint scope = PKTMON_SCOPE_NAMESPACES; /* sources may be added later */

  for (guint i = 0; i < self->setup.targets->len; i++)
    scope |= pktmon_capture_target_get_scope (g_ptr_array_index (self->setup.targets, i));
  return scope;
}

static void
launched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PktmonRecorder *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!pktmon_helper_client_launch_finish (self->client, result, &error)) {
    pktmon_recorder_finish (self, 0, error);
    return;
  }
  for (guint i = 0; i < self->setup.targets->len; i++) {
    PktmonCaptureTarget *target = g_ptr_array_index (self->setup.targets, i);

    add_lane (self, pktmon_capture_target_copy (target));
  }
  /* In their order, which is that of the interfaces in the file. Those that cannot be opened go. */
  for (guint i = 0; i < self->lanes->len;)
    if (open_lane (self, g_ptr_array_index (self->lanes, i)))
      i++;
  pktmon_recorder_begin (self);
}

gpointer
pktmon_recorder_run (gpointer data)
{
  PktmonRecorder *self = data;

  g_main_context_push_thread_default (self->context);
  count_hits (self);
  self->client = pktmon_helper_client_new();
  pktmon_recorder_listen (self);
  pktmon_helper_client_launch_async (self->client, get_scope (self), NULL, launched_cb, self);
  while (!self->done)
    g_main_context_iteration (self->context, TRUE);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_object (&self->client);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a session begins to capture, follows the capture, and ends it. */
#include "base/error.h"
#include "base/i18n.h"
#include "session/session-private.h"
#include "session/stream-private.h"

/* A piece of what is only looked at in passing, in bytes. */
#define PASSING_SIZE (G_GUINT64_CONSTANT (64) << 20)

/* --- Following --- */

static void
wake_streams (PktmonSession *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    pktmon_stream_wake (g_ptr_array_index (self->streams, i));
}

static void follow (PktmonSession *self);

static void
store_changed_cb (PktmonSession *self)
{
  PktmonStore *store = pktmon_session_get_store (self);

  wake_streams (self);
  if (self->active && store != NULL && pktmon_store_is_complete (store))
    follow (self);
}

static gboolean
is_bounded (PktmonSession *self)
{
  return self->file != NULL && pktmon_file_output_is_bounded (self->file);
}

static void
add_store (PktmonSession *self, PktmonStore *store)
{
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* Nobody keeps what was written to other files before. */
  g_set_object (&self->store, store);
  for (guint i = 0; i < self->streams->len; i++)
    pktmon_stream_add_store (g_ptr_array_index (self->streams, i), store);
  pktmon_session_emit_store_added (self, store);
}

/* Begins to index files that the capture came to. */
static void
take_spools (PktmonSession *self)
{
  PktmonSpool *spool;

  while ((spool = pktmon_recorder_take_spool (self->recorder)) != NULL) {
    g_autoptr (PktmonStore) store = pktmon_store_new_for_spool (spool);

    add_store (self, store);
    pktmon_spool_unref (spool);
  }
}

static void
tell_started (PktmonSession *self, const PktmonSessionStatus *status)
{
  PktmonStreamEvent event = { .kind = PKTMON_STREAM_STARTED };

  for (guint i = 0; i < status->sources->len; i++) {
    const PktmonSourceStatus *source = g_ptr_array_index (status->sources, i);

    event.buffer_size = MAX (event.buffer_size, source->buffer_size);
    event.truncation = MAX (event.truncation, source->snap_length);
  }
  pktmon_session_send_event (self, &event);
}

static void
tell_ended_sources (PktmonSession *self, const PktmonSessionStatus *status)
{
  for (guint i = 0; i < status->sources->len; i++) {
    const PktmonSourceStatus *source = g_ptr_array_index (status->sources, i);
    g_autofree char *key = g_strdup_printf ("%u", i);
    PktmonStreamEvent event = { .kind = PKTMON_STREAM_WARNING, .error = source->error };

    if (source->state != PKTMON_SOURCE_ENDED || source->error == NULL ||
        g_ptr_array_find_with_equal_func (self->warned, key, g_str_equal, NULL))
      continue;
    g_ptr_array_add (self->warned, g_steal_pointer (&key));
    pktmon_session_send_event (self, &event);
    if (g_error_matches (source->error, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND))
      pktmon_session_await_source (self, source->id);
  }
  pktmon_session_look_for_returned (self);
}

/* --- Waiting for what was asked for --- */

static void
return_start (GTask *task, const PktmonSessionStatus *status)
{
  GError *error = NULL;

  if (status->state != PKTMON_SESSION_STOPPED) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (status->error != NULL)
    error = g_error_copy (status->error);
  else if (status->started != 0) {
    g_task_return_boolean (task, TRUE); /* a limit was reached at once */
    return;
  } else
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("The capture was cancelled."));
  g_task_return_error (task, error);
}

/* Finishes tasks whose wish is fulfilled. */
static void
return_tasks (PktmonSession *self, const PktmonSessionStatus *status)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++) {
    GTask *task = g_ptr_array_index (tasks, i);
    gboolean start = GPOINTER_TO_INT (g_task_get_task_data (task));

    if (start && status->state != PKTMON_SESSION_STARTING)
      return_start (task, status);
    else if (!start && !self->active)
      g_task_return_boolean (task, TRUE);
    else
      g_ptr_array_add (self->waiting, g_object_ref (task));
  }
}

/* --- Course --- */

static void
tell_stopped (PktmonSession *self, const PktmonSessionStatus *status)
{
  const PktmonStreamEvent event = {
    .kind = status->error != NULL ? PKTMON_STREAM_FATAL_ERROR : PKTMON_STREAM_STOPPED,
    .error = status->error,
  };

  pktmon_session_send_event (self, &event);
}

static gboolean
is_indexed (PktmonSession *self)
{
  PktmonStore *store = pktmon_session_get_store (self);

  return store == NULL || pktmon_store_is_complete (store);
}

/* Makes of the recorder's status what the session's users are told. A capture that has stopped is
 * over when everything is indexed. */
static void
follow (PktmonSession *self)
{
  g_autoptr (PktmonSessionStatus) status = NULL;

  g_object_ref (self);
  take_spools (self);
  status = pktmon_recorder_dup_status (self->recorder);
  if (status->started != 0 && self->state == PKTMON_SESSION_STARTING)
    tell_started (self, status);
  tell_ended_sources (self, status);
  self->state = status->started != 0 ? PKTMON_SESSION_RUNNING : PKTMON_SESSION_STARTING;
  if (status->state == PKTMON_SESSION_STOPPED && self->active && is_indexed (self)) {
    self->active = FALSE;
    tell_stopped (self, status);
  }
  return_tasks (self, status);
  pktmon_session_emit_changed (self);
  g_object_unref (self);
}

static void
recorder_changed_cb (gpointer user_data)
{
  follow (user_data);
}

/* --- Beginning --- */

static gboolean
are_passing (PktmonSession *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    if (!pktmon_stream_is_passing (g_ptr_array_index (self->streams, i)))
      return FALSE;
  return TRUE;
}

static PktmonCaptureFiles *
choose_files (PktmonSession *self)
{
  static const PktmonRing passing = { .file_size = PASSING_SIZE };

  if (self->file != NULL)
    return pktmon_file_output_begin (self->file);
  return are_passing (self) ? pktmon_capture_files_new_pieces (&passing)
                            : pktmon_capture_files_new_spool (self->name);
}

/* 0 stands for whole packets, which is more than any number. */
static guint
get_snap_length (PktmonSession *self)
{
  gboolean own = self->streams->len == 0 || self->snap_length != 0;
  guint64 most = own ? (self->snap_length - 1u) : 0;

  for (guint i = 0; i < self->streams->len; i++)
    most = MAX (most, pktmon_stream_get_truncation (g_ptr_array_index (self->streams, i)) - 1u);
  return (guint) most + 1;
}

static guint64
get_buffer_size (PktmonSession *self)
{
  guint64 most = self->buffer_size;

  for (guint i = 0; i < self->streams->len; i++)
    most = MAX (most, pktmon_stream_get_buffer_size (g_ptr_array_index (self->streams, i)));
  return most;
}

/* Whether nothing but numbers is wanted, which can be had without the packets. */
static gboolean
is_counting (PktmonSession *self)
{
  gboolean counting = self->file == NULL && self->streams->len == 0 && self->triggers->len == 0 &&
                      self->limits.packets == 0 && self->limits.bytes == 0;

  for (guint i = 0; i < self->constraints->len && counting; i++)
    counting = pktmon_constraint_get_expression (g_ptr_array_index (self->constraints, i)) == NULL;
  return counting;
}

static gboolean
check_startable (PktmonSession *self, GError **error)
{
  if (self->closed)
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The session was closed."),
                      _ ("Make a new one."));
  else if (self->targets->len == 0)
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The session has no data source."),
                      _ ("Add one."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
begin (PktmonSession *self, GError **error)
{
  PktmonRecorderSetup setup = {
    .targets = self->targets,
    .constraints = self->constraints,
    .triggers = self->triggers,
    .snap_length = get_snap_length (self),
    .buffer_size = get_buffer_size (self),
    .promiscuous = self->promiscuous,
    .limits = { .packets = self->limits.packets,
                .bytes = self->limits.bytes,
                .duration = self->limits.duration,
                .after = self->after },
    .read = self->streams->len > 0 || is_bounded (self),
    .counting = is_counting (self),
  };

  if (!check_startable (self, error))
    return FALSE;
  pktmon_session_forget_capture (self);
  setup.files = self->files = choose_files (self);
  setup.join =
      pktmon_capture_files_are_many (self->files) && (is_bounded (self) || !are_passing (self));
  self->recorder = pktmon_recorder_new (&setup, recorder_changed_cb, self, error);
  if (self->recorder == NULL) {
    g_clear_pointer (&self->files, pktmon_capture_files_free);
    return FALSE;
  }
  g_ptr_array_set_size (self->warned, 0);
  g_hash_table_remove_all (self->gone);
  self->state = PKTMON_SESSION_STARTING;
  self->active = TRUE;
  return TRUE;
}

void
pktmon_session_forget_capture (PktmonSession *self)
{
  g_clear_pointer (&self->recorder, pktmon_recorder_free);
  g_clear_object (&self->store);
  g_clear_pointer (&self->files, pktmon_capture_files_free);
}

/* --- Blocking --- */

static gboolean
start (PktmonSession *self, GError **error)
{
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (!self->active && !begin (self, error))
    return FALSE;
  pktmon_recorder_wait_started (self->recorder);
  follow (self);
  status = pktmon_recorder_dup_status (self->recorder);
  if (status->state != PKTMON_SESSION_STOPPED || status->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (status->error));
  return FALSE;
}

static void
stop (PktmonSession *self)
{
  if (!self->active)
    return;
  pktmon_recorder_stop (self->recorder);
  pktmon_recorder_wait_stopped (self->recorder);
  take_spools (self);
  if (self->store != NULL)
    pktmon_store_wait_complete (self->store, NULL);
  follow (self);
}

gboolean
pktmon_session_set_active (PktmonSession *self, gboolean active, GError **error)
{
  if (active)
    return start (self, error);
  stop (self);
  return TRUE;
}

/* --- Not blocking --- */

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  PktmonSession *self = user_data;

  if (self->active)
    pktmon_recorder_stop (self->recorder);
  return G_SOURCE_REMOVE;
}

static void
source_free (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

/* A start that is cancelled is taken back; the source goes with the task. */
static void
watch_cancellable (PktmonSession *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  GSource *source;

  if (cancellable == NULL)
    return;
  source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (source, self->context);
  g_object_set_data_full (G_OBJECT (task), "cancel", source, source_free);
}

void
pktmon_session_set_active_async (PktmonSession *self, gboolean active, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, pktmon_session_set_active_async);
  g_task_set_task_data (task, GINT_TO_POINTER (active), NULL);
  g_ptr_array_add (self->waiting, g_object_ref (task));
  if (active && !self->active && !begin (self, &error)) {
    g_ptr_array_remove (self->waiting, task);
    g_task_return_error (task, error);
  } else if (active) {
    watch_cancellable (self, task);
    follow (self);
  } else {
    if (self->active)
      pktmon_recorder_stop (self->recorder);
    if (self->recorder != NULL)
      follow (self);
    else
      return_tasks (self, &(const PktmonSessionStatus){ .state = PKTMON_SESSION_IDLE });
  }
}

gboolean
pktmon_session_set_active_finish (PktmonSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pktmon_session_set_active_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

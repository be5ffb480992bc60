/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "session/file-output.h"
#include "session/monitor-private.h"
#include "session/recorder.h"
#include "session/session-private.h"
#include "session/stream-private.h"

enum { CHANGED, STORE_ADDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PktmonSession, pktmon_session, G_TYPE_OBJECT)

static gboolean
refuse (GError **error, const char *what, const char *advice)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, advice);
  return FALSE;
}

/* --- Sources --- */

static guint
find_target (PktmonSession *self, const char *id)
{
  guint i = 0;

  while (i < self->targets->len &&
         !g_str_equal (((PktmonCaptureTarget *) g_ptr_array_index (self->targets, i))->id, id))
    i++;
  return i;
}

/* Whether a source of the capture is none any more, and may be added anew. */
static gboolean
has_ended (PktmonSession *self, const char *id)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (self);
  const PktmonSourceStatus *source = pktmon_session_status_find (status, id);

  return source != NULL && source->state == PKTMON_SOURCE_ENDED;
}

gboolean
pktmon_session_add_source (PktmonSession *self, PktmonDataSource *source, GError **error)
{
  const char *id = pktmon_data_source_get_id (source);
  PktmonCaptureTarget *target;
  guint known;

  if (pktmon_data_source_is_group (source))
    return refuse (error, _ ("Packets cannot be captured from a group of data sources as such."),
                   _ ("Add those that it holds."));
  if (!pktmon_data_source_check_available (source, error))
    return FALSE;
  known = find_target (self, id);
  if (known < self->targets->len && self->active && !has_ended (self, id))
    return TRUE;
  if (known < self->targets->len)
    g_ptr_array_remove_index (self->targets, known);
  if (self->targets->len >= PKTMON_MAX_CAPTURE_SOURCES)
    return refuse (error, _ ("The session has as many data sources as it can have."),
                   _ ("Remove one, or use another session."));
  target = pktmon_capture_target_new (source);
  g_ptr_array_add (self->targets, target);
  if (self->active)
    pktmon_recorder_add_source (self->recorder, pktmon_capture_target_copy (target));
  return TRUE;
}

void
pktmon_session_remove_source (PktmonSession *self, const char *id)
{
  guint i = find_target (self, id);

  g_hash_table_remove (self->gone, id);
  if (i >= self->targets->len)
    return;
  if (self->active)
    pktmon_recorder_end_source (self->recorder, id, NULL);
  g_ptr_array_remove_index (self->targets, i);
}

/* A capture would keep a namespace alive that was deleted. */
static void
end_target (PktmonSession *self, const PktmonCaptureTarget *target)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what =
      g_strdup_printf (_ ("The network namespace of “%s” was deleted."), target->id);

  pktmon_error_set (&error, PKTMON_ERROR_NOT_FOUND, what,
                    _ ("What was captured before is kept. Capturing goes on when it comes back."));
  pktmon_recorder_end_source (self->recorder, target->id, error);
}

static void
namespaces_changed_cb (PktmonSession *self, guint position, guint removed, guint added,
                       GListModel *tree)
{
  for (guint i = self->targets->len; self->active && removed > 0 && i > 0; i--) {
    const PktmonCaptureTarget *target = g_ptr_array_index (self->targets, i - 1);

    if (target->namespace == NULL ||
        pktmon_source_tree_has_namespace (PKTMON_SOURCE_TREE (tree), target->namespace))
      continue;
    end_target (self, target);
    g_ptr_array_remove_index (self->targets, i - 1);
  }
}

guint
pktmon_session_get_n_sources (PktmonSession *self)
{
  return self->targets->len;
}

/* --- What is captured --- */

static void
tell_constraints (PktmonSession *self)
{
  if (self->active)
    pktmon_recorder_set_constraints (self->recorder, self->constraints);
}

static gboolean
refuse_constraints (GError **error)
{
  return refuse (error, _ ("The session has as many constraints as it can have."),
                 _ ("Join some of them into one."));
}

gboolean
pktmon_session_add_constraint (PktmonSession *self, PktmonConstraint *constraint, GError **error)
{
  if (self->constraints->len >= PKTMON_MAX_CONSTRAINTS)
    return refuse_constraints (error);
  g_ptr_array_add (self->constraints, pktmon_constraint_ref (constraint));
  tell_constraints (self);
  return TRUE;
}

gboolean
pktmon_session_set_constraints (PktmonSession *self, GPtrArray *constraints, GError **error)
{
  if (constraints->len > PKTMON_MAX_CONSTRAINTS)
    return refuse_constraints (error);
  g_ptr_array_set_size (self->constraints, 0);
  for (guint i = 0; i < constraints->len; i++)
    g_ptr_array_add (self->constraints, pktmon_constraint_ref (g_ptr_array_index (constraints, i)));
  tell_constraints (self);
  return TRUE;
}

void
pktmon_session_clear_constraints (PktmonSession *self)
{
  g_ptr_array_set_size (self->constraints, 0);
  tell_constraints (self);
}

GPtrArray *
pktmon_session_get_constraints (PktmonSession *self)
{
  return self->constraints;
}

guint64
pktmon_session_get_constraint_hits (PktmonSession *self, guint position)
{
  g_return_val_if_fail (position < self->constraints->len, 0);

  return self->recorder != NULL
             ? pktmon_recorder_get_hits (self->recorder,
                                         g_ptr_array_index (self->constraints, position))
             : 0;
}

void
pktmon_session_set_limits (PktmonSession *self, const PktmonSessionLimits *limits)
{
  self->limits = *limits;
}

void
pktmon_session_set_triggers (PktmonSession *self, GPtrArray *triggers, guint64 after)
{
  g_ptr_array_set_size (self->triggers, 0);
  for (guint i = 0; triggers != NULL && i < triggers->len; i++)
    g_ptr_array_add (self->triggers, pktmon_constraint_ref (g_ptr_array_index (triggers, i)));
  self->after = after;
}

void
pktmon_session_set_promiscuous (PktmonSession *self, gboolean promiscuous)
{
  self->promiscuous = promiscuous;
}

gboolean
pktmon_session_set_sizes (PktmonSession *self, guint snap_length, guint64 buffer_size,
                          GError **error)
{
  if (snap_length > PKTMON_MAX_SNAP_LENGTH)
    return refuse (error, _ ("That many bytes of a packet cannot be kept."),
                   _ ("Choose a smaller number, or 0 for whole packets."));
  if (buffer_size > PKTMON_MAX_CAPTURE_BUFFER)
    return refuse (error, _ ("A larger buffer was asked for than there can be."),
                   _ ("Choose a smaller one, or 0 for one that suits the machine."));
  self->snap_length = snap_length;
  self->buffer_size = buffer_size;
  return TRUE;
}

/* --- Outputs --- */

static gboolean
attach_file (PktmonSession *self, PktmonFileOutput *file, GError **error)
{
  if (self->file != NULL)
    return refuse (error, _ ("The session already writes to a file."), _ ("Detach that first."));
  if (self->active)
    return refuse (error, _ ("The session is active, and writes elsewhere."), _ ("Stop it first."));
  self->file = g_object_ref (file);
  return TRUE;
}

static gboolean
attach_stream (PktmonSession *self, PktmonStream *stream, GError **error)
{
  if (pktmon_stream_is_closed (stream) || pktmon_stream_is_attached (stream))
    return refuse (error, _ ("The stream is closed, or belongs to a session."),
                   _ ("Make another one."));
  if (self->active && self->store == NULL)
    return refuse (error, _ ("The session is active, and only counts packets."),
                   _ ("Stop it first."));
  pktmon_stream_set_attached (stream, TRUE);
  g_ptr_array_add (self->streams, g_object_ref (stream));
  if (self->active)
    pktmon_stream_add_store (stream, self->store);
  return TRUE;
}

gboolean
pktmon_session_attach_output (PktmonSession *self, GObject *output, GError **error)
{
  if (PKTMON_IS_STREAM (output))
    return attach_stream (self, PKTMON_STREAM (output), error);
  if (PKTMON_IS_FILE_OUTPUT (output))
    return attach_file (self, PKTMON_FILE_OUTPUT (output), error);
  return refuse (error, _ ("That is no output for a session."), _ ("Attach a stream or a file."));
}

void
pktmon_session_detach_output (PktmonSession *self, GObject *output)
{
  guint i;

  if (g_ptr_array_find (self->streams, output, &i)) {
    pktmon_stream_set_attached (PKTMON_STREAM (output), FALSE);
    g_ptr_array_remove_index (self->streams, i);
  } else if (self->file != NULL && G_OBJECT (self->file) == output && !self->active)
    g_clear_object (&self->file);
}

void
pktmon_session_send_event (PktmonSession *self, const PktmonStreamEvent *event)
{
  for (guint i = 0; i < self->streams->len; i++)
    pktmon_stream_send (g_ptr_array_index (self->streams, i), event);
}

/* --- State --- */

void
pktmon_session_emit_changed (PktmonSession *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
pktmon_session_emit_store_added (PktmonSession *self, PktmonStore *store)
{
  g_signal_emit (self, signals[STORE_ADDED], 0, store);
}

const char *
pktmon_session_get_name (PktmonSession *self)
{
  return self->name;
}

gboolean
pktmon_session_is_active (PktmonSession *self)
{
  return self->active;
}

PktmonSessionStatus *
pktmon_session_dup_status (PktmonSession *self)
{
  return self->recorder != NULL ? pktmon_recorder_dup_status (self->recorder)
                                : pktmon_session_status_new();
}

PktmonStore *
pktmon_session_get_store (PktmonSession *self)
{
  return self->store;
}

const char *
pktmon_session_get_path (PktmonSession *self)
{
  return self->files != NULL && !pktmon_capture_files_are_many (self->files)
             ? pktmon_capture_files_get_path (self->files)
             : NULL;
}

gboolean
pktmon_session_has_own_files (PktmonSession *self)
{
  return self->file != NULL && !pktmon_file_output_is_bounded (self->file);
}

void
pktmon_session_keep_file (PktmonSession *self)
{
  if (self->files != NULL)
    pktmon_capture_files_keep (self->files);
}

void
pktmon_session_pause (PktmonSession *self)
{
  if (self->active)
    pktmon_recorder_pause (self->recorder);
}

void
pktmon_session_resume (PktmonSession *self)
{
  if (self->active)
    pktmon_recorder_resume (self->recorder);
}

/* --- Object --- */

void
pktmon_session_close (PktmonSession *self)
{
  if (self->active)
    pktmon_session_set_active (self, FALSE, NULL);
  pktmon_session_forget_capture (self);
  for (guint i = self->streams->len; i > 0; i--)
    pktmon_session_detach_output (self, g_ptr_array_index (self->streams, i - 1));
  g_clear_object (&self->file);
  self->closed = TRUE;
}

static void
pktmon_session_dispose (GObject *object)
{
  pktmon_session_close (PKTMON_SESSION (object));
  G_OBJECT_CLASS (pktmon_session_parent_class)->dispose (object);
}

static void
pktmon_session_finalize (GObject *object)
{
  PktmonSession *self = PKTMON_SESSION (object);

  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->constraints);
  g_ptr_array_unref (self->triggers);
  g_ptr_array_unref (self->streams);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->warned);
  g_hash_table_unref (self->gone);
  g_free (self->name);
  g_clear_object (&self->monitor);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (pktmon_session_parent_class)->finalize (object);
}

static void
pktmon_session_class_init (PktmonSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_session_finalize;
  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[STORE_ADDED] = g_signal_new ("store-added", PKTMON_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, PKTMON_TYPE_STORE);
}

static void
pktmon_session_init (PktmonSession *self)
{
  self->promiscuous = TRUE;
  self->context = g_main_context_ref_thread_default();
  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_capture_target_free);
  self->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  self->triggers = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->warned = g_ptr_array_new_with_free_func (g_free);
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

PktmonSession *
pktmon_session_new (PktmonMonitor *monitor, const char *name, GError **error)
{
  glong length = g_utf8_validate (name, -1, NULL) ? g_utf8_strlen (name, -1) : 0;
  PktmonSession *self;

  if (!pktmon_monitor_check_open (monitor, error))
    return NULL;
  if (length < 1 || length > PKTMON_MAX_SESSION_NAME) {
    refuse (error, _ ("The session cannot have that name."), _ ("Choose 1 to 256 characters."));
    return NULL;
  }
  self = g_object_new (PKTMON_TYPE_SESSION, NULL);
  self->name = g_strdup (name);
  self->monitor = g_object_ref (monitor);
  pktmon_monitor_add_session (monitor, self);
  g_signal_connect_object (pktmon_monitor_get_source_tree (monitor), "items-changed",
                           G_CALLBACK (namespaces_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pktmon_monitor_get_source_tree (monitor), "changed",
                           G_CALLBACK (pktmon_session_look_for_returned), self, G_CONNECT_SWAPPED);
  return self;
}

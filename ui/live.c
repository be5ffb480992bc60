/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/live.h"

#include "base/limits.h"
#include "session/stream.h"
#include "ui/capture-options.h"
#include "ui/settings.h"

/* Between two looks at the hits of the constraints. */
#define LOOK_MS 250

/* Begins the name of its file in the cache folder. */
#define SESSION_NAME "capture"

struct _PktmonLive {
  GObject parent_instance;

  PktmonMonitor *monitor;
  PktmonLiveState state;
  gboolean paused;
  PktmonConstraintList *constraints;
  guint look;          /* timeout while it is active; 0: none */
  GSettings *settings; /* of which captures are made */
  guint snap_length;
  PktmonSession *session; /* of the current capture, or the last one; NULL: none */
  PktmonStream *stream;   /* likewise; has its packets indexed, and tells of warnings */
  PktmonSession *next;    /* is starting; NULL: none */
  PktmonStream *next_stream;
  GHashTable *ids;           /* of the sources of the newest of both */
  GCancellable *cancellable; /* of the start; NULL: it does not start */
  GPtrArray *warnings;       /* of GError: came before the capture began */
};

G_DEFINE_FINAL_TYPE (PktmonLive, pktmon_live, G_TYPE_OBJECT)

enum { PROP_0, PROP_PAUSED, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { STATE_CHANGED, BEGAN, FAILED, WARNED, RETURNED, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_state (PktmonLive *self, PktmonLiveState state)
{
  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/* --- What the session tells --- */

static void
event_cb (PktmonStream *stream, const PktmonStreamEvent *event, gpointer user_data)
{
  PktmonLive *self = user_data;

  if (event->kind == PKTMON_STREAM_RETURNED && stream == self->stream)
    g_signal_emit (self, signals[RETURNED], 0, event->source);
  if (event->kind != PKTMON_STREAM_WARNING)
    return;
  if (stream == self->next_stream)
    g_ptr_array_add (self->warnings, g_error_copy (event->error));
  else if (stream == self->stream)
    g_signal_emit (self, signals[WARNED], 0, event->error);
}

/* What excludes has none: its packets are not captured. */
static void
show_hits (PktmonLive *self)
{
  for (guint i = 0; i < pktmon_constraint_list_get_size (self->constraints); i++) {
    const PktmonConstraint *constraint = pktmon_constraint_list_get (self->constraints, i);

    if (pktmon_constraint_is_enabled (constraint) && !pktmon_constraint_is_excluding (constraint))
      pktmon_constraint_list_set_hits (self->constraints, i,
                                       pktmon_session_get_constraint_hits (self->session, i));
  }
}

static gboolean
look_cb (gpointer user_data)
{
  show_hits (user_data);
  return G_SOURCE_CONTINUE;
}

static void
session_changed_cb (PktmonLive *self, PktmonSession *session)
{
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (session != self->session || pktmon_session_is_active (session) ||
      self->state == PKTMON_LIVE_IDLE)
    return;
  status = pktmon_session_dup_status (session);
  g_clear_handle_id (&self->look, g_source_remove);
  show_hits (self);
  set_state (self, PKTMON_LIVE_IDLE);
  g_signal_emit (self, signals[ENDED], 0, status->error);
}

/* --- Starting --- */

static void
free_session (PktmonLive *self, PktmonSession **session, PktmonStream **stream)
{
  if (*session != NULL)
    g_signal_handlers_disconnect_by_data (*session, self);
  if (*stream != NULL)
    pktmon_stream_close (*stream);
  if (*session != NULL)
    pktmon_session_close (*session);
  g_clear_object (stream);
  g_clear_object (session);
}

/* An attempt that was taken back may still have to stop. */
static void
closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  pktmon_session_set_active_finish (PKTMON_SESSION (object), result, NULL);
  pktmon_session_close (PKTMON_SESSION (object));
}

static void
drop_attempt (PktmonLive *self)
{
  pktmon_stream_close (self->next_stream);
  g_clear_object (&self->next_stream);
  pktmon_session_set_active_async (self->next, FALSE, NULL, closed_cb, NULL);
  g_clear_object (&self->next);
}

static void
tell_warnings (PktmonLive *self)
{
  g_autoptr (GPtrArray) warnings = g_steal_pointer (&self->warnings);

  self->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  for (guint i = 0; i < warnings->len; i++)
    g_signal_emit (self, signals[WARNED], 0, g_ptr_array_index (warnings, i));
}

static void
begin (PktmonLive *self)
{
  pktmon_live_forget (self);
  self->session = g_steal_pointer (&self->next);
  self->stream = g_steal_pointer (&self->next_stream);
  self->paused = FALSE;
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  set_state (self, PKTMON_LIVE_ACTIVE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
  g_signal_emit (self, signals[BEGAN], 0, pktmon_session_get_store (self->session));
  tell_warnings (self);
  session_changed_cb (self, self->session);
}

static void
fail (PktmonLive *self, const GError *error)
{
  set_state (self, PKTMON_LIVE_IDLE);
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonLive) self = user_data;
  PktmonSession *session = PKTMON_SESSION (object);
  g_autoptr (GError) error = NULL;
  gboolean started = pktmon_session_set_active_finish (session, result, &error);

  if (self->next != session)
    return; /* disposed of */
  g_clear_object (&self->cancellable);
  if (started) {
    begin (self);
    return;
  }
  drop_attempt (self);
  fail (self, error);
}

static gboolean
add_source (PktmonLive *self, PktmonSession *session, PktmonDataSource *source, GError **error)
{
  if (!pktmon_session_add_source (session, source, error))
    return FALSE;
  g_hash_table_add (self->ids, g_strdup (pktmon_data_source_get_id (source)));
  return TRUE;
}

/* What cannot be captured from any more is left out, if there is anything else. */
static void
add_sources (PktmonLive *self, GPtrArray *sources)
{
  g_hash_table_remove_all (self->ids);
  g_ptr_array_set_size (self->warnings, 0);
  for (guint i = 0; i < sources->len; i++) {
    GError *error = NULL;

    if (!add_source (self, self->next, g_ptr_array_index (sources, i), &error))
      g_ptr_array_add (self->warnings, error);
  }
}

/* The list holds no more than a session can have. */
static void
set_constraints (PktmonLive *self, PktmonSession *session)
{
  g_autoptr (GPtrArray) constraints = pktmon_constraint_list_dup_all (self->constraints);

  pktmon_session_set_constraints (session, constraints, NULL);
}

/* That of a preset comes first. */
static guint
choose_snap_length (PktmonLive *self)
{
  return self->snap_length != 0
             ? self->snap_length
             : (guint) g_settings_get_int (self->settings, PKTMON_SETTING_CAPTURE_SNAP_LENGTH);
}

static gboolean
make_session (PktmonLive *self, GError **error)
{
  const PktmonStreamConfig config = { .truncation = choose_snap_length (self),
                                      .event = event_cb,
                                      .user_data = self };

  self->next = pktmon_session_new (self->monitor, SESSION_NAME, error);
  if (self->next == NULL)
    return FALSE;
  self->next_stream = pktmon_stream_new (self->monitor, &config, error);
  if (self->next_stream == NULL ||
      !pktmon_session_attach_output (self->next, G_OBJECT (self->next_stream), error) ||
      !pktmon_capture_options_apply (self->settings, self->next, error)) {
    free_session (self, &self->next, &self->next_stream);
    return FALSE;
  }
  set_constraints (self, self->next);
  g_signal_connect_object (self->next, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return TRUE;
}

void
pktmon_live_start (PktmonLive *self, GPtrArray *sources)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PKTMON_IS_LIVE (self));
  g_return_if_fail (self->state == PKTMON_LIVE_IDLE);

  set_state (self, PKTMON_LIVE_STARTING);
  if (!make_session (self, &error)) {
    fail (self, error);
    return;
  }
  add_sources (self, sources);
  self->cancellable = g_cancellable_new();
  pktmon_session_set_active_async (self->next, TRUE, self->cancellable, started_cb,
                                   g_object_ref (self));
}

/* --- While it is active --- */

static void
stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  pktmon_session_set_active_finish (PKTMON_SESSION (object), result, NULL);
}

void
pktmon_live_stop (PktmonLive *self)
{
  g_return_if_fail (PKTMON_IS_LIVE (self));

  if (self->state == PKTMON_LIVE_STARTING)
    g_cancellable_cancel (self->cancellable);
  if (self->state != PKTMON_LIVE_ACTIVE)
    return;
  set_state (self, PKTMON_LIVE_STOPPING);
  pktmon_session_set_active_async (self->session, FALSE, NULL, stopped_cb, NULL);
}

static void
remove_others (PktmonLive *self, GHashTable *wanted, PktmonSourceTicks *ticks)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (wanted, id) && !pktmon_source_ticks_contains (ticks, id)) {
      pktmon_session_remove_source (self->session, id);
      g_hash_table_iter_remove (&iter);
    }
}

/* First those that come: a session without any source is over. */
void
pktmon_live_set_sources (PktmonLive *self, GPtrArray *sources, PktmonSourceTicks *ticks)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (PKTMON_IS_LIVE (self));

  if (self->state != PKTMON_LIVE_ACTIVE || sources->len == 0)
    return;
  for (guint i = 0; i < sources->len; i++) {
    PktmonDataSource *source = g_ptr_array_index (sources, i);
    g_autoptr (GError) error = NULL;

    if (add_source (self, self->session, source, &error))
      g_hash_table_add (wanted, (gpointer) pktmon_data_source_get_id (source));
    else
      g_signal_emit (self, signals[WARNED], 0, error);
  }
  if (g_hash_table_size (wanted) > 0)
    remove_others (self, wanted, ticks);
}

static void
constraints_changed_cb (PktmonLive *self)
{
  if (self->next != NULL)
    set_constraints (self, self->next);
  if (self->state == PKTMON_LIVE_ACTIVE)
    set_constraints (self, self->session);
}

static void
set_paused (PktmonLive *self, gboolean paused)
{
  if (self->state != PKTMON_LIVE_ACTIVE || paused == self->paused)
    return;
  self->paused = paused;
  if (paused)
    pktmon_session_pause (self->session);
  else
    pktmon_session_resume (self->session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

void
pktmon_live_set_snap_length (PktmonLive *self, guint snap_length)
{
  g_return_if_fail (PKTMON_IS_LIVE (self));
  g_return_if_fail (snap_length <= PKTMON_MAX_SNAP_LENGTH);

  self->snap_length = snap_length;
}

guint
pktmon_live_get_snap_length (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), 0);

  return self->snap_length;
}

/* --- What there is --- */

PktmonConstraintList *
pktmon_live_get_constraints (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), NULL);

  return self->constraints;
}

void
pktmon_live_forget (PktmonLive *self)
{
  g_return_if_fail (PKTMON_IS_LIVE (self));

  free_session (self, &self->session, &self->stream);
}

PktmonLiveState
pktmon_live_get_state (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), PKTMON_LIVE_IDLE);

  return self->state;
}

PktmonSessionStatus *
pktmon_live_dup_status (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), NULL);

  return self->session != NULL ? pktmon_session_dup_status (self->session)
                               : pktmon_session_status_new();
}

PktmonStore *
pktmon_live_get_store (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), NULL);

  return self->session != NULL ? pktmon_session_get_store (self->session) : NULL;
}

const char *
pktmon_live_get_path (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), NULL);

  return self->session != NULL ? pktmon_session_get_path (self->session) : NULL;
}

gboolean
pktmon_live_has_own_files (PktmonLive *self)
{
  g_return_val_if_fail (PKTMON_IS_LIVE (self), FALSE);

  return self->session != NULL && pktmon_session_has_own_files (self->session);
}

/* --- Life --- */

static void
pktmon_live_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_PAUSED:
    g_value_set_boolean (value, PKTMON_LIVE (object)->paused);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_live_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_PAUSED:
    set_paused (PKTMON_LIVE (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_live_dispose (GObject *object)
{
  PktmonLive *self = PKTMON_LIVE (object);

  g_clear_handle_id (&self->look, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  free_session (self, &self->next, &self->next_stream);
  pktmon_live_forget (self);
  g_clear_object (&self->constraints);
  g_clear_object (&self->settings);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (pktmon_live_parent_class)->dispose (object);
}

static void
pktmon_live_finalize (GObject *object)
{
  PktmonLive *self = PKTMON_LIVE (object);

  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->warnings);
  G_OBJECT_CLASS (pktmon_live_parent_class)->finalize (object);
}

static void
install_signals (void)
{
  const GSignalFlags flags = G_SIGNAL_RUN_LAST;

  signals[STATE_CHANGED] =
      g_signal_new ("state-changed", PKTMON_TYPE_LIVE, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BEGAN] = g_signal_new ("began", PKTMON_TYPE_LIVE, flags, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, PKTMON_TYPE_STORE);
  signals[FAILED] = g_signal_new ("failed", PKTMON_TYPE_LIVE, flags, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[WARNED] = g_signal_new ("warned", PKTMON_TYPE_LIVE, flags, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[RETURNED] = g_signal_new ("returned", PKTMON_TYPE_LIVE, flags, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", PKTMON_TYPE_LIVE, flags, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_ERROR);
}

static void
pktmon_live_class_init (PktmonLiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_live_get_property;
  object_class->set_property = pktmon_live_set_property;
  object_class->dispose = pktmon_live_dispose;
  object_class->finalize = pktmon_live_finalize;

  properties[PROP_PAUSED] =
      g_param_spec_boolean ("paused", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  install_signals();
}

static void
pktmon_live_init (PktmonLive *self)
{
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->settings = pktmon_settings_new();
  self->constraints = pktmon_constraint_list_new();
  g_signal_connect_object (self->constraints, "changed", G_CALLBACK (constraints_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

PktmonLive *
pktmon_live_new (PktmonMonitor *monitor)
{
  PktmonLive *self = g_object_new (PKTMON_TYPE_LIVE, NULL);

  self->monitor = g_object_ref (monitor);
  return self;
}

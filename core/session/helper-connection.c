/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/helper-connection.h"

#include "base/error.h"
#include "base/i18n.h"
#include "helper/channel.h"

/* Nobody who means well says more in a second; in one turn of the main loop part of it is heard. */
#define MAX_MESSAGES_PER_SECOND 5000
#define MAX_MESSAGES_PER_TURN 64
/* How long a process may take to end after it has closed its socket. */
#define END_MILLISECONDS 5000

/* A GSource: what is borrowed from it is gone when it is destroyed. */
struct _PktmonHelperConnection {
  GSource source;
  gpointer tag; /* of the socket */
  PktmonHelperProcess *process;
  PktmonChannel *channel;
  const PktmonHelperListener *listener;
  gpointer user_data;
  GCancellable *cancellable; /* of the wait for the process */
  guint patience;            /* milliseconds; 0: endless */
  gboolean ended;            /* the helper has closed its end */
  GError *error;             /* of sending; told in the next turn */
  gint64 second;             /* monotonic second that messages are counted in */
  guint n_messages;
  PktmonMessage message; /* the last one; too large for the stack */
};

static void
wait_for (PktmonHelperConnection *self, guint milliseconds)
{
  gint64 end = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;

  g_source_set_ready_time (&self->source, milliseconds > 0 ? end : -1);
}

/* --- Giving up --- */

static void
fail (PktmonHelperConnection *self, GError *error)
{
  gboolean gone = self->ended;

  if (g_source_is_destroyed (&self->source))
    g_clear_error (&error);
  if (error == NULL)
    return;
  g_source_destroy (&self->source);
  g_cancellable_cancel (self->cancellable);
  if (!gone && self->process->process != NULL)
    g_subprocess_force_exit (self->process->process);
  self->listener->failed (error, gone, self->user_data);
}

static void
fail_with (PktmonHelperConnection *self, const char *what, const char *advice)
{
  GError *error = NULL;

  pktmon_error_set (&error, PKTMON_ERROR_IO, what, advice);
  fail (self, error);
}

static void
fail_nonsense (PktmonHelperConnection *self)
{
  fail_with (self, _ ("The capture helper said something that makes no sense."),
             _ ("What was captured before is kept. Install the program and its capture helper in "
                "the same version."));
}

static void
fail_silent (PktmonHelperConnection *self)
{
  fail_with (self, _ ("The capture helper does not answer any more."),
             _ ("What was captured before is kept. Start the capture again."));
}

static void
exited_cb (GObject *process, GAsyncResult *result, gpointer user_data)
{
  PktmonHelperConnection *self = user_data;
  GError *error = NULL;

  if (g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL))
    pktmon_helper_launch_explain (self->process, &error);
  fail (self, error);
  g_source_unref (&self->source);
}

/* The helper has closed its end: the end of its process says why. */
static void
take_end (PktmonHelperConnection *self)
{
  self->ended = TRUE;
  if (self->process->process == NULL) {
    fail_with (self, _ ("The capture helper ended unexpectedly."),
               _ ("What was captured before is kept. Start the capture again."));
    return;
  }
  g_source_modify_unix_fd (&self->source, self->tag, 0);
  wait_for (self, END_MILLISECONDS);
  g_source_ref (&self->source);
  g_subprocess_wait_async (self->process->process, self->cancellable, exited_cb, self);
}

/* --- The main loop --- */

/* Returns: whether more may come in this second. */
static gboolean
count_message (PktmonHelperConnection *self)
{
  gint64 second = g_source_get_time (&self->source) / G_TIME_SPAN_SECOND;

  if (second != self->second) {
    self->second = second;
    self->n_messages = 0;
  }
  return ++self->n_messages <= MAX_MESSAGES_PER_SECOND;
}

/* Returns: whether there may be another message. */
static gboolean
take_message (PktmonHelperConnection *self)
{
  GError *error = NULL;

  switch (pktmon_channel_receive (self->channel, &self->message, &error)) {
  case PKTMON_CHANNEL_MESSAGE:
    wait_for (self, self->patience);
    if (!count_message (self) || !self->listener->message (&self->message, self->user_data))
      fail_nonsense (self);
    return !g_source_is_destroyed (&self->source);
  case PKTMON_CHANNEL_EMPTY:
    return FALSE;
  case PKTMON_CHANNEL_CLOSED:
    take_end (self);
    return FALSE;
  case PKTMON_CHANNEL_FAILED:
  default:
    if (g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_INVALID)) {
      g_clear_error (&error);
      fail_nonsense (self);
    } else
      fail (self, error);
    return FALSE;
  }
}

static void
watch (PktmonHelperConnection *self)
{
  g_source_modify_unix_fd (&self->source, self->tag,
                           G_IO_IN | (pktmon_channel_is_waiting (self->channel) ? G_IO_OUT : 0));
}

/* What the helper said before it went away is heard before that is told. */
static void
go_on (PktmonHelperConnection *self, gboolean heard)
{
  if (self->error != NULL && !heard)
    fail (self, g_steal_pointer (&self->error));
  else if (self->error != NULL)
    g_source_set_ready_time (&self->source, 0);
  else
    watch (self);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PktmonHelperConnection *self = (PktmonHelperConnection *) source;
  gint64 ready = g_source_get_ready_time (source);
  gboolean late = ready >= 0 && ready <= g_source_get_time (source);
  gboolean heard = FALSE;

  for (guint i = 0; i < MAX_MESSAGES_PER_TURN && !self->ended && take_message (self); i++)
    heard = TRUE;
  if (self->error == NULL && !self->ended && !g_source_is_destroyed (source))
    pktmon_channel_flush (self->channel, &self->error);
  if (late && !heard && self->error == NULL)
    fail_silent (self);
  if (!g_source_is_destroyed (source) && !self->ended)
    go_on (self, heard);
  return G_SOURCE_CONTINUE;
}

static void
finalize (GSource *source)
{
  PktmonHelperConnection *self = (PktmonHelperConnection *) source;

  pktmon_channel_free (self->channel);
  pktmon_helper_process_free (self->process);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);
}

PktmonHelperConnection *
pktmon_helper_connection_new (PktmonHelperProcess *process, const PktmonHelperListener *listener,
                              gpointer user_data)
{
  static GSourceFuncs funcs = { .dispatch = dispatch, .finalize = finalize };
  GSource *source = g_source_new (&funcs, sizeof (PktmonHelperConnection));
  PktmonHelperConnection *self = (PktmonHelperConnection *) source;

  g_source_set_static_name (source, "capture helper");
  self->process = process;
  self->listener = listener;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new();
  self->tag = g_source_add_unix_fd (source, process->socket, G_IO_IN);
  self->channel = pktmon_channel_new (process->socket);
  process->socket = -1;
  g_source_attach (source, g_main_context_get_thread_default());
  return self;
}

void
pktmon_helper_connection_free (PktmonHelperConnection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

void
pktmon_helper_connection_send (PktmonHelperConnection *self, const PktmonMessage *message,
                               int descriptor)
{
  if (self->error != NULL || self->ended)
    return;
  if (pktmon_channel_send (self->channel, message, descriptor, &self->error))
    watch (self);
  else
    g_source_set_ready_time (&self->source, 0);
}

void
pktmon_helper_connection_set_patience (PktmonHelperConnection *self, guint milliseconds)
{
  self->patience = milliseconds;
  if (!self->ended && self->error == NULL)
    wait_for (self, milliseconds);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "session/helper-client-private.h"

/* Each answer: FALSE for what makes no sense. */

/* The error that a message carries; NULL when there is none. (transfer full) */
static GError *
new_error (guint16 code, const char *message)
{
  const char *advice = strchr (message, '\n');
  g_autofree char *what = NULL;
  GError *error = NULL;

  if (*message == '\0')
    return NULL;
  what = g_strndup (message, advice != NULL ? (gsize) (advice - message) : strlen (message));
  pktmon_error_set (&error, code <= PKTMON_ERROR_SETUP ? code : PKTMON_ERROR_IO, what,
                    advice != NULL ? advice + 1 : _ ("Try again."));
  return error;
}

/* The oldest request, which an answer must belong to; NULL when it does not. (transfer full) */
static PktmonHelperRequest *
take_request (PktmonHelperClient *self, guint type, guint32 source)
{
  PktmonHelperRequest *request = g_queue_peek_head (&self->requests);

  if (request == NULL || request->type != type || request->source != source)
    return NULL;
  g_queue_pop_head (&self->requests);
  pktmon_helper_client_update_patience (self);
  return request;
}

static gboolean
take_hello (PktmonHelperClient *self, const PktmonMessage *message)
{
  g_autoptr (PktmonHelperRequest) request = take_request (self, PKTMON_REQUEST_HELLO, 0);
  g_autoptr (GTask) launch = NULL;

  if (request == NULL || message->hello_answer.version != PKTMON_PROTOCOL_VERSION)
    return FALSE;
  self->scope = message->hello_answer.scope;
  pktmon_helper_client_clear_cancel (self);
  launch = g_steal_pointer (&self->launch);
  g_task_return_boolean (launch, TRUE);
  return TRUE;
}

static gboolean
take_opened (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonSourceOpenedAnswer *opened = &message->source_opened;
  g_autoptr (PktmonHelperRequest) request =
      take_request (self, PKTMON_REQUEST_ADD_SOURCE, opened->source);

  if (request == NULL)
    return FALSE;
  g_hash_table_add (self->sources, GUINT_TO_POINTER (opened->source));
  g_signal_emit_by_name (self, "opened", opened->source, opened);
  return TRUE;
}

static gboolean
take_refused (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonRefusedAnswer *refused = &message->refused;
  g_autoptr (PktmonHelperRequest) request = take_request (self, refused->request, refused->source);
  g_autoptr (GError) error = new_error (refused->code, refused->message);

  if (request == NULL || error == NULL)
    return FALSE;
  if (self->launch == NULL)
    g_signal_emit_by_name (self, "refused", request->type, request->source, error);
  else {
    /* The greeting: there is nothing to talk about. */
    g_autoptr (GTask) launch = g_steal_pointer (&self->launch);

    pktmon_helper_client_disconnect (self);
    g_task_return_error (launch, g_steal_pointer (&error));
  }
  return TRUE;
}

static gboolean
take_done (PktmonHelperClient *self, const PktmonMessage *message)
{
  g_autoptr (PktmonHelperRequest) request = NULL;
  const PktmonHelperRequest *next = g_queue_peek_head (&self->requests);

  if (next == NULL || next->type == PKTMON_REQUEST_HELLO || next->type == PKTMON_REQUEST_ADD_SOURCE)
    return FALSE;
  request = take_request (self, message->done.request, next->source);
  if (request == NULL)
    return FALSE;
  if (request->descriptor >= 0) {
    pktmon_spool_queue_take (self->spools, request->descriptor, request->size,
                             g_steal_pointer (&request->spool));
    request->descriptor = -1;
  }
  self->running = self->running || request->type == PKTMON_REQUEST_START;
  pktmon_helper_client_update_patience (self);
  g_signal_emit_by_name (self, "done", request->type, request->source);
  return TRUE;
}

static gboolean
take_changed (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonSourceChangedAnswer *changed = &message->source_changed;

  if (!pktmon_helper_client_is_open (self, changed->source))
    return FALSE;
  g_signal_emit_by_name (self, "source-changed", changed->source, changed->up);
  return TRUE;
}

static gboolean
take_ended (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonSourceEndedAnswer *ended = &message->source_ended;
  g_autoptr (GError) error = new_error (ended->code, ended->message);

  if (!g_hash_table_remove (self->sources, GUINT_TO_POINTER (ended->source)) ||
      (error == NULL) != (ended->reason == PKTMON_END_REMOVED))
    return FALSE;
  g_signal_emit_by_name (self, "source-ended", ended->source, ended->reason, error);
  return TRUE;
}

/* Lets the current spool grow. */
static gboolean
is_sensible (PktmonHelperClient *self, const PktmonCaptureProgress *progress)
{
  for (guint i = 0; i < progress->n_sources; i++)
    if (!pktmon_helper_client_is_open (self, progress->sources[i].source))
      return FALSE;
  return self->running && pktmon_spool_queue_grow (self->spools, progress->spool, progress->size);
}

static gboolean
take_progress (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonCaptureProgress *progress = &message->progress.progress;

  if (!is_sensible (self, progress))
    return FALSE;
  g_signal_emit_by_name (self, "progress", progress);
  return TRUE;
}

static gboolean
take_spool_ended (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonSpoolEndedAnswer *ended = &message->spool_ended;

  if (!self->running || !pktmon_spool_queue_complete (self->spools, ended->spool, ended->size))
    return FALSE;
  g_signal_emit_by_name (self, "spool-ended", ended);
  return TRUE;
}

static gboolean
take_stopped (PktmonHelperClient *self, const PktmonMessage *message)
{
  const PktmonStoppedAnswer *stopped = &message->stopped;
  g_autoptr (GError) error = new_error (stopped->code, stopped->message);

  if (!is_sensible (self, &stopped->progress) ||
      (error == NULL) == (stopped->reason == PKTMON_STOP_FAILED))
    return FALSE;
  self->running = FALSE;
  pktmon_helper_client_update_patience (self);
  pktmon_spool_queue_finish (self->spools, FALSE);
  g_hash_table_remove_all (self->sources);
  g_signal_emit_by_name (self, "stopped", stopped, error);
  return TRUE;
}

gboolean
pktmon_helper_client_take_message (const PktmonMessage *message, gpointer user_data)
{
  static const struct {
    PktmonMessageType type;
    gboolean (*take) (PktmonHelperClient *self, const PktmonMessage *message);
  } takers[] = {
    { PKTMON_ANSWER_HELLO, take_hello },
    { PKTMON_ANSWER_DONE, take_done },
    { PKTMON_ANSWER_REFUSED, take_refused },
    { PKTMON_ANSWER_SOURCE_OPENED, take_opened },
    { PKTMON_ANSWER_SOURCE_CHANGED, take_changed },
    { PKTMON_ANSWER_SOURCE_ENDED, take_ended },
    { PKTMON_ANSWER_PROGRESS, take_progress },
    { PKTMON_ANSWER_SPOOL_ENDED, take_spool_ended },
    { PKTMON_ANSWER_STOPPED, take_stopped },
  };
  g_autoptr (PktmonHelperClient) self = g_object_ref (user_data);

  for (gsize i = 0; i < G_N_ELEMENTS (takers); i++)
    if (takers[i].type == message->type)
      return takers[i].take (self, message);
  return FALSE;
}

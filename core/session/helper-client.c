/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/helper-client-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

/* While pkexec may be asking the user for a password. */
#define PASSWORD_MILLISECONDS (5 * 60 * 1000)
#define DEFAULT_DEADLINE_MILLISECONDS (10 * 1000)

G_DEFINE_FINAL_TYPE (PktmonHelperClient, pktmon_helper_client, G_TYPE_OBJECT)

void
pktmon_helper_request_free (PktmonHelperRequest *self)
{
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
  g_free (self);
}

/* --- Ends --- */

void
pktmon_helper_client_clear_cancel (PktmonHelperClient *self)
{
  if (self->cancel != NULL)
    g_source_destroy (self->cancel);
  g_clear_pointer (&self->cancel, g_source_unref);
}

void
pktmon_helper_client_disconnect (PktmonHelperClient *self)
{
  pktmon_helper_client_clear_cancel (self);
  g_clear_pointer (&self->connection, pktmon_helper_connection_free);
  g_queue_clear_full (&self->requests, (GDestroyNotify) pktmon_helper_request_free);
  g_hash_table_remove_all (self->sources);
  self->running = FALSE;
}

static void
failed_cb (GError *error, gboolean gone, gpointer user_data)
{
  g_autoptr (PktmonHelperClient) self = g_object_ref (user_data);
  g_autoptr (GError) owned = error;

  pktmon_helper_client_disconnect (self);
  pktmon_spool_queue_finish (self->spools, gone);
  if (self->launch != NULL) {
    g_autoptr (GTask) launch = g_steal_pointer (&self->launch);

    g_task_return_error (launch, g_steal_pointer (&owned));
  } else
    g_signal_emit_by_name (self, "failed", owned);
}

static void
return_cancelled (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                           _ ("The capture was cancelled."));
}

void
pktmon_helper_client_close (PktmonHelperClient *self)
{
  g_autoptr (GTask) launch = g_steal_pointer (&self->launch);

  pktmon_helper_client_disconnect (self);
  pktmon_spool_queue_finish (self->spools, FALSE);
  self->closed = TRUE;
  if (launch != NULL)
    return_cancelled (launch);
}

/* --- State --- */

gboolean
pktmon_helper_client_is_open (PktmonHelperClient *self, guint32 source)
{
  return g_hash_table_contains (self->sources, GUINT_TO_POINTER (source));
}

/* How long the helper may be silent depends on what it has to say. */
void
pktmon_helper_client_update_patience (PktmonHelperClient *self)
{
  gboolean due = self->running || !g_queue_is_empty (&self->requests);

  if (self->connection != NULL)
    pktmon_helper_connection_set_patience (self->connection, due ? self->deadline : 0);
}

/* --- Requests --- */

/* Sends self->message. @request: what its answer will be about; taken. @descriptor: that goes with
 * it, borrowed; -1: none. */
static void
send_request (PktmonHelperClient *self, PktmonHelperRequest *request, int descriptor)
{
  if (self->connection == NULL) {
    pktmon_helper_request_free (request);
    return;
  }
  request->type = self->message->type;
  g_queue_push_tail (&self->requests, request);
  pktmon_helper_connection_send (self->connection, self->message, descriptor);
  pktmon_helper_client_update_patience (self);
}

/* @descriptor: taken. */
static PktmonHelperRequest *
request_new (guint32 source, int descriptor, PktmonSpool *spool)
{
  PktmonHelperRequest *request = g_new0 (PktmonHelperRequest, 1);

  request->source = source;
  request->descriptor = descriptor;
  request->spool = spool != NULL ? pktmon_spool_ref (spool) : NULL;
  return request;
}

static void
send_plain (PktmonHelperClient *self, PktmonMessageType type)
{
  pktmon_message_init (self->message, type);
  send_request (self, request_new (0, -1, NULL), -1);
}

gboolean
pktmon_helper_filter_put (const PktmonHelperFilter *from, PktmonCaptureFilter *to, GError **error)
{
  if (from->n_instructions > PKTMON_MAX_FILTER_INSTRUCTIONS ||
      from->n_constraints > PKTMON_MAX_CONSTRAINTS ||
      from->n_expressions > PKTMON_MAX_EXPRESSION_INSTRUCTIONS) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The filter is too large for the kernel."),
                      _ ("Make it simpler."));
    return FALSE;
  }
  pktmon_message_set_text (to->text, sizeof to->text, from->text != NULL ? from->text : "");
  to->wide = from->wide != FALSE;
  to->n_instructions = (guint16) from->n_instructions;
  to->n_constraints = (guint16) from->n_constraints;
  to->n_expressions = (guint16) from->n_expressions;
  if (from->n_instructions > 0)
    memcpy (to->instructions, from->instructions,
            from->n_instructions * sizeof (PktmonInstruction));
  if (from->n_constraints > 0)
    memcpy (to->constraints, from->constraints,
            from->n_constraints * sizeof (PktmonCaptureConstraint));
  if (from->n_expressions > 0)
    memcpy (to->expressions, from->expressions, from->n_expressions * sizeof (PktmonInstruction));
  return TRUE;
}

/* Numbers are not used again before all others were. */
static guint
choose_number (PktmonHelperClient *self)
{
  do
    self->last_source++;
  while (self->last_source == 0 || pktmon_helper_client_is_open (self, self->last_source));
  return self->last_source;
}

gboolean
pktmon_helper_client_add_source (PktmonHelperClient *self, const PktmonHelperSource *source,
                                 guint *number, GError **error)
{
  PktmonAddSourceRequest *add = &self->message->add_source;

  pktmon_message_init (self->message, PKTMON_REQUEST_ADD_SOURCE);
  if (!pktmon_helper_filter_put (&source->filter, &add->filter, error))
    return FALSE;
  *number = add->source = choose_number (self);
  add->kind = (guint8) source->kind;
  add->in_namespace = source->network_namespace >= 0;
  add->promiscuous = source->promiscuous != FALSE;
  add->counting = source->counting != FALSE;
  add->interface_index = source->interface_index;
  add->snap_length = source->snap_length;
  add->buffer_size = source->buffer_size;
  pktmon_message_set_text (add->device, sizeof add->device, source->device);
  pktmon_message_set_text (add->id, sizeof add->id, source->id);
  pktmon_message_set_text (add->description, sizeof add->description,
                           source->description != NULL ? source->description : "");
  send_request (self, request_new (*number, -1, NULL), source->network_namespace);
  return TRUE;
}

gboolean
pktmon_helper_client_set_filter (PktmonHelperClient *self, guint number,
                                 const PktmonHelperFilter *filter, GError **error)
{
  pktmon_message_init (self->message, PKTMON_REQUEST_SET_FILTER);
  if (!pktmon_helper_filter_put (filter, &self->message->set_filter.filter, error))
    return FALSE;
  self->message->set_filter.source = number;
  send_request (self, request_new (number, -1, NULL), -1);
  return TRUE;
}

gboolean
pktmon_helper_client_set_trigger (PktmonHelperClient *self, guint number,
                                  const PktmonHelperFilter *trigger, GError **error)
{
  pktmon_message_init (self->message, PKTMON_REQUEST_SET_TRIGGER);
  if (!pktmon_helper_filter_put (trigger, &self->message->set_trigger.filter, error))
    return FALSE;
  self->message->set_trigger.source = number;
  send_request (self, request_new (number, -1, NULL), -1);
  return TRUE;
}

void
pktmon_helper_client_add_divider (PktmonHelperClient *self, guint kind, guint32 number,
                                  const char *text)
{
  PktmonAddDividerRequest *divider = &self->message->add_divider;

  pktmon_message_init (self->message, PKTMON_REQUEST_ADD_DIVIDER);
  divider->kind = (guint16) kind;
  divider->number = number;
  pktmon_message_set_text (divider->message, sizeof divider->message, text);
  send_request (self, request_new (0, -1, NULL), -1);
}

void
pktmon_helper_client_remove_source (PktmonHelperClient *self, guint number)
{
  pktmon_message_init (self->message, PKTMON_REQUEST_REMOVE_SOURCE);
  self->message->remove_source.source = number;
  send_request (self, request_new (number, -1, NULL), -1);
}

void
pktmon_helper_client_add_spool (PktmonHelperClient *self, int descriptor, PktmonSpool *spool,
                                gboolean now)
{
  PktmonHelperRequest *request = request_new (0, fcntl (descriptor, F_DUPFD_CLOEXEC, 0), spool);
  struct stat status;

  if (fstat (descriptor, &status) == 0)
    request->size = (guint64) status.st_size;
  pktmon_message_init (self->message, PKTMON_REQUEST_ADD_SPOOL);
  self->message->add_spool.now = now != FALSE;
  send_request (self, request, descriptor);
}

void
pktmon_helper_client_set_limits (PktmonHelperClient *self, const PktmonSetLimitsRequest *limits)
{
  pktmon_message_init (self->message, PKTMON_REQUEST_SET_LIMITS);
  self->message->set_limits = *limits;
  send_request (self, request_new (0, -1, NULL), -1);
}

void
pktmon_helper_client_start (PktmonHelperClient *self)
{
  send_plain (self, PKTMON_REQUEST_START);
}

void
pktmon_helper_client_pause (PktmonHelperClient *self)
{
  send_plain (self, PKTMON_REQUEST_PAUSE);
}

void
pktmon_helper_client_resume (PktmonHelperClient *self)
{
  send_plain (self, PKTMON_REQUEST_RESUME);
}

void
pktmon_helper_client_stop (PktmonHelperClient *self)
{
  send_plain (self, PKTMON_REQUEST_STOP);
}

/* --- Beginning --- */

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  pktmon_helper_client_close (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (PktmonHelperClient *self, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  self->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel, g_main_context_get_thread_default());
}

/* @process, @launch: (transfer full). */
static void
greet (PktmonHelperClient *self, PktmonHelperProcess *process, guint scope, GTask *launch)
{
  static const PktmonHelperListener listener = { pktmon_helper_client_take_message, failed_cb };
  guint patience = process->pkexec ? PASSWORD_MILLISECONDS : self->deadline;

  self->launch = launch;
  self->connection = pktmon_helper_connection_new (process, &listener, self);
  watch_cancellable (self, g_task_get_cancellable (launch));
  pktmon_message_init (self->message, PKTMON_REQUEST_HELLO);
  self->message->hello.version = PKTMON_PROTOCOL_VERSION;
  self->message->hello.scope = (guint16) scope;
  send_request (self, request_new (0, -1, NULL), -1);
  pktmon_helper_connection_set_patience (self->connection, patience);
}

static void
launched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PktmonHelperClient *self = g_task_get_source_object (task);
  GError *error = NULL;
  PktmonHelperProcess *process = pktmon_helper_launch_finish (result, &error);
  guint scope = GPOINTER_TO_UINT (g_task_get_task_data (task));

  if (process == NULL)
    g_task_return_error (task, error);
  else if (!self->closed)
    greet (self, process, scope, g_steal_pointer (&task));
  else {
    pktmon_helper_process_free (process);
    return_cancelled (task);
  }
}

void
pktmon_helper_client_launch_async (PktmonHelperClient *self, guint scope, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (self->connection == NULL && self->launch == NULL);
  g_task_set_source_tag (task, pktmon_helper_client_launch_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (scope), NULL);
  pktmon_helper_launch_async (cancellable, launched_cb, task);
}

void
pktmon_helper_client_connect_async (PktmonHelperClient *self, int socket, guint scope,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  PktmonHelperProcess *process = g_new0 (PktmonHelperProcess, 1);

  g_return_if_fail (self->connection == NULL && self->launch == NULL);
  g_task_set_source_tag (task, pktmon_helper_client_launch_async);
  process->socket = socket;
  greet (self, process, scope, task);
}

gboolean
pktmon_helper_client_launch_finish (PktmonHelperClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pktmon_helper_client_launch_async),
                        FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
pktmon_helper_client_get_scope (PktmonHelperClient *self)
{
  return self->scope;
}

void
pktmon_helper_client_set_deadline (PktmonHelperClient *self, guint milliseconds)
{
  self->deadline = milliseconds;
  pktmon_helper_client_update_patience (self);
}

/* --- Object --- */

static void
pktmon_helper_client_dispose (GObject *object)
{
  pktmon_helper_client_close (PKTMON_HELPER_CLIENT (object));
  G_OBJECT_CLASS (pktmon_helper_client_parent_class)->dispose (object);
}

static void
pktmon_helper_client_finalize (GObject *object)
{
  PktmonHelperClient *self = PKTMON_HELPER_CLIENT (object);

  pktmon_spool_queue_free (self->spools);
  g_hash_table_unref (self->sources);
  g_free (self->message);
  G_OBJECT_CLASS (pktmon_helper_client_parent_class)->finalize (object);
}

static void
pktmon_helper_client_class_init (PktmonHelperClientClass *klass)
{
  static const struct {
    const char *name;
    guint n_types;
    GType types[3];
  } signals[] = {
    { "opened", 2, { G_TYPE_UINT, G_TYPE_POINTER } },
    { "refused", 3, { G_TYPE_UINT, G_TYPE_UINT, G_TYPE_POINTER } },
    { "done", 2, { G_TYPE_UINT, G_TYPE_UINT } },
    { "source-changed", 2, { G_TYPE_UINT, G_TYPE_BOOLEAN } },
    { "source-ended", 3, { G_TYPE_UINT, G_TYPE_UINT, G_TYPE_POINTER } },
    { "progress", 1, { G_TYPE_POINTER } },
    { "spool-ended", 1, { G_TYPE_POINTER } },
    { "stopped", 2, { G_TYPE_POINTER, G_TYPE_POINTER } },
    { "failed", 1, { G_TYPE_POINTER } },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_helper_client_dispose;
  object_class->finalize = pktmon_helper_client_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_newv (signals[i].name, PKTMON_TYPE_HELPER_CLIENT, G_SIGNAL_RUN_LAST, NULL, NULL, NULL,
                   NULL, G_TYPE_NONE, signals[i].n_types, (GType *) signals[i].types);
}

static void
pktmon_helper_client_init (PktmonHelperClient *self)
{
  self->deadline = DEFAULT_DEADLINE_MILLISECONDS;
  self->spools = pktmon_spool_queue_new();
  self->sources = g_hash_table_new (NULL, NULL);
  self->message = g_new0 (PktmonMessage, 1);
}

PktmonHelperClient *
pktmon_helper_client_new (void)
{
  return g_object_new (PKTMON_TYPE_HELPER_CLIENT, NULL);
}

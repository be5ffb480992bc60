/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/server.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "helper/capture.h"
#include "helper/channel.h"
#include "helper/privilege.h"
#include "helper/request-check.h"
#include "helper/sandbox.h"

/* How long the files may take to become complete after the program has gone, and how often that is
 * looked at. */
#define END_MICROSECONDS (10 * G_TIME_SPAN_SECOND)
#define END_MILLISECONDS 500

typedef struct {
  PktmonChannel *channel;
  PktmonCapture *capture;
  struct ucred peer; /* who asks */
  gboolean greeted;
  gboolean sealed; /* rights and system calls were given up */
  guint16 scope;   /* agreed upon */
  int home;        /* the helper's own network namespace; -1: it never leaves it */
  int signals;     /* signalfd */
  GError *error;   /* nobody can be talked to any more */
  PktmonMessage request, answer;
} Server;

/* --- Answers --- */

static void
send_message (Server *self, const PktmonMessage *message)
{
  if (self->error == NULL)
    pktmon_channel_send (self->channel, message, -1, &self->error);
}

static void
tell_cb (const PktmonMessage *message, gpointer user_data)
{
  send_message (user_data, message);
}

static void
refuse (Server *self, guint32 source, const GError *error)
{
  PktmonRefusedAnswer *refused = &self->answer.refused;

  pktmon_message_init (&self->answer, PKTMON_ANSWER_REFUSED);
  refused->request = (guint16) self->request.type;
  refused->source = source;
  refused->code = pktmon_message_set_error (refused->message, sizeof refused->message, error);
  send_message (self, &self->answer);
}

static void
begin_done (Server *self)
{
  pktmon_message_init (&self->answer, PKTMON_ANSWER_DONE);
  self->answer.done.request = (guint16) self->request.type;
}

/* --- Requests: each fills in the answer, or fails --- */

static gboolean
hello (Server *self, GError **error)
{
  const PktmonHelloRequest *request = &self->request.hello;
  guint16 scope =
      request->scope & (PKTMON_SCOPE_NAMESPACES | PKTMON_SCOPE_DEVICES | PKTMON_SCOPE_STACK);

  if (request->version != PKTMON_PROTOCOL_VERSION) {
    pktmon_error_set (error, PKTMON_ERROR_REVISION_MISMATCH,
                      _ ("The program and its capture helper are of different versions."),
                      _ ("Install both in the same version."));
    return FALSE;
  }
  if (!pktmon_privilege_restrict (&scope, error))
    return FALSE;
  if (scope & PKTMON_SCOPE_NAMESPACES)
    self->home = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (self->home < 0)
    scope &= (guint16) ~PKTMON_SCOPE_NAMESPACES;
  self->scope = scope;
  self->greeted = TRUE;
  pktmon_message_init (&self->answer, PKTMON_ANSWER_HELLO);
  self->answer.hello_answer.version = PKTMON_PROTOCOL_VERSION;
  self->answer.hello_answer.scope = scope;
  return TRUE;
}

static gboolean
open_here (Server *self, GError **error)
{
  return pktmon_capture_add_source (self->capture, &self->request.add_source, self->sealed,
                                    &self->answer.source_opened, error);
}

/* The thread visits the source's namespace only to open it. */
static gboolean
open_in_namespace (Server *self, int namespace, GError **error)
{
  gboolean good;

  if (setns (namespace, CLONE_NEWNET) != 0) {
    g_autofree char *what =
        g_strdup_printf (_ ("The network namespace could not be entered: %s."), g_strerror (errno));

    pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, what, _ ("Choose one that is still there."));
    return FALSE;
  }
  good = open_here (self, error);
  if (setns (self->home, CLONE_NEWNET) != 0)
    g_error ("no way back from a network namespace: %s", g_strerror (errno));
  return good;
}

static gboolean
add_source (Server *self, GError **error)
{
  PktmonAddSourceRequest *request = &self->request.add_source;
  int namespace = request->in_namespace ? pktmon_channel_take_descriptor (self->channel) : -1;
  gboolean good = pktmon_request_check_source (request, self->scope, error);

  pktmon_message_init (&self->answer, PKTMON_ANSWER_SOURCE_OPENED);
  if (good)
    good = request->in_namespace ? open_in_namespace (self, namespace, error)
                                 : open_here (self, error);
  if (namespace >= 0)
    close (namespace);
  return good;
}

static gboolean
set_filter (Server *self, GError **error)
{
  return pktmon_capture_set_filter (self->capture, &self->request.set_filter, error);
}

static gboolean
add_divider (Server *self, GError **error)
{
  return pktmon_capture_add_divider (self->capture, &self->request.add_divider, error);
}

static gboolean
remove_source (Server *self, GError **error)
{
  return pktmon_capture_remove_source (self->capture, self->request.remove_source.source, error);
}

static gboolean
add_spool (Server *self, GError **error)
{
  return pktmon_capture_add_spool (self->capture, pktmon_channel_take_descriptor (self->channel),
                                   self->request.add_spool.now, error);
}

static gboolean
set_limits (Server *self, GError **error)
{
  pktmon_capture_set_limits (self->capture, &self->request.set_limits);
  return TRUE;
}

static gboolean
set_trigger (Server *self, GError **error)
{
  return pktmon_capture_set_trigger (self->capture, &self->request.set_trigger, error);
}

/* Gives up what opening sources took, before the first packet. */
static gboolean
seal (Server *self, GError **error)
{
  if (self->sealed)
    return TRUE;
  if (!pktmon_capture_seal (self->capture, error) ||
      !pktmon_privilege_drop (self->scope, self->peer.uid, self->peer.gid, error) ||
      !pktmon_sandbox_enter (self->scope, error))
    return FALSE;
  self->sealed = TRUE;
  self->scope &= (guint16) ~(PKTMON_SCOPE_DEVICES | PKTMON_SCOPE_STACK);
  return TRUE;
}

static gboolean
start (Server *self, GError **error)
{
  return seal (self, error) && pktmon_capture_start (self->capture, error);
}

static gboolean
pause_capture (Server *self, GError **error)
{
  return pktmon_capture_set_paused (self->capture, TRUE, error);
}

static gboolean
resume (Server *self, GError **error)
{
  return pktmon_capture_set_paused (self->capture, FALSE, error);
}

static gboolean
stop (Server *self, GError **error)
{
  return pktmon_capture_stop (self->capture, error);
}

static const struct {
  PktmonMessageType type;
  gboolean (*handle) (Server *self, GError **error);
} handlers[] = {
  { PKTMON_REQUEST_HELLO, hello },
  { PKTMON_REQUEST_ADD_SOURCE, add_source },
  { PKTMON_REQUEST_SET_FILTER, set_filter },
  { PKTMON_REQUEST_REMOVE_SOURCE, remove_source },
  { PKTMON_REQUEST_ADD_SPOOL, add_spool },
  { PKTMON_REQUEST_SET_LIMITS, set_limits },
  { PKTMON_REQUEST_START, start },
  { PKTMON_REQUEST_PAUSE, pause_capture },
  { PKTMON_REQUEST_RESUME, resume },
  { PKTMON_REQUEST_STOP, stop },
  { PKTMON_REQUEST_SET_TRIGGER, set_trigger },
  { PKTMON_REQUEST_ADD_DIVIDER, add_divider },
};

static guint32
get_named_source (const PktmonMessage *request)
{
  switch ((guint) request->type) {
  case PKTMON_REQUEST_ADD_SOURCE:
    return request->add_source.source;
  case PKTMON_REQUEST_SET_FILTER:
    return request->set_filter.source;
  case PKTMON_REQUEST_SET_TRIGGER:
    return request->set_trigger.source;
  case PKTMON_REQUEST_REMOVE_SOURCE:
    return request->remove_source.source;
  default:
    return 0;
  }
}

static void
handle (Server *self)
{
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (handlers[i].type == self->request.type &&
        (self->greeted || self->request.type == PKTMON_REQUEST_HELLO)) {
      begin_done (self);
      if (handlers[i].handle (self, &error))
        send_message (self, &self->answer);
      else
        refuse (self, get_named_source (&self->request), error);
      return;
    }
  /* An answer, or a request before HELLO. */
  pktmon_error_set (&self->error, PKTMON_ERROR_INVALID,
                    _ ("The program asked the capture helper for what makes no sense now."),
                    _ ("Install the program and its capture helper in the same version."));
}

/* --- The loop --- */

/* Takes requests, but none while answers wait: then the program waits, too.
 * Returns: FALSE when no more will come. */
static gboolean
take_requests (Server *self)
{
  while (self->error == NULL && !pktmon_channel_is_waiting (self->channel))
    switch (pktmon_channel_receive (self->channel, &self->request, &self->error)) {
    case PKTMON_CHANNEL_MESSAGE:
      handle (self);
      break;
    case PKTMON_CHANNEL_EMPTY:
      return TRUE;
    case PKTMON_CHANNEL_CLOSED:
    case PKTMON_CHANNEL_FAILED:
    default:
      return FALSE;
    }
  return self->error == NULL;
}

static void
wait_for_events (Server *self, GArray *descriptors, gboolean closing)
{
  gboolean waiting = pktmon_channel_is_waiting (self->channel);
  struct pollfd first[] = {
    { .fd = closing ? -1 : pktmon_channel_get_descriptor (self->channel),
      .events = waiting ? POLLOUT : POLLIN },
    { .fd = closing ? -1 : self->signals, .events = POLLIN },
  };
  int timeout;

  g_array_set_size (descriptors, 0);
  g_array_append_vals (descriptors, first, G_N_ELEMENTS (first));
  timeout = pktmon_capture_prepare (self->capture, waiting, descriptors);
  if (closing)
    timeout = timeout < 0 ? END_MILLISECONDS : MIN (timeout, END_MILLISECONDS);
  while (poll ((gpointer) descriptors->data, descriptors->len, timeout) < 0 && errno == EINTR)
    ;
}

/* Returns: whether the process was told to end. */
static gboolean
take_signal (Server *self)
{
  struct signalfd_siginfo info;

  return read (self->signals, &info, sizeof info) == (gssize) sizeof info;
}

/* Lets a capture end in good order, but not for ever: a disk may hang. */
static void
finish (Server *self, GArray *descriptors)
{
  gint64 end = g_get_monotonic_time() + END_MICROSECONDS;

  pktmon_capture_stop (self->capture, NULL);
  while (pktmon_capture_is_running (self->capture)) {
    if (g_get_monotonic_time() >= end)
      _exit (EXIT_FAILURE);
    wait_for_events (self, descriptors, TRUE);
    pktmon_capture_dispatch (self->capture, FALSE);
  }
}

static void
serve (Server *self)
{
  g_autoptr (GArray) descriptors = g_array_new (FALSE, FALSE, sizeof (struct pollfd));
  gboolean going_on = TRUE;

  while (going_on) {
    wait_for_events (self, descriptors, FALSE);
    if (self->error == NULL)
      pktmon_channel_flush (self->channel, &self->error);
    going_on = take_requests (self) && !take_signal (self);
    pktmon_capture_dispatch (self->capture, pktmon_channel_is_waiting (self->channel));
  }
  finish (self, descriptors);
}

static gboolean
open_signals (Server *self)
{
  sigset_t end;

  sigemptyset (&end);
  sigaddset (&end, SIGTERM);
  sigprocmask (SIG_BLOCK, &end, NULL);
  self->signals = signalfd (-1, &end, SFD_CLOEXEC | SFD_NONBLOCK);
  return self->signals >= 0;
}

static gboolean
set_up (Server *self, int descriptor)
{
  socklen_t size = sizeof self->peer;

  if (getsockopt (descriptor, SOL_SOCKET, SO_PEERCRED, &self->peer, &size) == 0 &&
      open_signals (self)) {
    self->capture = pktmon_capture_new (tell_cb, self, &self->error);
    return self->capture != NULL;
  }
  pktmon_error_set_errno (&self->error, errno, _ ("The capture helper could not be set up"));
  return FALSE;
}

int
pktmon_server_run (int descriptor)
{
  g_autofree Server *self = g_new0 (Server, 1);
  int status;

  self->home = self->signals = -1;
  self->channel = pktmon_channel_new (descriptor);
  if (set_up (self, descriptor))
    serve (self);
  if (self->error != NULL)
    g_printerr ("pktmon-helper: %s\n", self->error->message);
  status = self->error != NULL ? EXIT_FAILURE : EXIT_SUCCESS;
  g_clear_error (&self->error);
  g_clear_pointer (&self->capture, pktmon_capture_free);
  pktmon_channel_free (self->channel);
  if (self->home >= 0)
    close (self->home);
  if (self->signals >= 0)
    close (self->signals);
  return status;
}

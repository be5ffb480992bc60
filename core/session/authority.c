/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/authority.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

/* https://www.freedesktop.org/software/polkit/docs/latest/eggdbus-interface-
 * org.freedesktop.PolicyKit1.Authority.html */
#define BUS_NAME "org.freedesktop.PolicyKit1"
#define OBJECT_PATH "/org/freedesktop/PolicyKit1/Authority"
#define INTERFACE_NAME "org.freedesktop.PolicyKit1.Authority"
#define ALLOW_USER_INTERACTION 1u

typedef struct {
  char *action;
  char *cancellation;   /* by which the question can be taken back */
  gboolean interactive; /* the user is being asked */
  GDBusConnection *bus;
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  g_free (self->action);
  g_free (self->cancellation);
  g_clear_object (&self->bus);
  g_free (self);
}

/* --- Answers --- */

static void
refuse (GTask *task, PktmonError code, const char *what, const char *advice)
{
  GError *error = NULL;

  pktmon_error_set (&error, code, what, advice);
  g_task_return_error (task, error);
}

static void
refuse_dismissed (GTask *task)
{
  refuse (task, PKTMON_ERROR_PERMISSION, _ ("You did not allow the capture."),
          _ ("Start it again to be asked again."));
}

static void
refuse_unauthorized (GTask *task)
{
  refuse (task, PKTMON_ERROR_PERMISSION, _ ("This system does not allow you to capture packets."),
          _ ("Ask its administrator, or somebody who may."));
}

static void
refuse_no_agent (GTask *task)
{
  refuse (task, PKTMON_ERROR_SETUP, _ ("Nobody can ask for your password: no polkit agent runs."),
          _ ("Start the polkit agent of your desktop, or start the program as root."));
}

static void
refuse_no_polkit (GTask *task, const GError *reason)
{
  g_autofree char *what = g_strdup_printf (_ ("Polkit cannot be asked: %s."), reason->message);

  refuse (task, PKTMON_ERROR_SETUP, what,
          _ ("Install and start polkit, or start the program as root."));
}

/* --- Questions --- */

static void ask (GTask *task);

/* pkexec asks by itself on a terminal. */
static gboolean
has_terminal (void)
{
  int descriptor = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (descriptor >= 0)
    close (descriptor);
  return descriptor >= 0;
}

/* The user may be asked. Where the answer is not kept, pkexec does that, and only once. */
static void
take_challenge (GTask *task, GVariant *details)
{
  Check *self = g_task_get_task_data (task);
  gboolean kept =
      g_variant_lookup (details, "polkit.retains_authorization_after_challenge", "&s", NULL);

  if (self->interactive && !has_terminal())
    refuse_no_agent (task);
  else if (self->interactive || !kept)
    g_task_return_boolean (task, TRUE);
  else {
    self->interactive = TRUE;
    ask (task);
  }
}

static void
take_answer (GTask *task, GVariant *answer)
{
  g_autoptr (GVariant) details = NULL;
  gboolean authorized, challenge;

  g_variant_get (answer, "((bb@a{ss}))", &authorized, &challenge, &details);
  if (authorized)
    g_task_return_boolean (task, TRUE);
  else if (g_variant_lookup (details, "polkit.dismissed", "&s", NULL))
    refuse_dismissed (task);
  else if (challenge)
    take_challenge (task, details);
  else
    refuse_unauthorized (task);
}

static void
take_back (Check *self)
{
  g_dbus_connection_call (self->bus, BUS_NAME, OBJECT_PATH, INTERFACE_NAME,
                          "CancelCheckAuthorization", g_variant_new ("(s)", self->cancellation),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
answer_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);

  if (answer != NULL)
    take_answer (task, answer);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    take_back (g_task_get_task_data (task));
    g_task_return_error (task, g_steal_pointer (&error));
  } else {
    g_dbus_error_strip_remote_error (error);
    refuse_no_polkit (task, error);
  }
}

/* When this process began, in the unit of proc(5): part of its identity. */
static guint64
get_start_time (void)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) fields = NULL;
  const char *rest;

  if (!g_file_get_contents ("/proc/self/stat", &contents, NULL, NULL))
    return 0;
  rest = strrchr (contents, ')');
  fields = g_strsplit (rest != NULL ? rest : "", " ", 22);
  return g_strv_length (fields) > 20 ? g_ascii_strtoull (fields[20], NULL, 10) : 0;
}

static GVariant *
build_question (const Check *self)
{
  GVariantBuilder subject;

  g_variant_builder_init (&subject, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&subject, "{sv}", "pid", g_variant_new_uint32 ((guint32) getpid()));
  g_variant_builder_add (&subject, "{sv}", "start-time", g_variant_new_uint64 (get_start_time()));
  g_variant_builder_add (&subject, "{sv}", "uid", g_variant_new_int32 ((gint32) getuid()));
  return g_variant_new ("((sa{sv})sa{ss}us)", "unix-process", &subject, self->action, NULL,
                        self->interactive ? ALLOW_USER_INTERACTION : 0u, self->cancellation);
}

static void
ask (GTask *task)
{
  Check *self = g_task_get_task_data (task);

  g_dbus_connection_call (self->bus, BUS_NAME, OBJECT_PATH, INTERFACE_NAME, "CheckAuthorization",
                          build_question (self), G_VARIANT_TYPE ("((bba{ss}))"),
                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, g_task_get_cancellable (task),
                          answer_cb, g_object_ref (task));
}

static void
bus_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Check *self = g_task_get_task_data (task);

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus != NULL) {
    /* A bus that goes away is no reason for the program to end. */
    g_dbus_connection_set_exit_on_close (self->bus, FALSE);
    ask (task);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, g_steal_pointer (&error));
  } else {
    refuse_no_polkit (task, error);
  }
}

void
pktmon_authority_check_async (const char *action, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Check *self = g_new0 (Check, 1);

  g_task_set_source_tag (task, pktmon_authority_check_async);
  self->action = g_strdup (action);
  self->cancellation = g_uuid_string_random();
  g_task_set_task_data (task, self, check_free);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, bus_cb, task);
}

gboolean
pktmon_authority_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pktmon_authority_check_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/helper-launch.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "session/authority.h"

/* Of our policy file, for the installed helper; of polkit's own, for any other program. */
#define CAPTURE_ACTION "org.packetmonitor.capture"
#define ANY_PROGRAM_ACTION "org.freedesktop.policykit.exec"

/* Exit status of pkexec(1) itself. */
#define PKEXEC_DISMISSED 126
#define PKEXEC_NOT_AUTHORIZED 127

void
pktmon_helper_process_free (PktmonHelperProcess *self)
{
  if (self->socket >= 0)
    close (self->socket);
  g_clear_object (&self->process);
  g_free (self);
}

static const char *
get_helper_path (void)
{
  const char *path = g_getenv ("PKTMON_HELPER");

  return path != NULL && *path != '\0' ? path : HELPER_PATH;
}

/* Whether the helper gets its rights when this process starts it. */
static gboolean
is_privileged (const char *helper)
{
  return geteuid() == 0 || getxattr (helper, "security.capability", NULL, 0) > 0;
}

/* --- Starting --- */

static GSubprocess *
spawn (const char *const *arguments, int *end, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  GSubprocess *process;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    pktmon_error_set_errno (error, errno, _ ("The capture helper could not be started"));
    return NULL;
  }
  g_subprocess_launcher_take_stdin_fd (launcher, ends[1]);
  process = g_subprocess_launcher_spawnv (launcher, arguments, error);
  if (process == NULL)
    close (ends[0]);
  else
    *end = ends[0];
  return process;
}

/* @pkexec: NULL: without. */
static void
start (GTask *task, const char *pkexec)
{
  const char *arguments[] = { pkexec, get_helper_path(), NULL };
  g_autoptr (PktmonHelperProcess) self = g_new0 (PktmonHelperProcess, 1);
  g_autoptr (GError) reason = NULL;
  g_autofree char *what = NULL;
  GError *error = NULL;

  self->socket = -1;
  self->pkexec = pkexec != NULL;
  self->process = spawn (pkexec != NULL ? arguments : arguments + 1, &self->socket, &reason);
  if (self->process != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&self),
                           (GDestroyNotify) pktmon_helper_process_free);
    return;
  }
  what = g_strdup_printf (_ ("The capture helper could not be started: %s."), reason->message);
  pktmon_error_set (&error, PKTMON_ERROR_SETUP, what, _ ("Install Packet Monitor anew."));
  g_task_return_error (task, error);
}

static void
authority_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (pktmon_authority_check_finish (result, &error))
    start (task, g_task_get_task_data (task));
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
start_with_pkexec (GTask *task, const char *action)
{
  char *pkexec = g_find_program_in_path ("pkexec");
  GError *error = NULL;

  if (pkexec != NULL) {
    g_task_set_task_data (task, pkexec, g_free);
    pktmon_authority_check_async (action, g_task_get_cancellable (task), authority_cb, task);
    return;
  }
  pktmon_error_set (&error, PKTMON_ERROR_SETUP,
                    _ ("Your right to capture cannot be asked for: pkexec is missing."),
                    _ ("Install pkexec, or start the program as root."));
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
check_helper (const char *path, GError **error)
{
  g_autofree char *what = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && access (path, X_OK) == 0)
    return TRUE;
  what = g_strdup_printf (_ ("The capture helper is missing: there is no program “%s”."), path);
  pktmon_error_set (error, PKTMON_ERROR_SETUP, what, _ ("Install Packet Monitor anew."));
  return FALSE;
}

void
pktmon_helper_launch_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *path = get_helper_path();
  GError *error = NULL;

  g_task_set_source_tag (task, pktmon_helper_launch_async);
  if (!check_helper (path, &error))
    g_task_return_error (task, error);
  else if (is_privileged (path))
    start (task, NULL);
  else
    start_with_pkexec (g_steal_pointer (&task),
                       g_str_equal (path, HELPER_PATH) ? CAPTURE_ACTION : ANY_PROGRAM_ACTION);
}

PktmonHelperProcess *
pktmon_helper_launch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pktmon_helper_launch_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- How it ended --- */

void
pktmon_helper_launch_explain (PktmonHelperProcess *self, GError **error)
{
  gboolean exited = g_subprocess_get_if_exited (self->process);
  int status = exited ? g_subprocess_get_exit_status (self->process)
                      : g_subprocess_get_term_sig (self->process);
  g_autofree char *what = NULL;

  if (self->pkexec && exited && status == PKEXEC_DISMISSED)
    pktmon_error_set (error, PKTMON_ERROR_PERMISSION, _ ("You did not allow the capture."),
                      _ ("Start it again to be asked again."));
  else if (self->pkexec && exited && status == PKEXEC_NOT_AUTHORIZED)
    pktmon_error_set (error, PKTMON_ERROR_PERMISSION,
                      _ ("You were not found entitled to capture packets."),
                      _ ("Start it again with the right password, or start the program as root."));
  else {
    what = exited ? g_strdup_printf (_ ("The capture helper ended with status %d."), status)
                  : g_strdup_printf (_ ("The capture helper was ended by signal %d (%s)."), status,
                                     g_strsignal (status));
    pktmon_error_set (error, PKTMON_ERROR_IO, what,
                      _ ("What was captured before is kept. Start the capture again."));
  }
}

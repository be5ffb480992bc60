/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/program.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define DEADLINE_SECONDS 60

gboolean
test_program_is_here (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);
  g_autofree char *reason = NULL;

  if (path != NULL)
    return TRUE;
  reason = g_strdup_printf ("%s is not installed", name);
  g_test_skip (reason);
  return FALSE;
}

static char *
take_text (GBytes *bytes)
{
  gsize size;
  g_autofree char *data = g_bytes_unref_to_data (bytes, &size);

  return g_strndup (data != NULL ? data : "", size);
}

static GSubprocessLauncher *
make_launcher (GSubprocessFlags input)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE | input);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_setenv (launcher, "TZ", "UTC", TRUE);
  return launcher;
}

/* Collects what @process writes until it ends. */
static TestProgramResult *
collect (GSubprocess *process, GBytes *input)
{
  g_autoptr (GError) error = NULL;
  GBytes *messages = NULL;
  TestProgramResult *self = g_new0 (TestProgramResult, 1);

  g_subprocess_communicate (process, input, NULL, &self->output, &messages, &error);
  g_assert_no_error (error);
  self->messages = take_text (messages);
  self->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return self;
}

TestProgramResult *
test_program_run (const char *const *arguments, GBytes *input)
{
  g_autoptr (GSubprocessLauncher) launcher =
      make_launcher (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return collect (process, input);
}

void
test_program_result_free (TestProgramResult *self)
{
  g_clear_pointer (&self->output, g_bytes_unref);
  g_free (self->messages);
  g_free (self);
}

char *
test_program_result_dup_text (const TestProgramResult *self)
{
  return take_text (g_bytes_ref (self->output));
}

/* --- While it runs --- */

TestProgram *
test_program_start (const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  TestProgram *self = g_new0 (TestProgram, 1);
  int ends[2];

  g_unix_open_pipe (ends, FD_CLOEXEC, &error);
  g_assert_no_error (error);
  self->input = ends[1];
  g_subprocess_launcher_take_stdin_fd (launcher, ends[0]);
  self->process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return self;
}

void
test_program_write (TestProgram *self, gconstpointer data, gsize size)
{
  const char *bytes = data;

  while (size > 0) {
    gssize written = write (self->input, bytes, size);

    g_assert_cmpint (written, >, 0);
    bytes += written;
    size -= (gsize) written;
  }
}

void
test_program_close (TestProgram *self)
{
  if (self->input >= 0)
    close (self->input);
  self->input = -1;
}

char *
test_program_read_line (TestProgram *self)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (self->process);
  g_autoptr (GString) line = g_string_new (NULL);
  char character;

  while (g_input_stream_read (stream, &character, 1, NULL, NULL) == 1 && character != '\n')
    g_string_append_c (line, character);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static gboolean
has_file (const char *folder, const char *prefix, gint64 size)
{
  g_autoptr (GDir) descriptors = g_dir_open (folder, 0, NULL);
  const char *name;

  while (descriptors != NULL && (name = g_dir_read_name (descriptors)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);
    GStatBuf status;

    if (target != NULL && g_str_has_prefix (target, prefix) && g_stat (path, &status) == 0 &&
        status.st_size >= size)
      return TRUE;
  }
  return FALSE;
}

void
test_program_wait_for_file (TestProgram *self, const char *prefix, gint64 size)
{
  g_autofree char *folder =
      g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (self->process));
  gint64 deadline = g_get_monotonic_time() + DEADLINE_SECONDS * G_USEC_PER_SEC;

  while (!has_file (folder, prefix, size)) {
    g_assert_cmpint (g_get_monotonic_time(), <, deadline);
    g_usleep (1000);
  }
}

void
test_program_signal (TestProgram *self, int number)
{
  g_subprocess_send_signal (self->process, number);
}

TestProgramResult *
test_program_finish (TestProgram *self)
{
  return collect (self->process, NULL);
}

void
test_program_free (TestProgram *self)
{
  test_program_close (self);
  g_object_unref (self->process);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/output-file.h"
#include "constraint-option.h"
#include "constraint/remote-session.h"
#include "export/file-copy.h"
#include "export/line-printer.h"
#include "hits.h"
#include "message.h"
#include "output.h"
#include "preset-choice.h"
#include "progress.h"
#include "session/file-numbers.h"
#include "session/file-output.h"
#include "session/session.h"
#include "session/stream.h"
#include "source-choice.h"
#include "start-options.h"
#include "store/cursor.h"
#include "totals.h"
#include "verb.h"

/* A megabyte of the options. */
#define MEGABYTE 1000000u

typedef struct {
  const PktmonStartOptions *options;
  PktmonPreset *preset; /* NULL: none */
  PktmonOutput output;
  PktmonLinePrinter lines;
  PktmonProgress progress;
  PktmonMonitor *monitor;
  PktmonSession *session;
  PktmonStream *stream; /* NULL: packets are not printed */
  GMainLoop *loop;
  guint64 printed;
  guint kept_number;    /* of the last file that what is kept was saved to */
  PktmonExit save_exit; /* whether that went well */
  guint snap_length;    /* bytes kept of a packet; 0: whole packets */
  gboolean interrupted;
  GError *error; /* why it ended early */
} Start;

/* --- While packets come --- */

static void
stop (Start *self)
{
  pktmon_session_set_active_async (self->session, FALSE, NULL, NULL, NULL);
}

static void
data_cb (PktmonStream *stream, const PktmonBatch *batch, gpointer user_data)
{
  Start *self = user_data;
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (batch->store, PKTMON_CURSOR_SEQUENTIAL);
  gboolean wanted = !self->output.closed && self->output.error == NULL;

  for (guint64 i = 0; i < batch->n && wanted; i++) {
    PktmonPacket packet;

    wanted = pktmon_cursor_read (cursor, batch->first + i, &packet, &self->error);
    if (wanted)
      pktmon_line_printer_append (&self->lines, ++self->printed, &packet);
    wanted = wanted && pktmon_output_flush_if_full (&self->output);
  }
  if (!wanted || !pktmon_output_flush (&self->output))
    stop (self);
}

static void
event_cb (PktmonStream *stream, const PktmonStreamEvent *event, gpointer user_data)
{
  Start *self = user_data;

  if (event->kind == PKTMON_STREAM_WARNING)
    pktmon_message_failed (event->error);
  else if (event->kind == PKTMON_STREAM_RETURNED)
    pktmon_message_note (_ ("“%s” is there again, and captured from."), event->source);
  else if (event->kind != PKTMON_STREAM_STARTED)
    g_main_loop_quit (self->loop);
}

/* Without a stream nobody else says that it has ended. */
static void
changed_cb (PktmonSession *session, gpointer user_data)
{
  Start *self = user_data;
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (session);

  if (self->stream == NULL)
    pktmon_progress_update (&self->progress, status->counters.packets, -1);
  if (self->stream == NULL && !pktmon_session_is_active (session))
    g_main_loop_quit (self->loop);
}

/* The second signal ends the program at once. */
static gboolean
signal_cb (gpointer user_data)
{
  Start *self = user_data;

  if (self->interrupted)
    _exit (128 + SIGINT);
  self->interrupted = TRUE;
  stop (self);
  return G_SOURCE_CONTINUE;
}

/* --- What is kept --- */

/* Each time to another file. */
static void
save_kept (Start *self)
{
  PktmonStore *store = pktmon_session_get_store (self->session);
  g_autofree char *path = pktmon_file_numbers_dup_path (self->options->file, self->kept_number + 1);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;

  if (store == NULL || pktmon_store_get_count (store) == 0)
    return;
  self->kept_number++;
  if (pktmon_file_copy_spool (pktmon_store_get_spool (store), path, NULL, NULL, &error))
    pktmon_message_note (_ ("What was kept is in “%s”."), name);
  else
    self->save_exit = pktmon_message_failed (error);
}

static gboolean
save_cb (gpointer user_data)
{
  save_kept (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
closed_cb (int descriptor, GIOCondition condition, gpointer user_data)
{
  Start *self = user_data;

  self->output.closed = TRUE;
  stop (self);
  return G_SOURCE_REMOVE;
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Start *self = user_data;
  g_autoptr (GError) error = NULL;

  if (pktmon_session_set_active_finish (self->session, result, &error)) {
    pktmon_message_note ("%s", _ ("Capturing; Ctrl+C ends it."));
    return;
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_steal_pointer (&error);
  g_main_loop_quit (self->loop);
}

/* --- Setting up --- */

/* The preset is the last one that was used from here on; where that cannot be kept, the capture
 * goes on all the same. */
static gboolean
load_preset (Start *self, GError **error)
{
  g_autoptr (PktmonPresetStore) store = NULL;
  PktmonPreset *preset;

  if (self->options->preset == NULL)
    return TRUE;
  store = pktmon_preset_store_new();
  preset = pktmon_preset_choice_find_usable (store, self->options->preset, error);
  if (preset == NULL)
    return FALSE;
  self->preset = g_object_ref (preset);
  pktmon_preset_store_set_last (store, preset, NULL);
  return TRUE;
}

static const PktmonPresetContents *
get_preset_contents (const Start *self)
{
  static const PktmonPresetContents none = { 0 };

  return self->preset != NULL ? pktmon_preset_get_contents (self->preset) : &none;
}

static gboolean
add_sources (Start *self, GError **error)
{
  char **names =
      self->options->sources != NULL ? self->options->sources : get_preset_contents (self)->sources;
  g_autoptr (GPtrArray) sources =
      pktmon_source_choice_new (pktmon_monitor_get_source_tree (self->monitor),
                                (const char *const *) names, self->options->type, error);

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    if (!pktmon_session_add_source (self->session, g_ptr_array_index (sources, i), error))
      return FALSE;
  return TRUE;
}

static void
exclude_session (GPtrArray *constraints)
{
  GPtrArray *session = pktmon_remote_session_list (NULL);

  if (session->len == 0)
    pktmon_message_note ("%s", _ ("This is no remote session: nothing is excluded."));
  g_ptr_array_extend_and_steal (constraints, session);
}

static gboolean
add_constraints (Start *self, GError **error)
{
  g_autoptr (GPtrArray) constraints = pktmon_constraint_option_parse_all (
      get_preset_contents (self)->constraints, self->options->constraints, error);

  if (constraints == NULL)
    return FALSE;
  if (self->options->exclude_session)
    exclude_session (constraints);
  return pktmon_session_set_constraints (self->session, constraints, error);
}

static gboolean
set_triggers (Start *self, GError **error)
{
  g_autoptr (GPtrArray) triggers =
      pktmon_constraint_option_parse_all (NULL, self->options->triggers, error);

  if (triggers != NULL)
    pktmon_session_set_triggers (self->session, triggers, self->options->after);
  return triggers != NULL;
}

/* What is kept is saved later: whether that can be should be known before. */
static PktmonFileOutput *
make_bounded (Start *self, GError **error)
{
  g_autofree char *path = pktmon_file_numbers_dup_path (self->options->file, 1);
  g_autoptr (PktmonOutputFile) file = pktmon_output_file_new (path, error);

  self->kept_number = pktmon_file_numbers_find_last (self->options->file);
  return file != NULL ? pktmon_file_output_new_bounded (self->options->keep * MEGABYTE,
                                                        self->options->keep_time * 1000, error)
                      : NULL;
}

static gboolean
attach_file (Start *self, GError **error)
{
  const PktmonRing ring = {
    .file_size = self->options->file_size * MEGABYTE,
    .file_packets = self->options->file_packets,
    .file_duration = self->options->file_duration * 1000,
    .files = (guint) self->options->files,
    .total_size = self->options->total_size * MEGABYTE,
  };
  g_autoptr (PktmonFileOutput) file = NULL;

  if (self->options->file == NULL)
    return TRUE;
  if (pktmon_start_options_keeps (self->options))
    file = make_bounded (self, error);
  else if (pktmon_start_options_has_ring (self->options))
    file = pktmon_file_output_new_ring (self->options->file, &ring, error);
  else
    file = pktmon_file_output_new (self->options->file);
  return file != NULL && pktmon_session_attach_output (self->session, G_OBJECT (file), error);
}

static gboolean
attach_stream (Start *self, GError **error)
{
  const PktmonStartOptions *options = self->options;
  PktmonStreamConfig config = {
    .truncation = self->snap_length,
    .passing = TRUE,
    .data = data_cb,
    .event = event_cb,
    .user_data = self,
  };

  if (options->count || (options->file != NULL && !options->json && !options->text))
    return TRUE;
  pktmon_line_printer_init (&self->lines, &self->output.buffer,
                            options->json ? PKTMON_LINES_JSON : PKTMON_LINES_TEXT);
  self->stream = pktmon_stream_new (self->monitor, &config, error);
  return self->stream != NULL &&
         pktmon_session_attach_output (self->session, G_OBJECT (self->stream), error);
}

static gboolean
set_up (Start *self, GError **error)
{
  const PktmonSessionLimits limits = { .packets = self->options->packets,
                                       .bytes = self->options->size * MEGABYTE,
                                       .duration = self->options->duration * 1000 };

  self->monitor = pktmon_monitor_new (PKTMON_API_VERSION, error);
  self->session =
      self->monitor != NULL ? pktmon_session_new (self->monitor, "pktmon", error) : NULL;
  if (self->session == NULL || !load_preset (self, error) || !add_constraints (self, error) ||
      !set_triggers (self, error) || !add_sources (self, error))
    return FALSE;
  self->snap_length = self->options->texts.snap_length != NULL
                          ? (guint) self->options->snap_length
                          : get_preset_contents (self)->snap_length;
  pktmon_session_set_limits (self->session, &limits);
  pktmon_session_set_promiscuous (self->session, !self->options->modest);
  return pktmon_session_set_sizes (self->session, self->snap_length,
                                   self->options->buffer * MEGABYTE, error) &&
         attach_file (self, error) && attach_stream (self, error);
}

/* --- The course --- */

static void
watch (Start *self)
{
  g_unix_signal_add (SIGINT, signal_cb, self);
  g_unix_signal_add (SIGTERM, signal_cb, self);
  if (pktmon_start_options_keeps (self->options))
    g_unix_signal_add (SIGUSR1, save_cb, self);
  if (self->stream != NULL && !isatty (STDOUT_FILENO))
    g_unix_fd_add (STDOUT_FILENO, G_IO_ERR, closed_cb, self);
  g_signal_connect (self->session, "changed", G_CALLBACK (changed_cb), self);
}

static PktmonExit
finish (Start *self)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (self->session);
  PktmonExit exit;

  pktmon_progress_clear (&self->progress);
  if (pktmon_start_options_keeps (self->options))
    save_kept (self);
  if (self->options->count && status->started != 0)
    pktmon_totals_append_sources (&self->output, self->session, self->options->json);
  exit = pktmon_output_finish (&self->output, PKTMON_EXIT_DONE);
  if (self->error == NULL && status->error != NULL)
    self->error = g_error_copy (status->error);
  if (self->stream == NULL)
    pktmon_totals_warn (status);
  if (self->error != NULL)
    exit = pktmon_message_failed (self->error);
  exit = MAX (exit, self->save_exit);
  if (status->started != 0)
    pktmon_totals_print (status);
  if (status->started != 0 && !self->options->count)
    pktmon_hits_print (self->session);
  return exit;
}

static void
clear (Start *self)
{
  if (self->stream != NULL)
    pktmon_stream_close (self->stream);
  g_clear_object (&self->stream);
  g_clear_object (&self->session);
  g_clear_object (&self->preset);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_error (&self->error);
  pktmon_output_clear (&self->output);
}

static PktmonExit
run (const PktmonStartOptions *options)
{
  Start self = { .options = options };
  PktmonExit exit;

  if (!set_up (&self, &self.error))
    exit = g_error_matches (self.error, PKTMON_ERROR, PKTMON_ERROR_INVALID)
               ? pktmon_message_refused (self.error)
               : pktmon_message_failed (self.error);
  else {
    self.loop = g_main_loop_new (NULL, FALSE);
    pktmon_progress_init (&self.progress);
    watch (&self);
    pktmon_session_set_active_async (self.session, TRUE, NULL, started_cb, &self);
    g_main_loop_run (self.loop);
    exit = finish (&self);
  }
  clear (&self);
  return exit;
}

PktmonExit
pktmon_verb_start (int argc, char **argv)
{
  PktmonStartOptions options = { 0 };
  PktmonExit exit = PKTMON_EXIT_USAGE;

  if (pktmon_start_options_parse (&options, argc, argv))
    exit = run (&options);
  pktmon_start_options_clear (&options);
  return exit;
}

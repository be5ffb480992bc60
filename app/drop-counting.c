/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drop-counting.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/i18n.h"
#include "drop-table.h"
#include "session/session.h"
#include "source-choice.h"
#include "totals.h"

typedef struct {
  gboolean live, json;
  PktmonOutput output;
  PktmonMonitor *monitor;
  PktmonSession *session;
  GMainLoop *loop;
  PktmonDropTotals before; /* at the last reading */
  gboolean started, shown;
  GError *error;
} Counting;

/* --- One reading --- */

static guint64
get_packets (const PktmonDropTotals *drops, guint32 reason, guint64 *bytes)
{
  for (guint i = 0; i < drops->n_reasons; i++)
    if (drops->reasons[i].reason == reason) {
      *bytes = drops->reasons[i].bytes;
      return drops->reasons[i].packets;
    }
  return *bytes = 0;
}

/* What came since the last reading. */
static PktmonDropTotals
subtract (const PktmonDropTotals *now, const PktmonDropTotals *before)
{
  PktmonDropTotals since = { 0 };

  for (guint i = 0; i < now->n_reasons; i++) {
    PktmonDropCounters drop = now->reasons[i];
    guint64 bytes;

    drop.packets -= get_packets (before, drop.reason, &bytes);
    drop.bytes -= bytes;
    if (drop.packets > 0)
      since.reasons[since.n_reasons++] = drop;
  }
  return since;
}

static void
append_json (PktmonLineBuffer *buffer, const PktmonDropTotals *drops)
{
  PktmonJsonWriter json = { .buffer = buffer };

  pktmon_json_writer_begin_array (&json, NULL);
  pktmon_drop_table_append_json (&json, drops);
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_finish (&json);
}

/* On a terminal each reading takes the place of the one before. */
static void
append_text (Counting *self, const PktmonDropTotals *drops)
{
  PktmonLineBuffer *buffer = &self->output.buffer;

  if (self->live && isatty (STDOUT_FILENO))
    pktmon_line_buffer_append (buffer, "\033[H\033[2J");
  else if (self->shown)
    pktmon_line_buffer_append_char (buffer, '\n');
  pktmon_drop_table_append_text (buffer, drops, self->live);
}

/* Returns: FALSE when nobody reads it any more. */
static gboolean
show (Counting *self)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (self->session);
  PktmonDropTotals drops = subtract (&status->drops, &self->before);

  if (self->json)
    append_json (&self->output.buffer, &drops);
  else
    append_text (self, &drops);
  self->shown = TRUE;
  self->before = status->drops;
  return pktmon_output_flush (&self->output);
}

/* --- The course --- */

static void
stop (Counting *self)
{
  pktmon_session_set_active_async (self->session, FALSE, NULL, NULL, NULL);
}

static gboolean
second_cb (gpointer user_data)
{
  Counting *self = user_data;

  if (!show (self))
    stop (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
signal_cb (gpointer user_data)
{
  stop (user_data);
  return G_SOURCE_CONTINUE;
}

static void
changed_cb (PktmonSession *session, gpointer user_data)
{
  Counting *self = user_data;

  if (self->started && !pktmon_session_is_active (session))
    g_main_loop_quit (self->loop);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Counting *self = user_data;

  self->started = pktmon_session_set_active_finish (self->session, result, &self->error);
  if (!self->started && g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&self->error);
  if (!self->started)
    g_main_loop_quit (self->loop);
  else if (self->live)
    g_timeout_add_seconds (1, second_cb, self);
  else
    pktmon_message_note ("%s", _ ("Counting; Ctrl+C ends it."));
  changed_cb (self->session, self); /* it may have ended already */
}

/* What ended it is an error, and what was counted until then holds. */
static void
end (Counting *self)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (self->session);

  if (!self->live)
    show (self);
  pktmon_totals_warn (status);
  if (pktmon_session_status_get_lost (status) > 0)
    pktmon_totals_print (status);
  if (status->error != NULL)
    self->error = g_error_copy (status->error);
}

/* Without an output packets are only counted. */
static gboolean
set_up (Counting *self, const char *const *names)
{
  g_autoptr (GPtrArray) sources = NULL;

  self->monitor = pktmon_monitor_new (PKTMON_API_VERSION, &self->error);
  if (self->monitor == NULL)
    return FALSE;
  self->session = pktmon_session_new (self->monitor, "pktmon", &self->error);
  sources = pktmon_source_choice_new (pktmon_monitor_get_source_tree (self->monitor), names,
                                      PKTMON_CHOICE_DROP, &self->error);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    if (!pktmon_session_add_source (self->session, g_ptr_array_index (sources, i), &self->error))
      return FALSE;
  return sources != NULL;
}

static void
run (Counting *self)
{
  g_unix_signal_add (SIGINT, signal_cb, self);
  g_unix_signal_add (SIGTERM, signal_cb, self);
  g_signal_connect (self->session, "changed", G_CALLBACK (changed_cb), self);
  pktmon_session_set_active_async (self->session, TRUE, NULL, started_cb, self);
  g_main_loop_run (self->loop);
  if (self->started)
    end (self);
}

static void
clear (Counting *self)
{
  g_clear_object (&self->session);
  g_clear_object (&self->monitor);
  g_main_loop_unref (self->loop);
  g_clear_error (&self->error);
  pktmon_output_clear (&self->output);
}

PktmonExit
pktmon_drop_counting_run (const char *const *names, gboolean live, gboolean json)
{
  Counting self = { .live = live, .json = json };
  PktmonExit exit = PKTMON_EXIT_DONE;

  self.loop = g_main_loop_new (NULL, FALSE);
  if (set_up (&self, names)) {
    run (&self);
    exit = pktmon_output_finish (&self.output, PKTMON_EXIT_DONE);
  }
  if (self.error != NULL)
    exit = pktmon_message_failed (self.error);
  clear (&self);
  return exit;
}

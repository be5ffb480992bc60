/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drop-counting.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/i18n.h"
#include "count-table.h"
#include "export/json-writer.h"
#include "output.h"
#include "pcapng/stack-event.h"
#include "probe/meanings.h"
#include "session/session.h"
#include "session/stream.h"
#include "source-choice.h"
#include "store/cursor.h"

/* What is kept of each packet: the reason comes beside it. */
#define SNAP_LENGTH 14

typedef struct {
  char *name;
  guint64 packets, bytes;
} Reason;

typedef struct {
  gboolean live, json;
  PktmonOutput output;
  PktmonMonitor *monitor;
  PktmonSession *session;
  PktmonStream *stream;
  GMainLoop *loop;
  GHashTable *reasons; /* name → Reason: since the last reading */
  gboolean shown;
  GError *error;
} Counting;

static void
reason_free (gpointer data)
{
  Reason *reason = data;

  g_free (reason->name);
  g_free (reason);
}

/* --- Counting --- */

static void
count (Counting *self, const PktmonPacket *packet)
{
  g_autofree char *name = NULL;
  PktmonStackEvent event;
  Reason *reason;

  if (!pktmon_stack_event_find (packet, &event))
    return;
  name = g_strndup (event.texts[PKTMON_STACK_REASON].data, event.texts[PKTMON_STACK_REASON].size);
  reason = g_hash_table_lookup (self->reasons, name);
  if (reason == NULL) {
    reason = g_new0 (Reason, 1);
    reason->name = g_steal_pointer (&name);
    g_hash_table_insert (self->reasons, reason->name, reason);
  }
  reason->packets++;
  reason->bytes += packet->length;
}

static void
data_cb (PktmonStream *stream, const PktmonBatch *batch, gpointer user_data)
{
  Counting *self = user_data;
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (batch->store, PKTMON_CURSOR_SEQUENTIAL);

  for (guint64 i = 0; i < batch->n; i++) {
    PktmonPacket packet;

    if (!pktmon_cursor_read (cursor, batch->first + i, &packet, &self->error)) {
      pktmon_session_set_active_async (self->session, FALSE, NULL, NULL, NULL);
      return;
    }
    count (self, &packet);
  }
}

/* --- One reading --- */

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  const Reason *first = a, *second = b;

  return (first->packets < second->packets) - (first->packets > second->packets);
}

static const char *
get_class_name (const Reason *reason)
{
  static const char *const names[] = {
    [PKTMON_DROP_EXPECTED] = "expected",
    [PKTMON_DROP_SUSPICIOUS] = "suspicious",
    [PKTMON_DROP_HARD] = "hard",
  };

  return names[pktmon_meaning_get_class (reason->name, strlen (reason->name))];
}

static void
append_json (Counting *self, GList *reasons)
{
  PktmonJsonWriter json = { .buffer = &self->output.buffer };

  pktmon_json_writer_begin_array (&json, NULL);
  for (GList *item = reasons; item != NULL; item = item->next) {
    const Reason *reason = item->data;

    pktmon_json_writer_begin_object (&json, NULL);
    pktmon_json_writer_add_text (&json, "drop.reason", reason->name);
    pktmon_json_writer_add_text (&json, "class", get_class_name (reason));
    pktmon_json_writer_add_u64 (&json, "packets", reason->packets);
    pktmon_json_writer_add_u64 (&json, "bytes", reason->bytes);
    pktmon_json_writer_add_text (&json, "meaning",
                                 pktmon_meaning_get_text (reason->name, strlen (reason->name)));
    pktmon_json_writer_end_object (&json);
  }
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_finish (&json);
}

static void
append_meaning (PktmonLineBuffer *buffer, const Reason *reason)
{
  const char *text = pktmon_meaning_get_text (reason->name, strlen (reason->name));

  if (text == NULL)
    return;
  pktmon_line_buffer_append_char (buffer, '\n');
  pktmon_line_buffer_append (buffer, reason->name);
  pktmon_line_buffer_append (buffer, ": ");
  pktmon_line_buffer_append (buffer, text);
  pktmon_line_buffer_append_char (buffer, '\n');
}

static void
append_text (Counting *self, GList *reasons)
{
  const char *const sums[] = { _ ("Reason"), _ ("Dropped"), _ ("Bytes"), NULL };
  const char *const rates[] = { _ ("Reason"), _ ("Dropped/s"), _ ("Bytes/s"), NULL };
  g_autoptr (PktmonCountTable) table = pktmon_count_table_new (self->live ? rates : sums);
  PktmonLineBuffer *buffer = &self->output.buffer;

  for (GList *item = reasons; item != NULL; item = item->next) {
    const Reason *reason = item->data;

    pktmon_count_table_begin_row (table, reason->name);
    pktmon_count_table_add (table, reason->packets);
    pktmon_count_table_add (table, reason->bytes);
  }
  /* On a terminal each reading takes the place of the one before. */
  if (self->live && isatty (STDOUT_FILENO))
    pktmon_line_buffer_append (buffer, "\033[H\033[2J");
  else if (self->shown)
    pktmon_line_buffer_append_char (buffer, '\n');
  pktmon_count_table_append (table, buffer);
  for (GList *item = reasons; item != NULL; item = item->next)
    append_meaning (buffer, item->data);
}

/* Returns: FALSE when nobody reads it any more. */
static gboolean
show (Counting *self)
{
  g_autoptr (GList) reasons =
      g_list_sort (g_hash_table_get_values (self->reasons), compare_reasons);

  if (self->json)
    append_json (self, reasons);
  else
    append_text (self, reasons);
  self->shown = TRUE;
  g_hash_table_remove_all (self->reasons);
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
event_cb (PktmonStream *stream, const PktmonStreamEvent *event, gpointer user_data)
{
  Counting *self = user_data;

  if (event->kind == PKTMON_STREAM_WARNING)
    pktmon_message_failed (event->error);
  else if (event->kind != PKTMON_STREAM_STARTED)
    g_main_loop_quit (self->loop);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Counting *self = user_data;

  if (!pktmon_session_set_active_finish (self->session, result, &self->error))
    g_main_loop_quit (self->loop);
  else if (self->live)
    g_timeout_add_seconds (1, second_cb, self);
  else
    pktmon_message_note ("%s", _ ("Counting; Ctrl+C ends it."));
}

static gboolean
set_up (Counting *self, const char *const *names)
{
  const PktmonStreamConfig config = {
    .truncation = SNAP_LENGTH,
    .passing = TRUE,
    .data = data_cb,
    .event = event_cb,
    .user_data = self,
  };
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
  self->stream = sources != NULL ? pktmon_stream_new (self->monitor, &config, &self->error) : NULL;
  return self->stream != NULL &&
         pktmon_session_attach_output (self->session, G_OBJECT (self->stream), &self->error);
}

static void
clear (Counting *self)
{
  if (self->stream != NULL)
    pktmon_stream_close (self->stream);
  g_clear_object (&self->stream);
  g_clear_object (&self->session);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_hash_table_unref (self->reasons);
  g_clear_error (&self->error);
  pktmon_output_clear (&self->output);
}

PktmonExit
pktmon_drop_counting_run (const char *const *names, gboolean live, gboolean json)
{
  Counting self = { .live = live, .json = json };
  PktmonExit exit = PKTMON_EXIT_DONE;

  self.reasons = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, reason_free);
  self.loop = g_main_loop_new (NULL, FALSE);
  if (set_up (&self, names)) {
    g_unix_signal_add (SIGINT, signal_cb, &self);
    g_unix_signal_add (SIGTERM, signal_cb, &self);
    pktmon_session_set_active_async (self.session, TRUE, NULL, started_cb, &self);
    g_main_loop_run (self.loop);
    if (self.error == NULL && !live)
      show (&self);
    exit = pktmon_output_finish (&self.output, PKTMON_EXIT_DONE);
  }
  if (self.error != NULL)
    exit = pktmon_message_failed (self.error);
  clear (&self);
  return exit;
}

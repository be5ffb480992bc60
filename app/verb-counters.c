/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/i18n.h"
#include "constraint-option.h"
#include "count-table.h"
#include "drop-counting.h"
#include "export/json-writer.h"
#include "hits.h"
#include "message.h"
#include "output.h"
#include "source-choice.h"
#include "usage.h"

static const PktmonUsage usage = {
  .verb = "counters",
  .operands = NULL,
  .min = 0,
  .max = 0,
  .summary = N_ ("Says how many packets have passed through interfaces."),
  .explanation = N_ (
      "SOURCE is an interface, or an id that “pktmon list --all” shows; without one, all\n"
      "interfaces that are up. Nothing is captured, and no privileges are needed, but for\n"
      "constraints (TEXT): for how many packets of one second each of them held. With --live\n"
      "the numbers are those of the last second, until Ctrl+C. With --drop-reason it is counted\n"
      "until Ctrl+C what the kernel drops, and why; then a SOURCE may be a namespace.\n"
      "\n"
      "Examples:\n"
      "  pktmon counters\n"
      "  pktmon counters -s eth0 --live\n"
      "  pktmon counters -s eth0 -c 'port=53' -c 'proto=tcp flags=rst' --live\n"
      "  pktmon counters --drop-reason --live\n"
      "  pktmon counters --json | jq '.[] | .received_dropped'"),
};

typedef struct {
  PktmonOutput *output;
  PktmonSourceTree *tree;
  GPtrArray *sources; /* of PktmonDataSource */
  GMainLoop *loop;
  gboolean live, json;
  gint64 shown; /* time of the reading that was printed last; 0: none yet */

  PktmonSession *session; /* NULL: there are no constraints */
  guint64 *before; /* hits of each constraint a second ago; NULL: nothing was captured then */
  GError *error;   /* why nothing is captured */
} Counters;

/* --- One reading --- */

/* When the first of the sources that has any was read; 0: none. */
static gint64
get_reading (Counters *self)
{
  gint64 time = 0;

  for (guint i = 0; i < self->sources->len && time == 0; i++) {
    PktmonLinkCounters counters;

    pktmon_data_source_get_counters (g_ptr_array_index (self->sources, i), &counters, &time);
  }
  return time;
}

static void
append_row (Counters *self, PktmonCountTable *table, PktmonDataSource *source)
{
  PktmonLinkCounters sums;
  PktmonRates rates;
  gboolean known = self->live ? pktmon_data_source_get_rates (source, &rates)
                              : pktmon_data_source_get_counters (source, &sums, NULL);
  const guint64 values[] = {
    self->live && known ? (guint64) rates.received_packets : sums.received_packets,
    self->live && known ? (guint64) rates.received_bytes : sums.received_bytes,
    self->live && known ? (guint64) rates.sent_packets : sums.sent_packets,
    self->live && known ? (guint64) rates.sent_bytes : sums.sent_bytes,
    self->live && known ? (guint64) rates.dropped : sums.received_dropped + sums.sent_dropped,
  };

  pktmon_count_table_begin_row (table, pktmon_data_source_get_id (source));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (known)
      pktmon_count_table_add (table, values[i]);
    else
      pktmon_count_table_add_unknown (table);
}

static void
append_text (Counters *self)
{
  const char *const sums[] = { _ ("Source"), _ ("Received"), _ ("Bytes"), _ ("Sent"),
                               _ ("Bytes"),  _ ("Dropped"),  NULL };
  const char *const rates[] = { _ ("Source"),  _ ("Received/s"), _ ("Bytes/s"), _ ("Sent/s"),
                                _ ("Bytes/s"), _ ("Dropped/s"),  NULL };
  g_autoptr (PktmonCountTable) table = pktmon_count_table_new (self->live ? rates : sums);

  for (guint i = 0; i < self->sources->len; i++)
    append_row (self, table, g_ptr_array_index (self->sources, i));
  /* On a terminal each reading takes the place of the one before. */
  if (self->live && isatty (STDOUT_FILENO))
    pktmon_line_buffer_append (&self->output->buffer, "\033[H\033[2J");
  else if (self->shown != 0)
    pktmon_line_buffer_append_char (&self->output->buffer, '\n');
  pktmon_count_table_append (table, &self->output->buffer);
  if (self->session != NULL)
    pktmon_hits_append_text (self->output, self->session, self->live ? self->before : NULL);
}

static void
append_json_source (Counters *self, PktmonJsonWriter *json, PktmonDataSource *source)
{
  PktmonLinkCounters sums;
  PktmonRates rates;

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "id", pktmon_data_source_get_id (source));
  if (pktmon_data_source_get_counters (source, &sums, NULL)) {
    pktmon_json_writer_add_u64 (json, "received_packets", sums.received_packets);
    pktmon_json_writer_add_u64 (json, "received_bytes", sums.received_bytes);
    pktmon_json_writer_add_u64 (json, "received_dropped", sums.received_dropped);
    pktmon_json_writer_add_u64 (json, "sent_packets", sums.sent_packets);
    pktmon_json_writer_add_u64 (json, "sent_bytes", sums.sent_bytes);
    pktmon_json_writer_add_u64 (json, "sent_dropped", sums.sent_dropped);
  }
  if (self->live && pktmon_data_source_get_rates (source, &rates)) {
    pktmon_json_writer_add_double (json, "received_packets_per_second", rates.received_packets, 1);
    pktmon_json_writer_add_double (json, "received_bytes_per_second", rates.received_bytes, 1);
    pktmon_json_writer_add_double (json, "sent_packets_per_second", rates.sent_packets, 1);
    pktmon_json_writer_add_double (json, "sent_bytes_per_second", rates.sent_bytes, 1);
  }
  pktmon_json_writer_end_object (json);
}

static void
append_json (Counters *self)
{
  PktmonJsonWriter json = { .buffer = &self->output->buffer };

  pktmon_json_writer_begin_array (&json, NULL);
  for (guint i = 0; i < self->sources->len; i++)
    append_json_source (self, &json, g_ptr_array_index (self->sources, i));
  if (self->session != NULL)
    pktmon_hits_append_json (&json, self->session, self->live ? self->before : NULL);
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_finish (&json);
}

/* --- Constraints --- */

static gboolean
is_capturing (Counters *self)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (self->session);

  return status->state == PKTMON_SESSION_RUNNING;
}

/* Whether packets were captured for a second; a reading comes every second. */
static gboolean
is_counted (Counters *self)
{
  gboolean counted = self->before != NULL;
  GPtrArray *constraints = NULL;

  if (self->session == NULL)
    return TRUE;
  constraints = pktmon_session_get_constraints (self->session);
  if (!counted && is_capturing (self))
    self->before = g_new0 (guint64, MAX (1, constraints->len));
  return counted;
}

static void
remember_hits (Counters *self)
{
  for (guint i = 0; self->before != NULL && i < pktmon_session_get_constraints (self->session)->len;
       i++)
    self->before[i] = pktmon_session_get_constraint_hits (self->session, i);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Counters *self = user_data;

  if (!pktmon_session_set_active_finish (self->session, result, &self->error))
    g_main_loop_quit (self->loop);
}

/* @constraints: element-type PktmonConstraint. */
static gboolean
set_up_session (Counters *self, PktmonMonitor *monitor, GPtrArray *constraints, GError **error)
{
  self->session = pktmon_session_new (monitor, "pktmon", error);
  if (self->session == NULL || !pktmon_session_set_constraints (self->session, constraints, error))
    return FALSE;
  for (guint i = 0; i < self->sources->len; i++)
    if (!pktmon_session_add_source (self->session, g_ptr_array_index (self->sources, i), error))
      return FALSE;
  pktmon_session_set_active_async (self->session, TRUE, NULL, started_cb, self);
  return TRUE;
}

/* --- The course --- */

/* With --live the first reading only makes rates possible. */
static void
changed_cb (PktmonSourceTree *tree, gpointer user_data)
{
  Counters *self = user_data;
  gint64 reading = get_reading (self);
  PktmonRates rates;
  gboolean ready = !self->live;

  for (guint i = 0; i < self->sources->len && !ready; i++)
    ready = pktmon_data_source_get_rates (g_ptr_array_index (self->sources, i), &rates);
  if (reading == self->shown || !is_counted (self) || !ready)
    return;
  if (self->json)
    append_json (self);
  else
    append_text (self);
  self->shown = reading;
  remember_hits (self);
  if (!pktmon_output_flush (self->output) || !self->live)
    g_main_loop_quit (self->loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
count (Counters *self)
{
  guint signals[] = { g_unix_signal_add (SIGINT, signal_cb, self->loop),
                      g_unix_signal_add (SIGTERM, signal_cb, self->loop) };
  gulong handler = g_signal_connect (self->tree, "changed", G_CALLBACK (changed_cb), self);

  pktmon_source_tree_begin_measuring (self->tree);
  g_main_loop_run (self->loop);
  pktmon_source_tree_end_measuring (self->tree);
  g_signal_handler_disconnect (self->tree, handler);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
}

static PktmonExit
run (Counters *self, const char *const *names, GPtrArray *constraints)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (PktmonMonitor) monitor = pktmon_monitor_new (PKTMON_API_VERSION, &self->error);
  g_autoptr (GPtrArray) sources = NULL;

  self->output = &output;
  self->loop = loop;
  self->tree = pktmon_monitor_get_source_tree (monitor);
  self->sources = sources =
      pktmon_source_choice_new (self->tree, names, PKTMON_CHOICE_AS_NAMED, &self->error);
  if (sources != NULL &&
      (constraints->len == 0 || set_up_session (self, monitor, constraints, &self->error)))
    count (self);
  if (self->session != NULL)
    pktmon_session_close (self->session);
  g_clear_object (&self->session);
  g_free (self->before);
  if (self->error == NULL)
    return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
  pktmon_output_finish (&output, PKTMON_EXIT_DONE);
  pktmon_message_failed (self->error);
  g_clear_error (&self->error);
  return PKTMON_EXIT_FAILED;
}

PktmonExit
pktmon_verb_counters (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_auto (GStrv) sources = NULL;
  g_auto (GStrv) texts = NULL;
  g_autoptr (GPtrArray) constraints = NULL;
  g_autoptr (GError) error = NULL;
  gboolean drops = FALSE;
  Counters self = { 0 };
  const GOptionEntry entries[] = {
    { "source", 's', 0, G_OPTION_ARG_STRING_ARRAY, &sources,
      N_ ("What to count at; more than one can be given"), N_ ("SOURCE") },
    { "constraint", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &texts,
      N_ ("What to count the packets of, too; more than one can be given"), N_ ("TEXT") },
    { "live", 0, 0, G_OPTION_ARG_NONE, &self.live, N_ ("Every second what passed in it"), NULL },
    { "drop-reason", 0, 0, G_OPTION_ARG_NONE, &drops,
      N_ ("What the kernel drops, by reason; needs the rights to capture"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("One JSON array a reading"), NULL },
    { NULL },
  };

  if (!pktmon_usage_parse (&usage, entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  if (drops && texts != NULL)
    return pktmon_message_usage (usage.verb, "%s",
                                 _ ("--drop-reason and --constraint exclude each other."));
  if (drops)
    return pktmon_drop_counting_run ((const char *const *) sources, self.live, self.json);
  constraints = pktmon_constraint_option_parse_all (NULL, texts, &error);
  if (constraints == NULL)
    return pktmon_message_refused (error);
  return run (&self, (const char *const *) sources, constraints);
}

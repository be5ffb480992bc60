/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/i18n.h"
#include "count-table.h"
#include "drop-counting.h"
#include "export/json-writer.h"
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
      "interfaces that are up. Nothing is captured, and no privileges are needed. With --live\n"
      "the numbers are those of the last second, until Ctrl+C. With --drop-reason it is counted\n"
      "until Ctrl+C what the kernel drops, and why; then a SOURCE may be a namespace.\n"
      "\n"
      "Examples:\n"
      "  pktmon counters\n"
      "  pktmon counters -s eth0 --live\n"
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
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_finish (&json);
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
  if (reading == self->shown || !ready)
    return;
  if (self->json)
    append_json (self);
  else
    append_text (self);
  self->shown = reading;
  if (!pktmon_output_flush (self->output) || !self->live)
    g_main_loop_quit (self->loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static PktmonExit
run (const char *const *names, gboolean live, gboolean json)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (PktmonSourceTree) tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_PROCESSES);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      pktmon_source_choice_new (tree, names, PKTMON_CHOICE_AS_NAMED, &error);
  Counters self = {
    .output = &output, .tree = tree, .sources = sources, .loop = loop, .live = live, .json = json
  };

  if (sources == NULL)
    return pktmon_message_failed (error);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_signal_connect (tree, "changed", G_CALLBACK (changed_cb), &self);
  pktmon_source_tree_begin_measuring (tree);
  g_main_loop_run (loop);
  pktmon_source_tree_end_measuring (tree);
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

PktmonExit
pktmon_verb_counters (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_auto (GStrv) sources = NULL;
  gboolean live = FALSE, drops = FALSE, json = FALSE;
  const GOptionEntry entries[] = {
    { "source", 's', 0, G_OPTION_ARG_STRING_ARRAY, &sources,
      N_ ("What to count at; more than one can be given"), N_ ("SOURCE") },
    { "live", 0, 0, G_OPTION_ARG_NONE, &live, N_ ("Every second what passed in it"), NULL },
    { "drop-reason", 0, 0, G_OPTION_ARG_NONE, &drops,
      N_ ("What the kernel drops, by reason; needs the rights to capture"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("One JSON array a reading"), NULL },
    { NULL },
  };

  if (!pktmon_usage_parse (&usage, entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  if (drops)
    return pktmon_drop_counting_run ((const char *const *) sources, live, json);
  return run ((const char *const *) sources, live, json);
}

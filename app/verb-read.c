/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "constraint/expression.h"
#include "counting.h"
#include "export/line-printer.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "store/cursor.h"
#include "usage.h"

/* Packets between two looks at the clock. */
#define BATCH 4096u

static const PktmonUsage usage = {
  .verb = "read",
  .operands = N_ ("FILE|-"),
  .min = 1,
  .max = 1,
  .summary = N_ ("Prints the packets of a capture, one a line."),
  .explanation =
      N_ ("FILE is a pcapng or pcap file, also compressed with gzip, zstd or lz4; “-” is standard\n"
          "input. Packets are printed as they come, so the capture may still be growing.\n"
          "EXPR is a filter as pcap-filter(7) describes it.\n"
          "\n"
          "Examples:\n"
          "  pktmon read trace.pcapng\n"
          "  pktmon read trace.pcapng --filter 'tcp port 443' -n 20\n"
          "  pktmon read trace.pcapng --filter 'host 10.0.0.1' --count\n"
          "  pktmon read trace.pcapng --json | jq .info\n"
          "  tcpdump -U -w - | pktmon read -"),
};

typedef struct {
  char *filter;
  char *limit;
  gboolean json;
  gboolean csv;
  gboolean text;
  gboolean count;
} Options;

typedef struct {
  PktmonInput *input;
  PktmonOutput *output;
  PktmonLinePrinter lines;
  PktmonCursor *cursor;
  PktmonExpression *expression; /* NULL: every packet matches */
  const Options *options;
  guint64 limit; /* packets to show */
  guint64 shown; /* packets that matched */
} Read;

/* --- Packets --- */

/* Shows packets up to @until. Returns: whether more are wanted. */
static gboolean
show (Read *self, guint64 until, GError **error)
{
  PktmonPacket packet;

  for (; self->input->seen < until && self->shown < self->limit; self->input->seen++) {
    if (!pktmon_cursor_read (self->cursor, self->input->seen, &packet, error))
      return FALSE;
    pktmon_line_printer_see (&self->lines, &packet);
    if (self->expression != NULL && !pktmon_expression_match (self->expression, &packet))
      continue;
    self->shown++;
    pktmon_line_printer_append (&self->lines, self->input->seen + 1, &packet);
    if (!pktmon_output_flush_if_full (self->output))
      return FALSE;
  }
  return self->shown < self->limit && !pktmon_interrupt_is_set (self->input->interrupt);
}

/* Returns: FALSE when there are no more packets, or nobody wants them. */
static gboolean
wait_for_packets (Read *self)
{
  PktmonStore *store = self->input->store;

  if (self->input->seen < pktmon_store_get_count (store))
    return TRUE;
  if (self->output->buffer.length > 0)
    pktmon_progress_clear (&self->input->progress);
  return pktmon_output_flush (self->output) &&
         pktmon_store_wait (store, self->input->seen) > self->input->seen;
}

/* Returns: FALSE with an error when there is less than there should be. */
static gboolean
show_all (Read *self, GError **error)
{
  PktmonStore *store = self->input->store;
  gboolean wanted = TRUE;

  while (wanted && wait_for_packets (self)) {
    guint64 count = pktmon_store_get_count (store);
    double fraction = (double) self->input->seen / (double) count;

    wanted = show (self, MIN (count, self->input->seen + BATCH), error);
    pktmon_progress_update (&self->input->progress, self->input->seen,
                            pktmon_store_is_complete (store) ? fraction : -1);
  }
  if (*error == NULL && wanted)
    *error = pktmon_store_dup_error (store);
  return *error == NULL;
}

/* Whether there is a capture: what is none has no header either. */
static gboolean
wait_for_capture (Read *self)
{
  g_autoptr (GError) error = NULL;

  if (pktmon_store_wait (self->input->store, 0) > 0)
    return TRUE;
  error = pktmon_store_dup_error (self->input->store);
  return error == NULL;
}

static PktmonLinesFormat
get_format (const Options *options)
{
  return options->json ? PKTMON_LINES_JSON : options->csv ? PKTMON_LINES_CSV : PKTMON_LINES_TEXT;
}

static gboolean
print_packets (Read *self, GError **error)
{
  gboolean good;

  pktmon_input_load (self->input);
  self->cursor = pktmon_cursor_new (self->input->store, PKTMON_CURSOR_SEQUENTIAL);
  pktmon_line_printer_init (&self->lines, &self->output->buffer, get_format (self->options));
  if (wait_for_capture (self))
    pktmon_line_printer_append_header (&self->lines);
  good = show_all (self, error);
  pktmon_cursor_free (self->cursor);
  return good;
}

static gboolean
print_count (Read *self, GError **error)
{
  gboolean good =
      pktmon_counting_run (self->input, self->expression, self->limit, &self->shown, error);

  if (self->shown == PKTMON_COUNT_UNKNOWN)
    return FALSE;
  pktmon_line_buffer_append_u64 (&self->output->buffer, self->shown);
  pktmon_line_buffer_append_char (&self->output->buffer, '\n');
  return good;
}

/* --- The end --- */

static PktmonExit
finish (Read *self, const GError *error)
{
  PktmonExit status;

  pktmon_progress_clear (&self->input->progress);
  status = pktmon_output_finish (self->output, PKTMON_EXIT_DONE);
  if (status != PKTMON_EXIT_DONE || self->output->closed)
    return status;
  status = pktmon_input_finish (self->input, error);
  pktmon_message_unjudged (self->expression);
  return status;
}

static PktmonExit
run (const Options *options, const char *path, guint64 limit)
{
  g_auto (PktmonInput) input = { 0 };
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (PktmonExpression) expression = NULL;
  g_autoptr (GError) error = NULL;
  Read self = {
    .input = &input,
    .output = &output,
    .options = options,
    .limit = limit,
  };

  if (options->filter != NULL)
    expression = self.expression = pktmon_expression_new_view (options->filter, &error);
  if (error != NULL)
    return pktmon_message_refused (error);
  if (!pktmon_input_open (&input, path, &error))
    return pktmon_message_failed (error);
  if (options->count)
    print_count (&self, &error);
  else
    print_packets (&self, &error);
  return finish (&self, error);
}

PktmonExit
pktmon_verb_read (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *count = NULL;
  Options options = { 0 };
  guint64 limit = G_MAXUINT64;
  const GOptionEntry entries[] = {
    { "filter", 'f', 0, G_OPTION_ARG_STRING, &options.filter, N_ ("Only packets that match"),
      N_ ("EXPR") },
    { "number", 'n', 0, G_OPTION_ARG_STRING, &options.limit, N_ ("End after N packets"), N_ ("N") },
    { "text", 0, 0, G_OPTION_ARG_NONE, &options.text, N_ ("Aligned columns (the default)"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("One JSON object a line"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_ ("Comma-separated values"), NULL },
    { "count", 0, 0, G_OPTION_ARG_NONE, &options.count, N_ ("Only how many packets there are"),
      NULL },
    { NULL },
  };
  gboolean good = pktmon_usage_parse (&usage, entries, argc, argv, &operands);

  filter = options.filter;
  count = options.limit;
  if (!good ||
      (count != NULL && !pktmon_usage_parse_count (&usage, "-n", count, G_MAXINT64, &limit)))
    return PKTMON_EXIT_USAGE;
  if (options.json + options.csv + options.text + options.count > 1)
    return pktmon_message_usage (usage.verb,
                                 _ ("--text, --json, --csv and --count exclude each other."));
  return run (&options, operands[0], limit);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "constraint-option.h"
#include "constraint/remote-session.h"
#include "export/line-printer.h"
#include "hits.h"
#include "message.h"
#include "output.h"
#include "preset-choice.h"
#include "progress.h"
#include "session/file-output.h"
#include "session/session.h"
#include "session/stream.h"
#include "source-choice.h"
#include "store/cursor.h"
#include "totals.h"
#include "usage.h"

/* A megabyte of the options. */
#define MEGABYTE 1000000u

static const PktmonUsage usage = {
  .verb = "start",
  .operands = NULL,
  .min = 0,
  .max = 0,
  .summary = N_ ("Captures packets, and prints them or writes them to a file."),
  .explanation = N_ (
      "SOURCE is an interface, or an id that “pktmon list --all” shows; without one, all\n"
      "interfaces that are up. TEXT is a constraint, which “pktmon filter --help” explains, or a\n"
      "filter as pcap-filter(7) describes it; packets that match any of several are captured.\n"
      "With --type, what is captured is seen inside the network stack: drops with their reasons,\n"
      "the flow of packets from point to point, or all of it; then a SOURCE may be a namespace.\n"
      "The capture ends at a limit, or with Ctrl+C.\n"
      "\n"
      "Examples:\n"
      "  pktmon start\n"
      "  pktmon start -s eth0 -c 'ip=10.0.0.0/8 port=443' -c 'port=22 exclude'\n"
      "  pktmon start -s eth0 -c 'tcp port 443'\n"
      "  pktmon start -s eth0 -w trace.pcapng --duration 60\n"
      "  pktmon start -s ns:blue/if:veth1 --json | jq .info\n"
      "  pktmon start --type drop\n"
      "  pktmon start --type all -s ns:blue -c 'port=443' --json\n"
      "  pktmon start -w ring.pcapng --file-size 100 --files 10\n"
      "  pktmon start -w trace.pcapng --until 'port=443 flags=rst' --after 100"),
};

typedef struct {
  char **sources;
  char **constraints;
  char **triggers;
  char *preset;
  char *type;
  char *file;
  char *file_size, *file_packets, *file_duration, *files, *total_size;
  char *duration, *packets, *size, *after, *snap_length, *buffer;
  gboolean json, text, count, modest, exclude_session;
} Options;

/* The numbers among the options; 0: not given. */
typedef struct {
  guint64 file_size, file_packets, file_duration, files, total_size;
  guint64 duration, packets, size, after, snap_length, buffer;
} Numbers;

typedef struct {
  const Options *options;
  PktmonPreset *preset; /* NULL: none */
  PktmonOutput output;
  PktmonLinePrinter lines;
  PktmonProgress progress;
  PktmonMonitor *monitor;
  PktmonSession *session;
  PktmonStream *stream; /* NULL: packets are not printed */
  GMainLoop *loop;
  guint64 printed;
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

/* Of PktmonChoiceType. */
static const char *const types[] = { NULL, "all", "flow", "drop" };

#define N_TYPES G_N_ELEMENTS (types)

static PktmonChoiceType
get_type (const Options *options)
{
  PktmonChoiceType type = 0;

  while (type < N_TYPES && g_strcmp0 (types[type], options->type) != 0)
    type++;
  return type;
}

static gboolean
add_sources (Start *self, GError **error)
{
  char **names =
      self->options->sources != NULL ? self->options->sources : get_preset_contents (self)->sources;
  g_autoptr (GPtrArray) sources =
      pktmon_source_choice_new (pktmon_monitor_get_source_tree (self->monitor),
                                (const char *const *) names, get_type (self->options), error);

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
set_triggers (Start *self, const Numbers *numbers, GError **error)
{
  g_autoptr (GPtrArray) triggers =
      pktmon_constraint_option_parse_all (NULL, self->options->triggers, error);

  if (triggers != NULL)
    pktmon_session_set_triggers (self->session, triggers, numbers->after);
  return triggers != NULL;
}

static gboolean
has_many_files (const Options *options)
{
  return options->file_size != NULL || options->file_packets != NULL ||
         options->file_duration != NULL || options->total_size != NULL;
}

static gboolean
attach_file (Start *self, const Numbers *numbers, GError **error)
{
  const PktmonRing ring = {
    .file_size = numbers->file_size * MEGABYTE,
    .file_packets = numbers->file_packets,
    .file_duration = numbers->file_duration * 1000,
    .files = (guint) numbers->files,
    .total_size = numbers->total_size * MEGABYTE,
  };
  g_autoptr (PktmonFileOutput) file = NULL;

  if (self->options->file == NULL)
    return TRUE;
  file = has_many_files (self->options)
             ? pktmon_file_output_new_ring (self->options->file, &ring, error)
             : pktmon_file_output_new (self->options->file);
  return file != NULL && pktmon_session_attach_output (self->session, G_OBJECT (file), error);
}

static gboolean
attach_stream (Start *self, const Numbers *numbers, GError **error)
{
  const Options *options = self->options;
  PktmonStreamConfig config = {
    .truncation = (guint) numbers->snap_length,
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
set_up (Start *self, Numbers *numbers, GError **error)
{
  const PktmonSessionLimits limits = { .packets = numbers->packets,
                                       .bytes = numbers->size * MEGABYTE,
                                       .duration = numbers->duration * 1000 };

  self->monitor = pktmon_monitor_new (PKTMON_API_VERSION, error);
  self->session =
      self->monitor != NULL ? pktmon_session_new (self->monitor, "pktmon", error) : NULL;
  if (self->session == NULL || !load_preset (self, error) || !add_constraints (self, error) ||
      !set_triggers (self, numbers, error) || !add_sources (self, error))
    return FALSE;
  if (self->options->snap_length == NULL)
    numbers->snap_length = get_preset_contents (self)->snap_length;
  pktmon_session_set_limits (self->session, &limits);
  pktmon_session_set_promiscuous (self->session, !self->options->modest);
  return pktmon_session_set_sizes (self->session, (guint) numbers->snap_length,
                                   numbers->buffer * MEGABYTE, error) &&
         attach_file (self, numbers, error) && attach_stream (self, numbers, error);
}

/* --- The course --- */

static void
watch (Start *self)
{
  g_unix_signal_add (SIGINT, signal_cb, self);
  g_unix_signal_add (SIGTERM, signal_cb, self);
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
  if (self->options->count && status->started != 0)
    pktmon_totals_append_sources (&self->output, self->session, self->options->json);
  exit = pktmon_output_finish (&self->output, PKTMON_EXIT_DONE);
  if (self->error == NULL && status->error != NULL)
    self->error = g_error_copy (status->error);
  if (self->stream == NULL)
    pktmon_totals_warn (status);
  if (self->error != NULL)
    exit = pktmon_message_failed (self->error);
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
run (const Options *options, Numbers *numbers)
{
  Start self = { .options = options };
  PktmonExit exit;

  if (!set_up (&self, numbers, &self.error))
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

/* --- The command line --- */

/* 0 is what holds without the option: no limit, whole packets, what suits the machine. */
static gboolean
parse_numbers (const Options *options, Numbers *numbers)
{
  const struct {
    const char *option, *text;
    guint64 max, *value;
  } all[] = {
    { "--file-size", options->file_size, 1000000000, &numbers->file_size },
    { "--file-packets", options->file_packets, G_MAXINT64, &numbers->file_packets },
    { "--file-duration", options->file_duration, 1000000000, &numbers->file_duration },
    { "--files", options->files, 1000000, &numbers->files },
    { "--total-size", options->total_size, 1000000000, &numbers->total_size },
    { "--duration", options->duration, 1000000000, &numbers->duration },
    { "--packets", options->packets, G_MAXINT64, &numbers->packets },
    { "--size", options->size, 1000000000, &numbers->size },
    { "--after", options->after, G_MAXINT64, &numbers->after },
    { "--snaplen", options->snap_length, PKTMON_MAX_SNAP_LENGTH, &numbers->snap_length },
    { "--buffer", options->buffer, PKTMON_MAX_CAPTURE_BUFFER / MEGABYTE, &numbers->buffer },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].text != NULL &&
        !pktmon_usage_parse_count (&usage, all[i].option, all[i].text, all[i].max, all[i].value))
      return FALSE;
  return TRUE;
}

static gboolean
check (const Options *options)
{
  const char *wrong = NULL;

  if (options->json + options->text > 1)
    wrong = _ ("--text and --json exclude each other.");
  else if (has_many_files (options) && options->file == NULL)
    wrong = _ ("More than one file needs -w, which names them.");
  else if (options->files != NULL && !has_many_files (options))
    wrong = _ ("--files needs --file-size, --file-packets or --file-duration, which say when the "
               "next one begins.");
  else if (options->after != NULL && options->triggers == NULL)
    wrong = _ ("--after needs --until, which says after which packet.");
  else if (options->count && (options->file != NULL || options->text))
    wrong = _ ("--counters-only keeps no packets to print or write.");
  else if (get_type (options) == N_TYPES)
    wrong = _ ("--type is one of: all, flow, drop.");
  else if (g_strcmp0 (options->file, "-") == 0)
    wrong = _ ("-w needs a file that can be read again, not standard output.");
  if (wrong != NULL)
    pktmon_message_usage (usage.verb, "%s", wrong);
  return wrong == NULL;
}

static void
options_clear (Options *self)
{
  g_strfreev (self->sources);
  g_strfreev (self->constraints);
  g_strfreev (self->triggers);
  g_free (self->preset);
  g_free (self->type);
  g_free (self->file);
  g_free (self->file_size);
  g_free (self->file_packets);
  g_free (self->file_duration);
  g_free (self->files);
  g_free (self->total_size);
  g_free (self->duration);
  g_free (self->packets);
  g_free (self->size);
  g_free (self->after);
  g_free (self->snap_length);
  g_free (self->buffer);
}

PktmonExit
pktmon_verb_start (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  Options o = { 0 };
  Numbers numbers = { 0 };
  PktmonExit exit = PKTMON_EXIT_USAGE;
  const GOptionEntry entries[] = {
    { "source", 's', 0, G_OPTION_ARG_STRING_ARRAY, &o.sources,
      N_ ("Where to capture; more than one can be given"), N_ ("SOURCE") },
    { "constraint", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &o.constraints,
      N_ ("What to capture; more than one can be given"), N_ ("TEXT") },
    { "type", 0, 0, G_OPTION_ARG_STRING, &o.type,
      N_ ("What to see inside the network stack: all, flow, drop"), N_ ("TYPE") },
    { "exclude-remote-session", 0, 0, G_OPTION_ARG_NONE, &o.exclude_session,
      N_ ("Leave out the connection over which you sit here"), NULL },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &o.preset,
      N_ ("Where and what to capture, as “pktmon preset” keeps it"), N_ ("NAME") },
    { "write", 'w', 0, G_OPTION_ARG_FILENAME, &o.file, N_ ("Write a pcapng file"), N_ ("FILE") },
    { "file-size", 0, 0, G_OPTION_ARG_STRING, &o.file_size,
      N_ ("Begin another file after that many megabytes"), N_ ("MB") },
    { "file-packets", 0, 0, G_OPTION_ARG_STRING, &o.file_packets,
      N_ ("Begin another file after N packets"), N_ ("N") },
    { "file-duration", 0, 0, G_OPTION_ARG_STRING, &o.file_duration,
      N_ ("Begin another file after that many seconds"), N_ ("S") },
    { "files", 0, 0, G_OPTION_ARG_STRING, &o.files, N_ ("Keep only the newest N files"), N_ ("N") },
    { "total-size", 0, 0, G_OPTION_ARG_STRING, &o.total_size,
      N_ ("Keep only the newest files, of that many megabytes together"), N_ ("MB") },
    { "duration", 0, 0, G_OPTION_ARG_STRING, &o.duration, N_ ("End after that many seconds"),
      N_ ("S") },
    { "packets", 'n', 0, G_OPTION_ARG_STRING, &o.packets, N_ ("End after N packets"), N_ ("N") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &o.size, N_ ("End after that many megabytes"), N_ ("MB") },
    { "until", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.triggers,
      N_ ("End after a packet that matches; more than one can be given"), N_ ("TEXT") },
    { "after", 0, 0, G_OPTION_ARG_STRING, &o.after, N_ ("… and N packets more"), N_ ("N") },
    { "snaplen", 0, 0, G_OPTION_ARG_STRING, &o.snap_length,
      N_ ("Keep at most N bytes of each packet"), N_ ("N") },
    { "buffer", 0, 0, G_OPTION_ARG_STRING, &o.buffer, N_ ("Room for each source in the kernel"),
      N_ ("MB") },
    { "no-promiscuous", 0, 0, G_OPTION_ARG_NONE, &o.modest,
      N_ ("Leave packets to other machines alone"), NULL },
    { "counters-only", 0, 0, G_OPTION_ARG_NONE, &o.count, N_ ("Count packets, and keep none"),
      NULL },
    { "text", 0, 0, G_OPTION_ARG_NONE, &o.text, N_ ("Aligned columns (the default without -w)"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o.json, N_ ("One JSON object a line"), NULL },
    { NULL },
  };

  if (pktmon_usage_parse (&usage, entries, argc, argv, &operands) && check (&o) &&
      parse_numbers (&o, &numbers))
    exit = run (&o, &numbers);
  options_clear (&o);
  return exit;
}

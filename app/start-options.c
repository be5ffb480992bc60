/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "start-options.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "message.h"
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
      "  pktmon start -w trace.pcapng --until 'port=443 flags=rst' --after 100\n"
      "  pktmon start -w kept.pcapng --keep-time 60   # and now and then: pkill -USR1 pktmon"),
};

gboolean
pktmon_start_options_has_ring (const PktmonStartOptions *self)
{
  const PktmonStartTexts *t = &self->texts;

  return t->file_size != NULL || t->file_packets != NULL || t->file_duration != NULL ||
         t->total_size != NULL;
}

gboolean
pktmon_start_options_keeps (const PktmonStartOptions *self)
{
  return self->texts.keep != NULL || self->texts.keep_time != NULL;
}

/* 0 is what holds without the option: no limit, whole packets, what suits the machine. */
static gboolean
parse_numbers (PktmonStartOptions *self)
{
  const PktmonStartTexts *t = &self->texts;
  const struct {
    const char *option, *text;
    guint64 max, *value;
  } all[] = {
    { "--file-size", t->file_size, 1000000000, &self->file_size },
    { "--file-packets", t->file_packets, G_MAXINT64, &self->file_packets },
    { "--file-duration", t->file_duration, 1000000000, &self->file_duration },
    { "--files", t->files, 1000000, &self->files },
    { "--total-size", t->total_size, 1000000000, &self->total_size },
    { "--keep", t->keep, 1000000000, &self->keep },
    { "--keep-time", t->keep_time, 1000000000, &self->keep_time },
    { "--duration", t->duration, 1000000000, &self->duration },
    { "--packets", t->packets, G_MAXINT64, &self->packets },
    { "--size", t->size, 1000000000, &self->size },
    { "--after", t->after, G_MAXINT64, &self->after },
    { "--snaplen", t->snap_length, PKTMON_MAX_SNAP_LENGTH, &self->snap_length },
    { "--buffer", t->buffer, PKTMON_MAX_CAPTURE_BUFFER / MEGABYTE, &self->buffer },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].text != NULL &&
        !pktmon_usage_parse_count (&usage, all[i].option, all[i].text, all[i].max, all[i].value))
      return FALSE;
  return TRUE;
}

static gboolean
parse_type (PktmonStartOptions *self)
{
  /* Of PktmonChoiceType. */
  static const char *const types[] = { NULL, "all", "flow", "drop" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i], self->type_name) == 0) {
      self->type = (PktmonChoiceType) i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
check (PktmonStartOptions *self)
{
  const char *wrong = NULL;

  if (self->json + self->text > 1)
    wrong = _ ("--text and --json exclude each other.");
  else if (pktmon_start_options_has_ring (self) && self->file == NULL)
    wrong = _ ("More than one file needs -w, which names them.");
  else if (self->texts.files != NULL && !pktmon_start_options_has_ring (self))
    wrong = _ ("--files needs --file-size, --file-packets or --file-duration, which say when the "
               "next one begins.");
  else if (self->texts.after != NULL && self->triggers == NULL)
    wrong = _ ("--after needs --until, which says after which packet.");
  else if (pktmon_start_options_keeps (self) && self->file == NULL)
    wrong = _ ("--keep and --keep-time need -w, which says where to save what is kept.");
  else if (pktmon_start_options_keeps (self) && pktmon_start_options_has_ring (self))
    wrong = _ ("What is only kept is not written to more than one file.");
  else if (self->count && (self->file != NULL || self->text))
    wrong = _ ("--counters-only keeps no packets to print or write.");
  else if (!parse_type (self))
    wrong = _ ("--type is one of: all, flow, drop.");
  else if (g_strcmp0 (self->file, "-") == 0)
    wrong = _ ("-w needs a file that can be read again, not standard output.");
  if (wrong != NULL)
    pktmon_message_usage (usage.verb, "%s", wrong);
  return wrong == NULL;
}

gboolean
pktmon_start_options_parse (PktmonStartOptions *self, int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  PktmonStartTexts *t = &self->texts;
  const GOptionEntry entries[] = {
    { "source", 's', 0, G_OPTION_ARG_STRING_ARRAY, &self->sources,
      N_ ("Where to capture; more than one can be given"), N_ ("SOURCE") },
    { "constraint", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &self->constraints,
      N_ ("What to capture; more than one can be given"), N_ ("TEXT") },
    { "type", 0, 0, G_OPTION_ARG_STRING, &self->type_name,
      N_ ("What to see inside the network stack: all, flow, drop"), N_ ("TYPE") },
    { "exclude-remote-session", 0, 0, G_OPTION_ARG_NONE, &self->exclude_session,
      N_ ("Leave out the connection over which you sit here"), NULL },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &self->preset,
      N_ ("Where and what to capture, as “pktmon preset” keeps it"), N_ ("NAME") },
    { "write", 'w', 0, G_OPTION_ARG_FILENAME, &self->file, N_ ("Write a pcapng file"),
      N_ ("FILE") },
    { "file-size", 0, 0, G_OPTION_ARG_STRING, &t->file_size,
      N_ ("Begin another file after that many megabytes"), N_ ("MB") },
    { "file-packets", 0, 0, G_OPTION_ARG_STRING, &t->file_packets,
      N_ ("Begin another file after N packets"), N_ ("N") },
    { "file-duration", 0, 0, G_OPTION_ARG_STRING, &t->file_duration,
      N_ ("Begin another file after that many seconds"), N_ ("S") },
    { "files", 0, 0, G_OPTION_ARG_STRING, &t->files, N_ ("Keep only the newest N files"),
      N_ ("N") },
    { "total-size", 0, 0, G_OPTION_ARG_STRING, &t->total_size,
      N_ ("Keep only the newest files, of that many megabytes together"), N_ ("MB") },
    { "keep", 0, 0, G_OPTION_ARG_STRING, &t->keep,
      N_ ("Keep only the newest megabytes, and save them when asked to"), N_ ("MB") },
    { "keep-time", 0, 0, G_OPTION_ARG_STRING, &t->keep_time,
      N_ ("Keep only the newest seconds, and save them when asked to"), N_ ("S") },
    { "duration", 0, 0, G_OPTION_ARG_STRING, &t->duration, N_ ("End after that many seconds"),
      N_ ("S") },
    { "packets", 'n', 0, G_OPTION_ARG_STRING, &t->packets, N_ ("End after N packets"), N_ ("N") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &t->size, N_ ("End after that many megabytes"),
      N_ ("MB") },
    { "until", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->triggers,
      N_ ("End after a packet that matches; more than one can be given"), N_ ("TEXT") },
    { "after", 0, 0, G_OPTION_ARG_STRING, &t->after, N_ ("… and N packets more"), N_ ("N") },
    { "snaplen", 0, 0, G_OPTION_ARG_STRING, &t->snap_length,
      N_ ("Keep at most N bytes of each packet"), N_ ("N") },
    { "buffer", 0, 0, G_OPTION_ARG_STRING, &t->buffer, N_ ("Room for each source in the kernel"),
      N_ ("MB") },
    { "no-promiscuous", 0, 0, G_OPTION_ARG_NONE, &self->modest,
      N_ ("Leave packets to other machines alone"), NULL },
    { "counters-only", 0, 0, G_OPTION_ARG_NONE, &self->count, N_ ("Count packets, and keep none"),
      NULL },
    { "text", 0, 0, G_OPTION_ARG_NONE, &self->text, N_ ("Aligned columns (the default without -w)"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("One JSON object a line"), NULL },
    { NULL },
  };

  return pktmon_usage_parse (&usage, entries, argc, argv, &operands) && check (self) &&
         parse_numbers (self);
}

void
pktmon_start_options_clear (PktmonStartOptions *self)
{
  PktmonStartTexts *t = &self->texts;
  char *const texts[] = { t->file_size,  t->file_packets, t->file_duration, t->files,
                          t->total_size, t->keep,         t->keep_time,     t->duration,
                          t->packets,    t->size,         t->after,         t->snap_length,
                          t->buffer };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->sources);
  g_strfreev (self->constraints);
  g_strfreev (self->triggers);
  g_free (self->preset);
  g_free (self->type_name);
  g_free (self->file);
}

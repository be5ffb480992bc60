/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/i18n.h"
#include "info.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "store/loader.h"
#include "usage.h"

static const PktmonUsage usage = {
  .verb = "info",
  .operands = N_ ("FILE|-"),
  .min = 1,
  .max = 1,
  .summary = N_ ("Says what a capture holds."),
  .explanation =
      N_ ("FILE is a pcapng or pcap file, also compressed with gzip, zstd or lz4; “-” is standard\n"
          "input. Of a file that is damaged you see what lies before the damage.\n"
          "\n"
          "Examples:\n"
          "  pktmon info trace.pcapng\n"
          "  pktmon info trace.pcapng --json | jq .packets"),
};

typedef struct {
  PktmonInput *input;
  PktmonDirectory *directory;
  PktmonContents *contents;
  guint64 seen;
} Walk;

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  Walk *self = user_data;

  if (step != PKTMON_READER_PACKET) {
    pktmon_contents_add_block (self->contents, self->directory, record, data);
    return TRUE;
  }
  pktmon_contents_add_packet (self->contents, &record->packet,
                              pktmon_packet_get_nanoseconds (&record->packet));
  self->seen++;
  return TRUE;
}

static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  Walk *self = user_data;

  return pktmon_input_advance (self->input, self->seen, offset);
}

/* Nothing is known of what is no capture, or of an empty one. */
static gboolean
print (const Walk *self, const char *path, gboolean json, const GError *error)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *early = error != NULL ? pktmon_error_dup_what (error) : NULL;
  gboolean interrupted = pktmon_interrupt_is_set (self->input->interrupt);
  const PktmonInfo info = {
    .name = g_str_equal (path, "-") ? _ ("standard input") : name,
    .spool = self->input->spool,
    .directory = self->directory,
    .contents = self->contents,
    .early = interrupted ? _ ("Reading was interrupted.") : early,
  };

  if (pktmon_directory_get_n_sections (self->directory) == 0)
    return TRUE;
  if (json)
    pktmon_info_append_json (&info, &output.buffer);
  else
    pktmon_info_append_text (&info, &output.buffer);
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE) == PKTMON_EXIT_DONE;
}

static PktmonExit
run (const char *path, gboolean json)
{
  static const PktmonLoaderVisitor visitor = {
    .record = record_cb,
    .end = end_cb,
  };
  g_auto (PktmonInput) input = { 0 };
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonContents) contents = pktmon_contents_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (GError) error = NULL;
  Walk self = { .input = &input, .directory = directory, .contents = contents };

  if (!pktmon_input_open (&input, path, &error))
    return pktmon_message_failed (error);
  pktmon_loader_run (input.spool, reader, &visitor, &self, &error);
  pktmon_progress_clear (&input.progress);
  if (!print (&self, path, json, error))
    return PKTMON_EXIT_FAILED;
  return pktmon_input_finish (&input, error);
}

PktmonExit
pktmon_verb_info (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("One JSON object"), NULL },
    { NULL },
  };

  if (!pktmon_usage_parse (&usage, entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  return run (operands[0], json);
}

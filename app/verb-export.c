/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "export/pcapng-export.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "usage.h"

static const PktmonUsage usage = {
  .verb = "export",
  .operands = N_ ("FILE|- OUT|-"),
  .min = 2,
  .max = 2,
  .summary = N_ ("Writes packets of a capture to another, as pcapng."),
  .explanation = N_ (
      "FILE is a pcapng or pcap file, also compressed with gzip, zstd or lz4; “-” is standard\n"
      "input. OUT is the file to write, “-” standard output. It appears when it is whole, so it\n"
      "may be FILE itself. What FILE keeps beside its packets is kept: interfaces, names,\n"
      "secrets, statistics, comments, blocks and options that are not known.\n"
      "EXPR is a filter as pcap-filter(7) describes it. A packet is written when both --filter\n"
      "and --packets choose it.\n"
      "\n"
      "Examples:\n"
      "  pktmon export trace.pcap trace.pcapng\n"
      "  pktmon export trace.pcapng web.pcapng --filter 'tcp port 443'\n"
      "  pktmon export trace.pcapng part.pcapng --packets 1-10,20,1000-\n"
      "  pktmon export trace.pcapng headers.pcapng --truncate 64\n"
      "  pktmon export trace.pcapng.zst - --filter arp | tcpdump -r -"),
};

typedef struct {
  char *filter;
  char *packets;
  char *truncate;
} Texts;

static void
texts_clear (Texts *self)
{
  g_free (self->filter);
  g_free (self->packets);
  g_free (self->truncate);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

typedef struct {
  PktmonInput *input;
  const char *path;
  PktmonExportResult result;
} Exporting;

/* --- Files --- */

/* What the standard stream or the file of that name is. */
static gboolean
look_at (const char *path, int standard, struct stat *status)
{
  return (g_str_equal (path, "-") ? fstat (standard, status) : stat (path, status)) == 0;
}

/* A named file is replaced when the new one is whole, even where it is the one that is read; only
 * the shell's redirection writes into a file that is there. */
static gboolean
check_distinct (const char *path, const char *out, GError **error)
{
  struct stat input, output;

  if (!g_str_equal (out, "-") || !look_at (path, STDIN_FILENO, &input) ||
      !look_at (out, STDOUT_FILENO, &output) || !S_ISREG (input.st_mode) ||
      input.st_dev != output.st_dev || input.st_ino != output.st_ino)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("Standard output goes into the capture that is read."),
                    _ ("Name the file instead of “-”: it is then replaced when all is written."));
  return FALSE;
}

/* What comes through a pipe cannot be had again. */
static gboolean
is_passing (const char *path)
{
  struct stat status;

  return look_at (path, STDIN_FILENO, &status) && !S_ISREG (status.st_mode);
}

/* --- Messages --- */

static void
print_totals (const Exporting *self, const GError *error)
{
  g_autofree char *packets = pktmon_format_dup_count (self->result.packets);
  g_autofree char *seen = pktmon_format_dup_count (self->input->seen);
  g_autofree char *bytes = pktmon_format_dup_count (self->result.bytes);
  g_autofree char *name = g_str_equal (self->path, "-") ? g_strdup (_ ("standard output"))
                                                        : g_filename_display_name (self->path);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !self->result.kept)
    pktmon_message_note (_ ("“%s” was left as it was."), name);
  if (!self->result.kept)
    return;
  if (g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE))
    pktmon_message_note (_ ("“%s” keeps what fitted, %s bytes up to a whole packet."), name, bytes);
  else
    pktmon_message_note (_ ("%s of %s packets written to “%s”, %s bytes."), packets, seen, name,
                         bytes);
}

static gboolean
progress_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  Exporting *self = user_data;

  return pktmon_input_advance (self->input, packets, offset);
}

/* As with every program that is piped into head: no reason to complain. */
static gboolean
is_unwanted (const Exporting *self, const GError *error)
{
  return error != NULL && g_str_equal (self->path, "-") && pktmon_output_is_closed();
}

static PktmonExit
run (const char *path, const char *out, PktmonExportOptions *options)
{
  g_auto (PktmonInput) input = { 0 };
  g_autoptr (GError) error = NULL;
  Exporting self = { .input = &input, .path = out };
  PktmonExit status;

  if (!check_distinct (path, out, &error) || !pktmon_input_open (&input, path, &error))
    return pktmon_message_failed (error);
  options->keep_part = is_passing (path);
  pktmon_export_pcapng (input.spool, out, options, progress_cb, &self, &self.result, &error);
  pktmon_progress_clear (&input.progress);
  if (is_unwanted (&self, error))
    return PKTMON_EXIT_DONE;
  print_totals (&self, error);
  status = pktmon_input_finish (&input, error);
  pktmon_message_unjudged (options->expression);
  return status;
}

/* --- The command line --- */

static PktmonExit
run_texts (const Texts *texts, const char *path, const char *out)
{
  g_autoptr (PktmonExpression) expression = NULL;
  g_autoptr (PktmonRanges) ranges = NULL;
  g_autoptr (GError) error = NULL;
  PktmonExportOptions options = { 0 };
  guint64 max_captured = 0;

  if (texts->truncate != NULL && !pktmon_usage_parse_count (&usage, "--truncate", texts->truncate,
                                                            PKTMON_MAX_PACKET_SIZE, &max_captured))
    return PKTMON_EXIT_USAGE;
  if (texts->packets != NULL)
    ranges = pktmon_ranges_new (texts->packets, &error);
  if (error == NULL && texts->filter != NULL)
    expression = pktmon_expression_new (texts->filter, &error);
  if (error != NULL)
    return pktmon_message_refused (error);
  options.numbers = ranges;
  options.expression = expression;
  options.max_captured = (guint32) max_captured;
  return run (path, out, &options);
}

PktmonExit
pktmon_verb_export (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_auto (Texts) texts = { 0 };
  const GOptionEntry entries[] = {
    { "filter", 'f', 0, G_OPTION_ARG_STRING, &texts.filter, N_ ("Only packets that match"),
      N_ ("EXPR") },
    { "packets", 'p', 0, G_OPTION_ARG_STRING, &texts.packets,
      N_ ("Only packets with these numbers, such as 1-10,20,30-"), N_ ("NUMBERS") },
    { "truncate", 't', 0, G_OPTION_ARG_STRING, &texts.truncate,
      N_ ("At most the first N bytes of each packet"), N_ ("N") },
    { NULL },
  };
  gboolean good = pktmon_usage_parse (&usage, entries, argc, argv, &operands);

  return good ? run_texts (&texts, operands[0], operands[1]) : PKTMON_EXIT_USAGE;
}

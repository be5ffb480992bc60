/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "constraint-option.h"
#include "export/export.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "usage.h"

/* A megabyte of the options. */
#define MEGABYTE 1000000u

static const PktmonUsage usage = {
  .verb = "export",
  .operands = N_ ("FILE|- OUT|-"),
  .min = 2,
  .max = 2,
  .summary = N_ ("Writes packets of a capture to another file, in the format you want."),
  .explanation = N_ (
      "FILE is a pcapng or pcap file, also compressed with gzip, zstd or lz4; “-” is standard\n"
      "input. OUT is the file to write, “-” standard output. It appears when it is whole, so it\n"
      "may be FILE itself. The format is what --format says, or the ending of OUT: .pcapng, "
      ".pcap,\n"
      ".csv, .jsonl, .txt or .c, then .gz, .zst or .lz4; without one it is pcapng.\n"
      "As pcapng, what FILE keeps beside its packets is kept: interfaces, names, secrets,\n"
      "statistics, comments, blocks and options that are not known.\n"
      "EXPR is a filter as pcap-filter(7) describes it, TEXT a constraint, which “pktmon filter\n"
      "--help” explains. A packet is written when all that is given chooses it.\n"
      "\n"
      "Examples:\n"
      "  pktmon export trace.pcap trace.pcapng\n"
      "  pktmon export trace.pcapng web.pcapng --filter 'tcp port 443'\n"
      "  pktmon export trace.pcapng part.pcapng --packets 1-10,20,1000-\n"
      "  pktmon export trace.pcapng headers.pcap.gz --truncate 64\n"
      "  pktmon export trace.pcapng table.csv --source eth0\n"
      "  pktmon export trace.pcapng piece.pcapng.zst --split-size 100\n"
      "  pktmon export trace.pcapng.zst - --filter arp | tcpdump -r -"),
};

typedef struct {
  char *format, *compression;
  char *filter, *packets;
  char *truncate, *split_size, *split_count;
  char **sources, **constraints;
  gboolean only_dropped, strip_comments;
} Texts;

static void
texts_clear (Texts *self)
{
  g_free (self->format);
  g_free (self->compression);
  g_free (self->filter);
  g_free (self->packets);
  g_free (self->truncate);
  g_free (self->split_size);
  g_free (self->split_count);
  g_strfreev (self->sources);
  g_strfreev (self->constraints);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

typedef struct {
  PktmonInput *input;
  const char *path;
  gboolean replaces; /* there is a file of that name */
  gboolean makes;    /* there is nothing of that name */
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

/* The name for messages. (transfer full) */
static char *
dup_name (const char *path)
{
  return g_str_equal (path, "-") ? g_strdup (_ ("standard output"))
                                 : g_filename_display_name (path);
}

/* What became of the file that was not put in place. */
static void
print_left (const Exporting *self, const char *name)
{
  if (self->replaces)
    pktmon_message_note (_ ("“%s” was left as it was."), name);
  else if (self->makes)
    pktmon_message_note (_ ("“%s” was not made."), name);
}

static void
print_files (const Exporting *self, const char *name)
{
  g_autofree char *files = pktmon_format_dup_count (self->result.files);
  g_autofree char *packets = pktmon_format_dup_count (self->result.packets);
  g_autofree char *bytes = pktmon_format_dup_count (self->result.bytes);

  pktmon_message_note (
      ngettext ("%s whole file of the name “%s” written, with %s packets, %s bytes.",
                "%s whole files of the name “%s” written, with %s packets, %s bytes.",
                self->result.files),
      files, name, packets, bytes);
}

static void
print_totals (const Exporting *self, const PktmonExportOptions *options, const GError *error)
{
  g_autofree char *packets = pktmon_format_dup_count (self->result.packets);
  g_autofree char *seen = pktmon_format_dup_count (self->input->seen);
  g_autofree char *bytes = pktmon_format_dup_count (self->result.bytes);
  g_autofree char *name = dup_name (self->path);

  if (pktmon_export_options_is_split (options))
    print_files (self, name);
  else if (!self->result.kept)
    print_left (self, name);
  else if (g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE))
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

/* Whether the capture ends where it does because somebody has not written the rest yet. */
static gboolean
is_growing (const Exporting *self, const char *path)
{
  struct stat status;

  return self->result.cut_short && pktmon_spool_get_compression (self->input->spool) == NULL &&
         stat (path, &status) == 0 && S_ISREG (status.st_mode) &&
         (guint64) status.st_size > pktmon_spool_get_size (self->input->spool);
}

/* What is whole of a capture that grows is all that there is. */
static void
forgive_growing (const Exporting *self, const char *path, GError **error)
{
  g_autofree char *name = NULL;

  if (!is_growing (self, path))
    return;
  name = dup_name (path);
  g_clear_error (error);
  pktmon_message_note (_ ("“%s” is still growing: what it had was exported."), name);
}

/* As with every program that is piped into head: no reason to complain. */
static gboolean
is_unwanted (const Exporting *self, const GError *error)
{
  return error != NULL && g_str_equal (self->path, "-") && pktmon_output_is_closed();
}

static PktmonExit
run (const char *path, const char *out, const PktmonExportChoice *choice,
     PktmonExportOptions *options)
{
  g_auto (PktmonInput) input = { 0 };
  g_autoptr (GError) error = NULL;
  Exporting self = { .input = &input, .path = out };
  PktmonExit status;

  if (!check_distinct (path, out, &error) || !pktmon_input_open (&input, path, &error))
    return pktmon_message_failed (error);
  options->keep_part = is_passing (path);
  self.replaces = g_file_test (out, G_FILE_TEST_IS_REGULAR);
  self.makes = !g_file_test (out, G_FILE_TEST_EXISTS) && !g_str_equal (out, "-");
  pktmon_export_spool (input.spool, out, choice, options, progress_cb, &self, &self.result, &error);
  pktmon_progress_clear (&input.progress);
  if (is_unwanted (&self, error))
    return PKTMON_EXIT_DONE;
  print_totals (&self, options, error);
  forgive_growing (&self, path, &error);
  status = pktmon_input_finish (&input, error);
  pktmon_message_unjudged (choice->expression);
  return status;
}

/* --- The command line --- */

/* "json, text or c": what an option may be. */
static gboolean
refuse_word (const char *option, const char *words, const char *text)
{
  /* Translators: the words are those of the command line, such as “pcapng, pcap, csv”. */
  pktmon_message_usage (usage.verb, _ ("%s takes one of these: %s; not “%s”."), option, words,
                        text);
  return FALSE;
}

/* Returns: FALSE after a message. */
static gboolean
parse_form (const Texts *texts, const char *out, PktmonExportOptions *options)
{
  pktmon_export_options_set_from_name (options, out);
  if (texts->format != NULL && !pktmon_export_format_from_id (texts->format, &options->format))
    return refuse_word ("--format", "pcapng, pcap, csv, json, text, c", texts->format);
  if (texts->compression != NULL &&
      !pktmon_compression_from_id (texts->compression, &options->compression))
    return refuse_word ("--compress", "gzip, zstd, lz4, none", texts->compression);
  options->strip_comments = texts->strip_comments;
  return TRUE;
}

static gboolean
parse_count (const char *option, const char *text, guint64 max, guint64 *value)
{
  return text == NULL || pktmon_usage_parse_count (&usage, option, text, max, value);
}

static gboolean
parse_numbers (const Texts *texts, PktmonExportOptions *options)
{
  guint64 max_captured = 0, megabytes = 0;

  if (!parse_count ("--truncate", texts->truncate, PKTMON_MAX_PACKET_SIZE, &max_captured) ||
      !parse_count ("--split-size", texts->split_size, G_MAXINT64 / MEGABYTE, &megabytes) ||
      !parse_count ("--split-count", texts->split_count, G_MAXINT64, &options->split_packets))
    return FALSE;
  options->max_captured = (guint32) max_captured;
  options->split_size = megabytes * MEGABYTE;
  return TRUE;
}

static PktmonMatcher *
parse_constraints (char **texts, GError **error)
{
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (gsize i = 0; texts[i] != NULL; i++) {
    PktmonConstraint *constraint = pktmon_constraint_option_parse (texts[i], error);

    if (constraint == NULL)
      return NULL;
    g_ptr_array_add (constraints, constraint);
  }
  return pktmon_matcher_new (constraints, error);
}

static PktmonExit
run_choice (const Texts *texts, const char *path, const char *out, PktmonExportOptions *options)
{
  g_autoptr (PktmonExpression) expression = NULL;
  g_autoptr (PktmonMatcher) matcher = NULL;
  g_autoptr (PktmonRanges) ranges = NULL;
  g_autoptr (GError) error = NULL;
  PktmonExportChoice choice = { .sources = (const char *const *) texts->sources };

  if (texts->packets != NULL)
    ranges = pktmon_ranges_new (texts->packets, &error);
  if (error == NULL && texts->filter != NULL)
    expression = pktmon_expression_new_view (texts->filter, &error);
  if (error == NULL && texts->constraints != NULL)
    matcher = parse_constraints (texts->constraints, &error);
  if (error != NULL)
    return pktmon_message_refused (error);
  choice.numbers = ranges;
  choice.expression = expression;
  choice.matcher = matcher;
  choice.only_dropped = texts->only_dropped;
  return run (path, out, &choice, options);
}

PktmonExit
pktmon_verb_export (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_auto (Texts) texts = { 0 };
  PktmonExportOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 'F', 0, G_OPTION_ARG_STRING, &texts.format,
      N_ ("pcapng, pcap, csv, json, text or c"), N_ ("FORMAT") },
    { "compress", 'z', 0, G_OPTION_ARG_STRING, &texts.compression, N_ ("gzip, zstd, lz4 or none"),
      N_ ("METHOD") },
    { "filter", 'f', 0, G_OPTION_ARG_STRING, &texts.filter, N_ ("Only packets that match"),
      N_ ("EXPR") },
    { "constraint", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &texts.constraints,
      N_ ("Only packets that match this or another constraint"), N_ ("TEXT") },
    { "packets", 'p', 0, G_OPTION_ARG_STRING, &texts.packets,
      N_ ("Only packets with these numbers, such as 1-10,20,30-"), N_ ("NUMBERS") },
    { "source", 's', 0, G_OPTION_ARG_STRING_ARRAY, &texts.sources,
      N_ ("Only packets of this or another source"), N_ ("SOURCE") },
    { "drops", 0, 0, G_OPTION_ARG_NONE, &texts.only_dropped, N_ ("Only packets that were dropped"),
      NULL },
    { "truncate", 't', 0, G_OPTION_ARG_STRING, &texts.truncate,
      N_ ("At most the first N bytes of each packet"), N_ ("N") },
    { "strip-comments", 0, 0, G_OPTION_ARG_NONE, &texts.strip_comments,
      N_ ("Without the comments of the capture and its packets"), NULL },
    { "split-size", 0, 0, G_OPTION_ARG_STRING, &texts.split_size,
      N_ ("Several files of at most MB megabytes, with numbers"), N_ ("MB") },
    { "split-count", 0, 0, G_OPTION_ARG_STRING, &texts.split_count,
      N_ ("Several files of at most N packets, with numbers"), N_ ("N") },
    { NULL },
  };
  gboolean good = pktmon_usage_parse (&usage, entries, argc, argv, &operands);

  if (!good || !parse_form (&texts, operands[1], &options) || !parse_numbers (&texts, &options))
    return PKTMON_EXIT_USAGE;
  return run_choice (&texts, operands[0], operands[1], &options);
}

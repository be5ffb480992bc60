/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "message.h"
#include "nearest.h"
#include "output.h"
#include "usage.h"
#include "verb.h"

typedef struct {
  const char *name;
  const char *summary; /* to be translated */
  PktmonExit (*run) (int argc, char **argv);
} Verb;

static PktmonExit run_help (int argc, char **argv);
static PktmonExit run_version (int argc, char **argv);

static const Verb verbs[] = {
  { "counters", N_ ("Count what passes through interfaces"), pktmon_verb_counters },
  { "decode", N_ ("Take one packet apart"), pktmon_verb_decode },
  { "export", N_ ("Write packets of a capture to another"), pktmon_verb_export },
  { "filter", N_ ("Say what a constraint means"), pktmon_verb_filter },
  { "help", N_ ("Explain the program or a verb"), run_help },
  { "info", N_ ("Say what a capture holds"), pktmon_verb_info },
  { "list", N_ ("List what packets can be captured from"), pktmon_verb_list },
  { "preset", N_ ("Keep choices of what to capture"), pktmon_verb_preset },
  { "read", N_ ("Print the packets of a capture"), pktmon_verb_read },
  { "start", N_ ("Capture packets"), pktmon_verb_start },
  { "version", N_ ("Say which version this is"), run_version },
};

static const PktmonUsage help_usage = {
  .verb = "help",
  .operands = N_ ("[VERB]"),
  .max = 1,
  .summary = N_ ("Explains the program, or a verb as its --help does."),
};

static const PktmonUsage version_usage = {
  .verb = "version",
  .summary = N_ ("Says which version of the program this is."),
};

static const GOptionEntry no_entries[] = { { NULL } };

static const Verb *
find_verb (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, name) == 0)
      return &verbs[i];
  return NULL;
}

static PktmonExit
complain_verb (const char *name)
{
  PktmonNearest nearest;

  if (name[0] == '-')
    return pktmon_message_usage (NULL, _ ("“%s” stands where a verb belongs."), name);
  pktmon_nearest_init (&nearest, name);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    pktmon_nearest_offer (&nearest, verbs[i].name);
  if (nearest.best == NULL)
    return pktmon_message_usage (NULL, _ ("There is no verb “%s”."), name);
  return pktmon_message_usage (NULL, _ ("There is no verb “%s”; did you mean “%s”?"), name,
                               nearest.best);
}

static PktmonExit
print_help (void)
{
  g_auto (PktmonOutput) output = { 0 };

  pktmon_line_buffer_append (&output.buffer, _ ("Usage:\n  pktmon VERB [OPTION…] …\n\nVerbs:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    pktmon_line_buffer_append_printf (&output.buffer, "  %-10s %s\n", verbs[i].name,
                                      _ (verbs[i].summary));
  pktmon_line_buffer_append (&output.buffer,
                             _ ("\n“pktmon VERB --help” explains a verb and shows examples.\n"
                                "Exit status: 0 done, 1 failed, 2 wrong usage.\n"));
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

/* "pktmon help VERB" is "pktmon VERB --help". */
static PktmonExit
explain_verb (char *name)
{
  const Verb *verb = find_verb (name);
  char option[] = "--help";
  char *arguments[] = { name, option, NULL };

  return verb != NULL ? verb->run (2, arguments) : complain_verb (name);
}

static PktmonExit
run_help (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;

  if (!pktmon_usage_parse (&help_usage, no_entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  return operands != NULL ? explain_verb (operands[0]) : print_help();
}

static PktmonExit
run_version (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_auto (PktmonOutput) output = { 0 };

  if (!pktmon_usage_parse (&version_usage, no_entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  pktmon_line_buffer_append (&output.buffer, "pktmon " PACKAGE_VERSION "\n");
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

static gboolean
is_one_of (const char *argument, const char *a, const char *b)
{
  return strcmp (argument, a) == 0 || strcmp (argument, b) == 0;
}

static PktmonExit
dispatch (int argc, char **argv)
{
  const Verb *verb;

  if (argc < 2)
    return pktmon_message_usage (NULL, _ ("A verb is missing, such as “read”."));
  if (is_one_of (argv[1], "--help", "-h"))
    return run_help (argc - 1, argv + 1);
  if (is_one_of (argv[1], "--version", "-V"))
    return run_version (argc - 1, argv + 1);
  verb = find_verb (argv[1]);
  return verb != NULL ? verb->run (argc - 1, argv + 1) : complain_verb (argv[1]);
}

/* A file must not get the number of a standard stream that whoever started the program has closed:
 * what is meant for that stream would end in the file. */
static void
occupy_standard_streams (void)
{
  for (int i = 0; i <= STDERR_FILENO; i++)
    if (fcntl (i, F_GETFD) < 0)
      open ("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main (int argc, char **argv)
{
  occupy_standard_streams();
  pktmon_i18n_init();
  signal (SIGPIPE, SIG_IGN);
  return (int) dispatch (argc, argv);
}

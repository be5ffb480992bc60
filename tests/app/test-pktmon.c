/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "config.h"
#include "support/pktmon.h"

/* The program itself: its verbs, and the way to them. */

static const char *const verbs[] = { "decode", "export", "help", "info",
                                     "list",   "preset", "read", "version" };

static char *
get_text (const char *first, const char *second)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, first, second, NULL);

  test_pktmon_check_result (result, 0, NULL, "");
  g_assert_cmpstr (result->messages, ==, "");
  return test_program_result_dup_text (result);
}

static void
test_help (void)
{
  g_autofree char *help = get_text ("help", NULL);
  g_autofree char *option = get_text ("--help", NULL);
  g_autofree char *letter = get_text ("-h", NULL);

  g_assert_cmpstr (help, ==, option);
  g_assert_cmpstr (help, ==, letter);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_assert_nonnull (strstr (help, verbs[i]));
}

static void
test_help_verbs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++) {
    g_autofree char *help = get_text ("help", verbs[i]);
    g_autofree char *option = get_text (verbs[i], "--help");
    g_autofree char *usage = g_strdup_printf ("Usage:\n  pktmon %s [OPTION…]", verbs[i]);

    g_assert_cmpstr (help, ==, option);
    g_assert_true (g_str_has_prefix (help, usage));
  }
}

static void
test_version (void)
{
  static const char *const ways[] = { "version", "--version", "-V" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree char *version = get_text (ways[i], NULL);

    g_assert_cmpstr (version, ==, "pktmon " PACKAGE_VERSION "\n");
  }
}

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[4];
    const char *message;
  } cases[] = {
    { { NULL }, "A verb is missing, such as “read”. Try 'pktmon --help'." },
    { { "" }, "There is no verb “”." },
    { { "raed" }, "There is no verb “raed”; did you mean “read”?" },
    { { "exp" }, "There is no verb “exp”; did you mean “export”?" },
    { { "nothing-like-it" }, "There is no verb “nothing-like-it”." },
    { { "--json" }, "“--json” stands where a verb belongs." },
    { { "\x1b[2J" }, "There is no verb “\\x1b[2J”." },
    { { "help", "raed" }, "did you mean “read”?" },
    { { "help", "read", "info" }, "“info” is one argument too many." },
    { { "help", "--foo" }, "There is no option “--foo”." },
    { { "version", "1" }, "“1” is one argument too many." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

/* Everything may go wrong at the end too. */
static void
test_full_output (void)
{
  static const char *const arguments[] = { "help", "version", "list", "decode 00" };

  for (gsize i = 0; i < G_N_ELEMENTS (arguments); i++) {
    g_autoptr (TestProgramResult) result =
        test_pktmon_run_script ("\"$pktmon\" $1 >/dev/full", arguments[i], NULL);

    test_pktmon_check_result (result, 1, "",
                              "Standard output could not be written: No space left on device.");
  }
}

/* A file must not get the number of a stream that was closed. */
static void
test_closed_streams (void)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run_script ("\"$pktmon\" read /dev/null <&- >&- 2>&-", NULL);

  test_pktmon_check_result (result, 1, "", NULL);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pktmon/help", test_help);
  g_test_add_func ("/pktmon/help-verbs", test_help_verbs);
  g_test_add_func ("/pktmon/version", test_version);
  g_test_add_func ("/pktmon/wrong-use", test_wrong_use);
  g_test_add_func ("/pktmon/full-output", test_full_output);
  g_test_add_func ("/pktmon/closed-streams", test_closed_streams);
  return g_test_run();
}

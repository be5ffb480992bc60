/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "support/network.h"
#include "support/pktmon.h"

/* The output has a line that begins, behind blanks, with @id, and contains @words. */
static void
check_line (const TestProgramResult *result, const char *id, const char *words)
{
  g_autofree char *text = test_program_result_dup_text (result);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i] + strspn (lines[i], " ");

    if (g_str_has_prefix (line, id) && line[strlen (id)] == ' ' && strstr (line, words) != NULL)
      return;
  }
  g_assert_cmpstr (text, ==, id);
}

static void
test_text (void)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "list", NULL);

  test_pktmon_check_result (result, 0, NULL, "");
  g_assert_cmpstr (result->messages, ==, "");
  check_line (result, "if:lo", "loopback");
}

static void
test_json (void)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "list", "--all", "--json", NULL);
  g_autofree char *found = NULL;

  test_pktmon_check_result (result, 0, NULL, "");
  found = test_python ("[(s['kind'], s['name'], s['parent'], s['loopback'], s['link_type_name'])"
                       " for s in json.loads(text) if s['id'] == 'if:lo']",
                       result->output);
  g_assert_cmpstr (found, ==, "[('interface', 'lo', 'ns:', True, 'EN10MB')]");
}

/* Interfaces of other namespaces, what cannot be used, and a name that is no text. */
static void
test_network (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (TestProgramResult) text = NULL;
  g_autoptr (TestProgramResult) json = NULL;
  g_autofree char *a = NULL, *b = NULL, *script = NULL, *found = NULL;
  const char *blue;

  if (network == NULL)
    return;
  blue = test_network_add (network, "blue");
  a = g_strdup_printf ("ns:%s/if:a", blue);
  b = g_strdup_printf ("ns:%s/if:b\\x1b", blue);
  test_network_ip ("-n %s link add name a address 02:00:00:00:00:0a type veth peer name b\x1b",
                   blue);
  test_network_ip ("-n %s address add 10.9.8.7/24 dev a", blue);
  text = test_pktmon_run (NULL, "list", NULL);
  check_line (text, a, "veth, peer ns:");
  check_line (text, a,
              "EN10MB, 02:00:00:00:00:0a, 10.9.8.7/24, unusable: The interface “a” is down.");
  check_line (text, b, "veth");
  json = test_pktmon_run (NULL, "list", "--json", NULL);
  script = g_strdup_printf ("[(s['available'], s['reason'], s['up'], s['addresses'],"
                            " s['peer'] == s['parent'] + '/if:b\\x1b')"
                            " for s in json.loads(text) if s['id'] == '%s']",
                            a);
  found = test_python (script, json->output);
  g_assert_cmpstr (found, ==,
                   "[(False, 'The interface “a” is down.', False, ['10.9.8.7/24'], True)]");
}

/* Somebody without any privileges sees the same interfaces. */
static void
test_unprivileged (void)
{
  g_autoptr (TestProgramResult) result = NULL;

  if (!test_pktmon_can_drop_privileges())
    return;
  result = test_pktmon_run_script (TEST_UNPRIVILEGED " \"$pktmon\" list --all", NULL);
  test_pktmon_check_result (result, 0, NULL, "");
  check_line (result, "if:lo", "loopback");
}

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[4];
    const char *message;
  } cases[] = {
    { { "list", "eth0" }, "“eth0” is one argument too many." },
    { { "list", "--al" }, "There is no option “--al”; did you mean “--all”?" },
    { { "list", "--json=1" }, "“--json=1” has a value, and takes none." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/text", test_text);
  g_test_add_func ("/list/json", test_json);
  g_test_add_func ("/list/network", test_network);
  g_test_add_func ("/list/unprivileged", test_unprivileged);
  g_test_add_func ("/list/wrong-use", test_wrong_use);
  return g_test_run();
}

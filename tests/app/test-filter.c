/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "constraint/fields.h"
#include "support/pktmon.h"

/* "pktmon filter" says what constraints mean, and where they are wrong. */

static void
test_check (void)
{
  static const struct {
    const char *arguments[6];
    const char *output;
  } cases[] = {
    { { "filter", "check", "port=https  proto=tcp exclude" },
      "Constraint:   port=443 proto=tcp exclude\n"
      "pcap-filter:  not ((ip proto 6 or ip6 proto 6) and port 443)\n" },
    { { "filter", "check", "ip=10.1.2.3/8", "vlan=7" },
      "Constraint:   ip=10.1.2.3/8 vlan=7\npcap-filter:  vlan 7 and ip net 10.0.0.0/8\n" },
    { { "filter", "check", "udp", "port", "53" },
      "Constraint:   bpf=\"udp port 53\"\npcap-filter:  (udp port 53)\n" },
    { { "filter", "check", "port=1 encap=any" },
      "Constraint:   port=1 encap=any\npcap-filter:  has no words for it\n" },
    { { "filter", "check", "drop.reason == NO_SOCKET and", "udp" },
      "View filter:  drop.reason == NO_SOCKET and udp\npcap-filter:  udp\n" },
    { { "filter", "check", "port=1 name=\"the drop.reason == A and B\"" },
      "Constraint:   port=1 name=\"the drop.reason == A and B\"\npcap-filter:  port 1\n" },
    { { "filter", "check", "journey.id == 7" },
      "View filter:  journey.id == 7\npcap-filter:  everything\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 0, cases[i].output, "");
}

/* The kernel does not tell what lies across a tag that it took out. */
static void
test_wide (void)
{
  static const char *const arguments[] = { "filter", "check", "ether[11:4] = 1", NULL };
  static const char *const exact[] = { "filter", "check", "udp port 53", NULL };
  g_autoptr (TestProgramResult) result = NULL;

  test_pktmon_check (arguments, 0,
                     "Constraint:   bpf=\"ether[11:4] = 1\"\npcap-filter:  (ether[11:4] = 1)\n",
                     "sorted out afterwards");
  result = test_pktmon_run (NULL, exact[0], exact[1], exact[2], NULL);
  g_assert_cmpstr (result->messages, ==, "");
}

static void
test_wrong (void)
{
  static const struct {
    const char *arguments[5];
    const char *message;
  } cases[] = {
    { { "filter", "check", "port=70000" }, "pktmon: Column 6: “70000”" },
    { { "filter", "check", "proto=tcp", "prot=6" }, "pktmon: Column 11: “prot”" },
    { { "filter", "check", "tcp port" }, "not valid" },
    { { "filter", "check", "" }, "empty" },
    { { "filter", "check", "drop.reason = A" }, "not valid: “drop.reason = A”" },
    { { "filter", "check", "udp or drop.reason == A" }, "Only “and”" },
    { { "filter", "chek", "arp" }, "“chek”" },
    { { "filter", "check" }, "missing" },
    { { "filter" }, "missing" },
    { { "start", "-c", "proto=tcp port=x" }, "pktmon: Column 16: “x”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, 2, "", cases[i].message);
}

/* Who explains the fields explains all of them. */
static void
test_documents (void)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "filter", "--help", NULL);
  g_autofree char *help = test_program_result_dup_text (result);
  g_autofree char *manual = NULL;

  g_assert_true (g_file_get_contents (TEST_SOURCE_ROOT "/data/pktmon.1.scd", &manual, NULL, NULL));
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    const char *key = pktmon_constraint_field_get_key (i);
    g_autofree char *in_manual = g_strdup_printf ("*%s*", key);

    if (strstr (help, key) == NULL)
      g_error ("the help lacks %s", key);
    if (strstr (strstr (manual, "# CONSTRAINTS"), in_manual) == NULL)
      g_error ("the manual lacks %s", key);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/check", test_check);
  g_test_add_func ("/filter/wide", test_wide);
  g_test_add_func ("/filter/wrong", test_wrong);
  g_test_add_func ("/filter/documents", test_documents);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "constraint/draft.h"
#include "support/waiting.h"

/* A constraint that is being written: what a dialog shows of it. */

static void
check_text (PktmonConstraintDraft *draft, const char *expected)
{
  g_autofree char *text = NULL;
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_draft_dup_constraint (draft);
  gboolean valid;

  g_object_get (draft, "text", &text, "valid", &valid, NULL);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (valid, ==, expected != NULL);
  g_assert_cmpint (constraint != NULL, ==, valid);
}

static void
check_problem (PktmonConstraintDraft *draft, PktmonConstraintField field, const char *part)
{
  const GError *problem = pktmon_constraint_draft_get_problem (draft, field);

  g_assert_cmpint (problem != NULL, ==, part != NULL);
  if (part != NULL && strstr (problem->message, part) == NULL)
    g_error ("“%s” does not say “%s”", problem->message, part);
}

static void
count_cb (guint *count)
{
  ++*count;
}

static void
test_fields (void)
{
  g_autoptr (PktmonConstraintDraft) draft = pktmon_constraint_draft_new (NULL);
  guint changes = 0, valid = 0;

  g_signal_connect_swapped (draft, "problems-changed", G_CALLBACK (count_cb), &changes);
  g_signal_connect_swapped (draft, "notify::valid", G_CALLBACK (count_cb), &valid);
  check_text (draft, NULL);
  g_assert_true (pktmon_constraint_draft_is_empty (draft));
  check_problem (draft, PKTMON_CONSTRAINT_NAME, NULL);
  g_object_set (draft, "port", "44x", NULL);
  check_text (draft, NULL);
  g_assert_false (pktmon_constraint_draft_is_empty (draft));
  check_problem (draft, PKTMON_CONSTRAINT_PORT1, "0 to 65535");
  check_problem (draft, PKTMON_CONSTRAINT_NAME, NULL);
  g_object_set (draft, "port", "443", "exclude", TRUE, "name", "Web", NULL);
  check_text (draft, "port=443 exclude name=\"Web\"");
  check_problem (draft, PKTMON_CONSTRAINT_PORT1, NULL);
  g_object_set (draft, "proto", "icmp", NULL);
  check_text (draft, NULL);
  check_problem (draft, PKTMON_CONSTRAINT_PORT1, "have ports");
  g_object_set (draft, "proto", "", "exclude", FALSE, "name", NULL, NULL);
  check_text (draft, "port=443");
  g_assert_cmpuint (changes, ==, 8);
  g_assert_cmpuint (valid, ==, 3);
  g_object_set (draft, "port", "443", NULL);
  g_assert_cmpuint (changes, ==, 8);
}

static gboolean
is_valid (gpointer data)
{
  gboolean valid;

  g_object_get (data, "valid", &valid, NULL);
  return valid;
}

static gboolean
has_problem (gpointer data)
{
  return pktmon_constraint_draft_get_problem (data, PKTMON_CONSTRAINT_EXPRESSION) != NULL;
}

/* Expressions are checked elsewhere; only the last one counts. */
static void
test_expression (void)
{
  g_autoptr (PktmonConstraintDraft) draft = pktmon_constraint_draft_new (NULL);

  g_object_set (draft, "bpf", "udp port", NULL);
  check_text (draft, NULL);
  test_wait (has_problem, draft, "the expression is refused");
  check_problem (draft, PKTMON_CONSTRAINT_EXPRESSION, "not valid");
  g_object_set (draft, "bpf", "udp port 5", NULL);
  g_object_set (draft, "bpf", "udp port 53", "vlan", "7", NULL);
  check_text (draft, NULL);
  test_wait (is_valid, draft, "the expression is taken");
  check_text (draft, "vlan=7 bpf=\"udp port 53\"");
  g_object_set (draft, "bpf", " ", NULL);
  check_problem (draft, PKTMON_CONSTRAINT_EXPRESSION, "pcap-filter");
  g_object_set (draft, "bpf", NULL, NULL);
  check_text (draft, "vlan=7");
  /* It goes while one is checked. */
  g_object_set (draft, "bpf", "tcp port 443", NULL);
}

static void
test_begin (void)
{
  const char *text = "ip=10.0.0.1 port=53 bpf=\"udp\" exclude name=\"x\"";
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (text, NULL);
  g_autoptr (PktmonConstraintDraft) draft = pktmon_constraint_draft_new (constraint);
  g_autofree char *ip = NULL;
  gboolean exclude;

  check_text (draft, text);
  g_object_get (draft, "ip", &ip, "exclude", &exclude, NULL);
  g_assert_cmpstr (ip, ==, "10.0.0.1");
  g_assert_true (exclude);
  g_object_set (draft, "exclude", FALSE, NULL);
  check_text (draft, "ip=10.0.0.1 port=53 bpf=\"udp\" name=\"x\"");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/fields", test_fields);
  g_test_add_func ("/draft/expression", test_expression);
  g_test_add_func ("/draft/begin", test_begin);
  return g_test_run();
}

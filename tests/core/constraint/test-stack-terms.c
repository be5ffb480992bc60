/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/stack-terms.h"

#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "constraint/expression.h"
#include "store/query.h"
#include "support/capture-checks.h"
#include "support/stack-capture.h"

/* View filters for what was seen inside the network stack. */

/* The packets of the capture that match, as a list of their positions. */
static char *
dup_matching (const char *text)
{
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  g_autoptr (GString) matching = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new_view (text, &error);
  g_autoptr (PktmonExpression) copy = NULL;
  g_autoptr (PktmonQuery) query = NULL;
  g_autoptr (PktmonSpool) spool = NULL;
  g_autoptr (PktmonStore) store = NULL;
  PktmonPositions *positions;

  g_assert_no_error (error);
  g_assert_cmpstr (pktmon_expression_get_text (expression), ==, text);
  test_stack_capture_add_journeys (builder);
  spool = test_spool_new (builder->bytes->data, builder->bytes->len);
  store = pktmon_store_new_for_spool (spool);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  copy = pktmon_expression_copy (expression);
  query = pktmon_query_new (store, &(PktmonWanted){ .expression = copy });
  g_assert_true (pktmon_query_advance (query, pktmon_store_get_count (store), &error));
  positions = pktmon_query_get_positions (query);
  for (guint64 p = pktmon_positions_get_next (positions, 0); p != PKTMON_POSITION_NONE;
       p = pktmon_positions_get_next (positions, p + 1))
    g_string_append_printf (matching, "%s%u", matching->len > 0 ? " " : "", (guint) p);
  return g_string_free (g_steal_pointer (&matching), FALSE);
}

static void
test_matching (void)
{
  static const struct {
    const char *text, *positions;
  } cases[] = {
    { "drop.reason == NO_SOCKET", "4" },
    { "drop.reason == NO_SOCKET,OTHERHOST", "4 8" },
    { "drop.reason == \"NO_SOCKET\" , \"OTHERHOST\"", "4 8" },
    { "drop.reason != NO_SOCKET", "8" },
    { "drop.location == ip_rcv_core+0x1b", "8" },
    { "stack.point == local-in", "3 6" },
    { "stack.point != local-in and journey.id == 17", "0 1 2 4" },
    { "journey.id==18", "5 6 7" },
    { "process.name == dig", "0 1" },
    { "process.pid == 1234 && process.name != dig", "7" },
    { "udp port 5353 and journey.id == 17", "3 4" },
    { "journey.id == 17 and (udp port 5353 or udp port 80)", "3 4" },
    { "stack.point == drop and udp and dst port 90", "8" },
    { "journey.id == 17 and tcp", "" },
    { "stack.hook == forward", "" },
    { "udp port 80", "5 6 7" },
    { "", "0 1 2 3 4 5 6 7 8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *positions = dup_matching (cases[i].text);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (positions, ==, cases[i].positions);
  }
}

static void
test_wrong (void)
{
  static const struct {
    const char *text, *words;
  } cases[] = {
    { "drop.reason", "not valid" },
    { "drop.reason ==", "not valid" },
    { "drop.reason = NO_SOCKET", "not valid" },
    { "drop.reason == A B", "not valid" },
    { "drop.reason == A,", "not valid" },
    { "drop.reason == \"A", "not valid" },
    { "journey.id == many", "not valid" },
    { "drop.reason == A or udp", "not valid" },
    { "udp or drop.reason == A", "Only “and”" },
    { "not drop.reason == A", "Only “and”" },
    { "udp and (drop.reason == A)", "Only “and”" },
    { "drop.reason == A and tcp or udp", "parentheses" },
    { "drop.reason == A and tcp porg 5", "tcp porg 5" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_null (pktmon_expression_new_view (cases[i].text, &error));
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, cases[i].words));
  }
}

/* A constraint is for interfaces, too, whose packets have no such values. */
static void
test_constraint (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pktmon_expression_new ("drop.reason == NO_SOCKET", &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

static void
test_text (void)
{
  static const struct {
    const char *value, *text;
  } cases[] = {
    { "NO_SOCKET", "drop.reason == NO_SOCKET" },
    { "a b", "drop.reason == \"a b\"" },
    { "a,b", "drop.reason == \"a,b\"" },
    { "(x) && y", "drop.reason == \"(x) && y\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = pktmon_stack_term_dup_text ("drop.reason", cases[i].value);
    g_autoptr (GError) error = NULL;
    g_autofree char *rest = NULL;
    g_autoptr (PktmonStackTerms) terms = pktmon_stack_terms_parse (text, &rest, &error);

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_no_error (error);
    g_assert_nonnull (terms);
    g_assert_cmpstr (rest, ==, "");
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stack-terms/matching", test_matching);
  g_test_add_func ("/stack-terms/wrong", test_wrong);
  g_test_add_func ("/stack-terms/constraint", test_constraint);
  g_test_add_func ("/stack-terms/text", test_text);
  return g_test_run();
}

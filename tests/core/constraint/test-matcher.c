/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "base/limits.h"
#include "constraint/kernel-filter.h"
#include "constraint/matcher.h"

/* What the matcher counts, and how many constraints it takes. */

static GPtrArray *
parse_all (const char *const *texts)
{
  GPtrArray *constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (; *texts != NULL; texts++)
    g_ptr_array_add (constraints, pktmon_constraint_new (*texts, NULL));
  return constraints;
}

static void
test_hits (void)
{
  static const char *const texts[] = { "proto=tcp", "disabled proto=udp", "proto=udp exclude",
                                       "bpf=\"udp or tcp\"", NULL };
  g_autoptr (GPtrArray) constraints = parse_all (texts);
  g_autoptr (PktmonMatcher) matcher = pktmon_matcher_new (constraints, NULL);
  g_autoptr (PktmonMatcher) copy = NULL;
  const PktmonInterface interface = { .link_type = 101, .section = &(PktmonSection){ 0 } };
  guint8 bytes[40] = { 0x45, 0, 0, 40 };
  const PktmonPacket packet = {
    .interface = &interface, .captured = 40, .length = 40, .data = bytes
  };

  bytes[9] = 6;
  g_assert_true (pktmon_matcher_match (matcher, &packet));
  g_assert_true (pktmon_matcher_match (matcher, &packet));
  bytes[9] = 17;
  g_assert_false (pktmon_matcher_match (matcher, &packet));
  bytes[9] = 1;
  g_assert_false (pktmon_matcher_match (matcher, &packet));
  g_assert_cmpuint (pktmon_matcher_get_hits (matcher, 0), ==, 2);
  g_assert_cmpuint (pktmon_matcher_get_hits (matcher, 1), ==, 0);
  g_assert_cmpuint (pktmon_matcher_get_hits (matcher, 2), ==, 1);
  g_assert_cmpuint (pktmon_matcher_get_hits (matcher, 3), ==, 3);
  copy = pktmon_matcher_copy (matcher);
  g_assert_cmpuint (pktmon_matcher_get_hits (copy, 3), ==, 0);
  bytes[9] = 6;
  g_assert_true (pktmon_matcher_match (copy, &packet));
  g_assert_cmpuint (pktmon_matcher_get_hits (copy, 3), ==, 1);
}

static void
test_none (void)
{
  static const char *const texts[] = { "disabled proto=udp", NULL };
  g_autoptr (GPtrArray) constraints = parse_all (texts);
  g_autoptr (PktmonMatcher) matcher = pktmon_matcher_new (constraints, NULL);
  g_auto (PktmonKernelFilter) filter = { 0 };
  const PktmonInterface interface = { .link_type = 1 };
  const PktmonPacket packet = { .interface = &interface, .data = (const guint8 *) "" };

  g_assert_true (pktmon_matcher_match (matcher, &packet));
  g_assert_true (pktmon_kernel_filter_init (&filter, constraints, 1, NULL));
  g_assert_null (filter.program);
}

/* Those that are disabled do not count. */
static void
test_many (void)
{
  static const char *const texts[] = { "disabled proto=udp", "disabled proto=tcp", NULL };
  g_autoptr (GPtrArray) constraints = parse_all (texts);
  g_autoptr (PktmonMatcher) most = NULL;
  g_autoptr (PktmonMatcher) more = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS; i++)
    g_ptr_array_add (constraints, pktmon_constraint_new ("proto=udp", NULL));
  most = pktmon_matcher_new (constraints, &error);
  g_assert_no_error (error);
  g_ptr_array_add (constraints, pktmon_constraint_new ("proto=udp", NULL));
  more = pktmon_matcher_new (constraints, &error);
  g_assert_null (more);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matcher/hits", test_hits);
  g_test_add_func ("/matcher/none", test_none);
  g_test_add_func ("/matcher/many", test_many);
  return g_test_run();
}

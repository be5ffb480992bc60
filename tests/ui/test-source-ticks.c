/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-ticks.h"

#include "support/sources.h"
#include "support/ui.h"

/* Which data sources are ticked, over real network namespaces. */

/* Without a tick, everything that can be used in the program's own namespace. */
static void
test_chosen_by_default (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autoptr (GPtrArray) chosen = NULL;
  gboolean has_loopback = FALSE;

  if (self == NULL)
    return;
  chosen = pktmon_source_ticks_list_chosen (self->ticks, self->tree);
  for (guint i = 0; i < chosen->len; i++) {
    PktmonDataSource *source = g_ptr_array_index (chosen, i);

    g_assert_true (g_str_has_prefix (pktmon_data_source_get_id (source), "if:"));
    g_assert_true (pktmon_data_source_check_available (source, NULL));
    has_loopback |= g_str_equal (pktmon_data_source_get_id (source), "if:lo");
  }
  g_assert_cmpint (has_loopback, ==,
                   pktmon_data_source_check_available (test_sources_find (self, "if:lo"), NULL));
}

static void
count_cb (gpointer ticks, guint *n)
{
  (*n)++;
}

static void
test_group (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  PktmonDataSource *blue;
  guint n_changes = 0;

  if (self == NULL)
    return;
  g_signal_connect (self->ticks, "changed", G_CALLBACK (count_cb), &n_changes);
  blue = test_sources_find (self, self->blue_id);
  g_assert_cmpint (pktmon_source_ticks_get_state (self->ticks, blue), ==, PKTMON_TICK_NONE);
  pktmon_source_ticks_toggle (self->ticks, blue);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpint (pktmon_source_ticks_get_state (self->ticks, blue), ==, PKTMON_TICK_ALL);
  g_assert_false (pktmon_source_ticks_contains (self->ticks, self->b)); /* it is down */
  test_sources_assert_chosen (self, (const char *const[]){ self->lo, self->a, NULL });

  pktmon_source_ticks_toggle (self->ticks, test_sources_find (self, self->lo));
  g_assert_cmpint (pktmon_source_ticks_get_state (self->ticks, blue), ==, PKTMON_TICK_SOME);
  test_sources_assert_chosen (self, (const char *const[]){ self->a, NULL });
  pktmon_source_ticks_toggle (self->ticks, blue);
  g_assert_cmpint (pktmon_source_ticks_get_state (self->ticks, blue), ==, PKTMON_TICK_ALL);
  pktmon_source_ticks_toggle (self->ticks, blue);
  g_assert_cmpint (pktmon_source_ticks_get_state (self->ticks, blue), ==, PKTMON_TICK_NONE);

  g_assert_false (pktmon_source_ticks_can_toggle (self->ticks, test_sources_find (self, self->b)));
  pktmon_source_ticks_choose_only (self->ticks, test_sources_find (self, self->a));
  test_sources_assert_chosen (self, (const char *const[]){ self->a, NULL });
  n_changes = 0;
  pktmon_source_ticks_set (self->ticks, self->a, TRUE);
  g_assert_cmpuint (n_changes, ==, 0);
}

/* A source that goes and comes back is ticked as it was. What is ticked and down is not replaced by
 * other sources. */
static void
test_ticks_survive (void)
{
  g_autoptr (TestSources) self = test_sources_new();

  if (self == NULL)
    return;
  pktmon_source_ticks_toggle (self->ticks, test_sources_find (self, self->a));
  test_network_ip ("-n %s link set dev a down", self->blue);
  test_sources_wait_available (self, self->a, FALSE);
  test_sources_assert_chosen (self, (const char *const[]){ NULL });
  g_assert_true (pktmon_source_ticks_can_toggle (self->ticks, test_sources_find (self, self->a)));
  test_network_ip ("-n %s link delete dev a", self->blue);
  test_sources_wait_available (self, self->a, FALSE);
  test_network_ip ("-n %s link add name a type veth peer name b", self->blue);
  test_network_ip ("-n %s link set dev a up", self->blue);
  test_sources_wait_available (self, self->a, TRUE);
  test_sources_assert_chosen (self, (const char *const[]){ self->a, NULL });
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/source-ticks/chosen-by-default", test_chosen_by_default);
  g_test_add_func ("/source-ticks/group", test_group);
  g_test_add_func ("/source-ticks/survive", test_ticks_survive);
  return g_test_run();
}

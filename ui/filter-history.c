/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/filter-history.h"

#include "ui/settings.h"

#define MAX_FILTERS 20u

void
pktmon_filter_history_add (GSettings *settings, const char *filter)
{
  g_auto (GStrv) before = pktmon_filter_history_dup (settings);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();
  g_auto (GStrv) after = NULL;
  guint n_filters = 1;

  g_strv_builder_add (builder, filter);
  for (char **old = before; *old != NULL && n_filters < MAX_FILTERS; old++)
    if (!g_str_equal (*old, filter)) {
      g_strv_builder_add (builder, *old);
      n_filters++;
    }
  after = g_strv_builder_end (builder);
  g_settings_set_strv (settings, PKTMON_SETTING_FILTER_HISTORY, (const char *const *) after);
}

char **
pktmon_filter_history_dup (GSettings *settings)
{
  return g_settings_get_strv (settings, PKTMON_SETTING_FILTER_HISTORY);
}

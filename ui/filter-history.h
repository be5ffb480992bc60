/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The filters that were used last, in the settings. */

/* Puts @filter in front; the oldest beyond 20 are forgotten. */
void pktmon_filter_history_add (GSettings *settings, const char *filter);
/* The latest first. (transfer full) */
char **pktmon_filter_history_dup (GSettings *settings);

G_END_DECLS

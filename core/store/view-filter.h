/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/query.h"

G_BEGIN_DECLS

/* PktmonViewFilter: the packets of a store that a view is to show.
 *
 * Other threads look for them in steps (base/steps.h), and follow a store that still grows. What
 * the functions say changes only with the signal `changed` (no arguments), which comes after each
 * step: 10 ms after the start, then every 40 ms while there is work, and after each `changed` of
 * the store. Another filter is another object; the last unref ends the work without waiting for it.
 * Main thread. */
#define PKTMON_TYPE_VIEW_FILTER (pktmon_view_filter_get_type())
G_DECLARE_FINAL_TYPE (PktmonViewFilter, pktmon_view_filter, PKTMON, VIEW_FILTER, GObject)

/* Begins at once. Keeps a reference to @store, and the rest as pktmon_query_new does. The fold has
 * to be an empty one. */
PktmonViewFilter *pktmon_view_filter_new (PktmonStore *store, const PktmonWanted *wanted);

/* The packets found so far; borrowed, grows at its end. */
const PktmonPositions *pktmon_view_filter_get_positions (PktmonViewFilter *self);
/* How many packets were judged; every position below that is decided. */
guint64 pktmon_view_filter_get_judged (PktmonViewFilter *self);
/* The same as a part of all that the store has now: 0 to 1. */
double pktmon_view_filter_get_fraction (PktmonViewFilter *self);
/* Whether there was more to judge when it last looked. FALSE: it only waits for the store. */
gboolean pktmon_view_filter_is_busy (PktmonViewFilter *self);
/* Why it ended before the end of the store, NULL when it did not. Borrowed. */
const GError *pktmon_view_filter_get_error (PktmonViewFilter *self);
/* Packets so far for which the constraint at @n held, of those that matched the expression. */
guint64 pktmon_view_filter_get_hits (PktmonViewFilter *self, guint n);
/* Packets so far that are left out only as their drop was expected. */
guint64 pktmon_view_filter_get_expected (PktmonViewFilter *self);
/* Packets that an expression could not judge, which are left out, and in libpcap's words why
 * (borrowed; NULL when there are none). */
guint64 pktmon_view_filter_get_unjudged (PktmonViewFilter *self, const char **reason);

G_END_DECLS

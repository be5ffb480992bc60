/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "constraint/constraint.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonMatchCount: how many of the last packets of a store satisfy one constraint, whether it is
 * enabled or not, and also when it excludes.
 *
 * Other threads count in steps (base/steps.h). What the functions say changes only with the signal
 * `changed` (no arguments), which comes after each step. Another count is another object; the last
 * unref ends it without waiting. Main thread. */
#define PKTMON_TYPE_MATCH_COUNT (pktmon_match_count_get_type())
G_DECLARE_FINAL_TYPE (PktmonMatchCount, pktmon_match_count, PKTMON, MATCH_COUNT, GObject)

/* Begins at once, with the packets that the store has now. Keeps a reference to both.
 * @most: packets that are looked at. */
PktmonMatchCount *pktmon_match_count_new (PktmonStore *store, PktmonConstraint *constraint,
                                          guint64 most);

gboolean pktmon_match_count_is_busy (PktmonMatchCount *self);
/* Packets that are looked at in all, that were looked at, and that it held for. */
guint64 pktmon_match_count_get_total (PktmonMatchCount *self);
guint64 pktmon_match_count_get_judged (PktmonMatchCount *self);
guint64 pktmon_match_count_get_matched (PktmonMatchCount *self);
/* Why it ended early; NULL when it did not. Borrowed. */
const GError *pktmon_match_count_get_error (PktmonMatchCount *self);

G_END_DECLS

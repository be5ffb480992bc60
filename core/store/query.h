/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "constraint/expression.h"
#include "constraint/matcher.h"
#include "store/journey-fold.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonQuery: the set of a store's packets that match an expression, satisfy constraints, and came
 * in at an interface that is not hidden, found step by step, so that it can follow a store that
 * still grows, show progress and be left at any time. One thread at a time. */
typedef struct _PktmonQuery PktmonQuery;

/* Keeps a reference to @store, and copies of the rest.
 * @expression: NULL: every packet matches. @constraints: as pktmon_matcher_new has it; kept, and
 * not to be changed any more; NULL: none. Without either no packet's bytes are read.
 * @hidden: numbers of hidden interfaces, as in the store's directory; NULL: none.
 * @fold: gets all packets but those of these interfaces, and decides which of those that match
 * stand for their journey; kept; NULL: all do. */
PktmonQuery *pktmon_query_new (PktmonStore *store, const PktmonExpression *expression,
                               GPtrArray *constraints, const PktmonPositions *hidden,
                               PktmonJourneyFold *fold);
void pktmon_query_free (PktmonQuery *self);

/* Judges the next packets, up to position @until (not included), which must not be above the
 * store's count. The first time takes as long as pktmon_matcher_new.
 * Returns: FALSE with the error of that, or of pktmon_cursor_read. */
gboolean pktmon_query_advance (PktmonQuery *self, guint64 until, GError **error);

/* How many packets were judged. */
guint64 pktmon_query_get_position (const PktmonQuery *self);
/* Those that match; borrowed, grows with each step. */
PktmonPositions *pktmon_query_get_positions (PktmonQuery *self);
/* Packets for which the constraint at @n held, of those that matched the expression. */
guint64 pktmon_query_get_hits (const PktmonQuery *self, guint n);
/* As pktmon_expression_get_unjudged, of the expression and the constraints together. */
guint64 pktmon_query_get_unjudged (const PktmonQuery *self, const char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonQuery, pktmon_query_free)

G_END_DECLS

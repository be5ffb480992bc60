/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "constraint/expression.h"
#include "constraint/matcher.h"
#include "store/journey-fold.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What is wanted of a store's packets; all 0: every packet. */
typedef struct {
  const PktmonExpression *expression; /* that they match; NULL: any */
  GPtrArray *constraints;             /* as pktmon_matcher_new has it; NULL: none */
  const PktmonPositions *hidden;      /* numbers, as in the store's directory, of interfaces whose
                                         packets are not wanted; NULL: none */
  PktmonJourneyFold *fold;   /* gets all packets but those of these interfaces, and decides which of
                                those that match stand for their journey; NULL: all do */
  gboolean without_expected; /* not what is dropped as it should be (PKTMON_DROP_EXPECTED) */
} PktmonWanted;

/* PktmonQuery: the set of a store's packets that are wanted, found step by step, so that it can
 * follow a store that still grows, show progress and be left at any time. One thread at a time. */
typedef struct _PktmonQuery PktmonQuery;

/* Keeps a reference to @store, a copy of the expression, and the constraints, which are not to be
 * changed any more. Where neither those nor drops are judged, no packet's bytes are read. */
PktmonQuery *pktmon_query_new (PktmonStore *store, const PktmonWanted *wanted);
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
/* Packets that are left out only as their drop was expected. */
guint64 pktmon_query_get_expected (const PktmonQuery *self);
/* As pktmon_expression_get_unjudged, of the expression and the constraints together. */
guint64 pktmon_query_get_unjudged (const PktmonQuery *self, const char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonQuery, pktmon_query_free)

G_END_DECLS

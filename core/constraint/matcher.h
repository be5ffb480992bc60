/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonMatcher: says which packets of a file satisfy constraints.
 *
 * Looks at the bytes that were kept of a packet; a header that is not all among them is not there.
 * One thread at a time; make one for each. */
typedef struct _PktmonMatcher PktmonMatcher;

/* @constraints: element-type PktmonConstraint, at most PKTMON_MAX_CONSTRAINTS; those that are not
 * enabled do not count. Without any, every packet matches.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID. */
PktmonMatcher *pktmon_matcher_new (GPtrArray *constraints, GError **error);
PktmonMatcher *pktmon_matcher_copy (const PktmonMatcher *self);
void pktmon_matcher_free (PktmonMatcher *self);

/* @packet: its bytes are those of the frame, VLAN tags in their places. */
gboolean pktmon_matcher_match (PktmonMatcher *self, const PktmonPacket *packet);

/* Packets so far for which the constraint at @position held, whatever became of them: also those
 * that it excluded. A copy begins at 0. */
guint64 pktmon_matcher_get_hits (const PktmonMatcher *self, guint position);
/* As pktmon_expression_get_unjudged, of all constraints together. */
guint64 pktmon_matcher_get_unjudged (const PktmonMatcher *self, const char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonMatcher, pktmon_matcher_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonHitCounter: for how many packets of a capture each of its constraints held.
 *
 * A thread of its own reads the files behind whoever writes them, and changes to other constraints
 * where a divider of the file says so. All functions but the last: the owner's thread. */
typedef struct _PktmonHitCounter PktmonHitCounter;

PktmonHitCounter *pktmon_hit_counter_new (void);
/* Ends the thread. Spools as below. */
void pktmon_hit_counter_free (PktmonHitCounter *self);

/* @constraints: (element-type PktmonConstraint), in force from the divider with @divider as its
 * number on; 0: from the start. Before that divider can be in a file. */
void pktmon_hit_counter_add_constraints (PktmonHitCounter *self, guint32 divider,
                                         GPtrArray *constraints);
/* The file that comes next. */
void pktmon_hit_counter_add_spool (PktmonHitCounter *self, PktmonSpool *spool);
/* What is left to count will not be counted. */
void pktmon_hit_counter_cancel (PktmonHitCounter *self);
/* No more files come, and those that are there are complete. Waits until all is counted. */
void pktmon_hit_counter_finish (PktmonHitCounter *self);

/* Packets so far that @constraint held for, at any time when it was in force. Its name does not
 * matter, nor whether it is enabled now. 0 for those that exclude: what they hold for does not
 * come. Any thread. */
guint64 pktmon_hit_counter_get_hits (PktmonHitCounter *self, const PktmonConstraint *constraint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonHitCounter, pktmon_hit_counter_free)

G_END_DECLS

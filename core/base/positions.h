/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonPositions: a set of packet positions (0 is the first packet).
 *
 * One bit for each position up to the largest, with a running count every 2,048, so that a view of
 * any size finds its n-th packet in logarithmic time. At most 2^32 positions; about 1.06 bits each.
 * Not thread-safe: one owner at a time; hand over whole, or copy. */
typedef struct _PktmonPositions PktmonPositions;

#define PKTMON_POSITION_NONE G_MAXUINT64

PktmonPositions *pktmon_positions_new (void);
PktmonPositions *pktmon_positions_copy (const PktmonPositions *self);
void pktmon_positions_free (PktmonPositions *self);

void pktmon_positions_add (PktmonPositions *self, guint64 position);
void pktmon_positions_remove (PktmonPositions *self, guint64 position);
/* Adds, or removes, @count positions from @first. */
void pktmon_positions_add_range (PktmonPositions *self, guint64 first, guint64 count);
void pktmon_positions_remove_range (PktmonPositions *self, guint64 first, guint64 count);

/* Set algebra with @other, which stays as it is. */
void pktmon_positions_unite (PktmonPositions *self, const PktmonPositions *other);
/* The same with those of @other at or after @first; costs no more than they do. */
void pktmon_positions_unite_from (PktmonPositions *self, const PktmonPositions *other,
                                  guint64 first);
void pktmon_positions_intersect (PktmonPositions *self, const PktmonPositions *other);
void pktmon_positions_subtract (PktmonPositions *self, const PktmonPositions *other);

gboolean pktmon_positions_contains (const PktmonPositions *self, guint64 position);
/* How many there are. */
guint64 pktmon_positions_get_count (const PktmonPositions *self);
/* The @n-th, from 0, in ascending order; PKTMON_POSITION_NONE beyond the last. */
guint64 pktmon_positions_get_nth (PktmonPositions *self, guint64 n);
/* How many lie before @position. */
guint64 pktmon_positions_get_rank (PktmonPositions *self, guint64 position);
/* The first at or after @position, PKTMON_POSITION_NONE when there is none:
 *   for (p = next (self, 0); p != PKTMON_POSITION_NONE; p = next (self, p + 1)) … */
guint64 pktmon_positions_get_next (const PktmonPositions *self, guint64 position);
/* The last at or before @position, likewise. */
guint64 pktmon_positions_get_previous (const PktmonPositions *self, guint64 position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonPositions, pktmon_positions_free)

G_END_DECLS

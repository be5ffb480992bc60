/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What a row says that divides packets: that some were lost there, or what changed. */
typedef struct {
  guint64 lost;                /* packets; 0: something changed */
  guint interface;             /* that they were lost on; PKTMON_DIVIDER_INTERFACES: several */
  const PktmonDivider *change; /* NULL: packets were lost. Borrowed from the store. */
} PktmonDividerRow;

#define PKTMON_DIVIDER_INTERFACES G_MAXUINT

/* PktmonDividerRows: which rows of a packet list divide packets: the gaps and the dividers of its
 * store.
 *
 * While all packets are shown, each has a row before the packet that it stands before, and what
 * changed has it at once. In a set of packets these rows stand before the first shown packet behind
 * them, once there is one; gaps without a shown packet between them have one row for their sum, and
 * what changed there one for the last.
 *
 * They are at most PKTMON_MAX_GAPS and PKTMON_MAX_DIVIDERS. Answers take logarithmic time in that.
 * One thread at a time. */
typedef struct _PktmonDividerRows PktmonDividerRows;

/* @store: borrowed, and must live as long. */
PktmonDividerRows *pktmon_divider_rows_new (PktmonStore *store);
void pktmon_divider_rows_free (PktmonDividerRows *self);

/* Begins anew, without rows. */
void pktmon_divider_rows_clear (PktmonDividerRows *self);
/* Adds the rows that now have a place; those that are there keep theirs.
 * @shown: the shown packets; NULL: all. Those that came since the last call are at its end.
 * @n_packets: how many they are, as the store had them before this call. */
void pktmon_divider_rows_extend (PktmonDividerRows *self, PktmonPositions *shown,
                                 guint64 n_packets);

/* How many there are. */
guint pktmon_divider_rows_get_count (const PktmonDividerRows *self);
/* The first of them that is @row or more; G_MAXUINT64: none is. */
guint64 pktmon_divider_rows_get_next (const PktmonDividerRows *self, guint64 row);
/* What @row says; FALSE: it has a packet. */
gboolean pktmon_divider_rows_get (const PktmonDividerRows *self, guint64 row,
                                  PktmonDividerRow *divider);
/* How many packets have rows before @row. */
guint64 pktmon_divider_rows_get_rank (const PktmonDividerRows *self, guint64 row);
/* The row of the shown packet with @rank packets before it. */
guint64 pktmon_divider_rows_get_row (const PktmonDividerRows *self, guint64 rank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonDividerRows, pktmon_divider_rows_free)

G_END_DECLS

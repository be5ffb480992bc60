/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/directory.h"
#include "pcapng/divider-block.h"
#include "pcapng/reader.h"

G_BEGIN_DECLS

/* One thing that changed while packets were captured. */
typedef struct {
  guint64 position; /* of the packet that it stands before; that may not be there (yet) */
  guint kind;       /* PktmonDividerKind; others are to be ignored */
  guint32 number;   /* in its capture, from 1 */
  PktmonNanoseconds time;
  char *text; /* by kind: lines with line feeds between them, without control characters */
} PktmonDivider;

/* PktmonDividers: the dividers of a capture in the order of the file: that is, by position, and
 * those before the same packet by number. One thread appends, any thread looks; what it gets lives
 * as long as this, and never changes. At most PKTMON_MAX_DIVIDERS. */
typedef struct _PktmonDividers PktmonDividers;

PktmonDividers *pktmon_dividers_new (void);
void pktmon_dividers_free (PktmonDividers *self);

/* Appends what a block at @data that the reader gave says, when it is a divider.
 * @position: packets before it. */
void pktmon_dividers_add_block (PktmonDividers *self, PktmonDirectory *directory,
                                const PktmonRecord *record, const guint8 *data, guint64 position);

/* How many stand before the packet at @position or an earlier one. Those between two packets a < b
 * are numbers count_until (a) to count_until (b) - 1; those before the first packet begin with 0;
 * G_MAXUINT64: all. Costs a few comparisons. */
guint pktmon_dividers_count_until (PktmonDividers *self, guint64 position);
/* @i: below pktmon_dividers_count_until (self, G_MAXUINT64). Borrowed. */
const PktmonDivider *pktmon_dividers_get (PktmonDividers *self, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonDividers, pktmon_dividers_free)

G_END_DECLS

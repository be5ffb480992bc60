/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "pcapng/reader.h"

G_BEGIN_DECLS

/* Sums over a number of packets. */
typedef struct {
  guint64 packets;
  guint64 captured_bytes;
  guint64 wire_bytes;
  guint64 drop_counts; /* packets that say how many were lost before them (epb_dropcount) */
  guint64 dropped;     /* the sum of that */
  PktmonNanoseconds first, last; /* earliest and latest time; PKTMON_NANOSECONDS_NONE without any */
} PktmonTotals;

/* What the capturing program says of one interface (pcapng, section 4.6). */
#define PKTMON_STATISTICS_UNKNOWN G_MAXUINT64 /* it does not say */
typedef struct {
  guint64 received;
  guint64 interface_dropped;
  guint64 filter_accepted;
  guint64 system_dropped;
  guint64 delivered;
  PktmonTime start, end; /* of the capture; PKTMON_TIME_NONE: not said */
} PktmonInterfaceStatistics;

/* How many blocks of one type there are. */
typedef struct {
  guint32 type;
  guint64 count;
} PktmonBlockCount;

/* The type under which types are counted that are not told apart. */
#define PKTMON_OTHER_BLOCKS G_MAXUINT32

/* PktmonContents: what a capture holds beside its packets, sums over them, and which of them have
 * notes; gathered while it is read. Not thread-safe: its owner locks. */
typedef struct _PktmonContents PktmonContents;

PktmonContents *pktmon_contents_new (void);
PktmonContents *pktmon_contents_copy (const PktmonContents *self);
void pktmon_contents_free (PktmonContents *self);

/* Adds a record that the reader gave.
 * Returns: packets lost before it, as it says (epb_dropcount). */
guint64 pktmon_contents_add_packet (PktmonContents *self, const PktmonPacket *packet,
                                    PktmonNanoseconds time);
/* Likewise, with the block's bytes at @data. */
void pktmon_contents_add_block (PktmonContents *self, PktmonDirectory *directory,
                                const PktmonRecord *record, const guint8 *data);

PktmonTotals pktmon_contents_get_totals (const PktmonContents *self);
/* Of one interface, counted as in the directory; zeros for one without packets. */
PktmonTotals pktmon_contents_get_interface_totals (const PktmonContents *self, guint interface);
/* The last statistics block of the interface; FALSE when there is none. */
gboolean pktmon_contents_get_statistics (const PktmonContents *self, guint interface,
                                         PktmonInterfaceStatistics *statistics);
/* Blocks other than packets, by type, in the order of their first; at most 64 types are told apart,
 * the rest is counted under PKTMON_OTHER_BLOCKS. Borrowed. */
const PktmonBlockCount *pktmon_contents_get_blocks (const PktmonContents *self, guint *n_types);

/* Packets with a comment, and packets that were marked in this program. Borrowed. */
const PktmonPositions *pktmon_contents_get_commented (const PktmonContents *self);
const PktmonPositions *pktmon_contents_get_marked (const PktmonContents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonContents, pktmon_contents_free)

G_END_DECLS

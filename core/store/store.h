/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pcapng/directory.h"
#include "store/block-list.h"
#include "store/contents.h"
#include "store/divider.h"
#include "store/gaps.h"
#include "store/index.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonStore: one capture and the index of its packets.
 *
 * A worker thread of its own reads the spool once, in large sequential pieces, and publishes what
 * it found in steps: the first packets are there while the rest is being read, and a capture that
 * still grows is no other case. Positions count packets from 0.
 *
 * Signal `changed` (no arguments): there are more packets, or loading ended. It comes in the main
 * context that was the thread's default when the store was made, at most every 16 ms. All
 * functions: any thread. */
#define PKTMON_TYPE_STORE (pktmon_store_get_type())
G_DECLARE_FINAL_TYPE (PktmonStore, pktmon_store, PKTMON, STORE, GObject)

/* Opens a capture file, plain or compressed, or "-" for standard input, and begins to load it.
 * Returns: (transfer full): NULL when it cannot be opened. What is wrong inside it comes later,
 * with pktmon_store_dup_error. */
PktmonStore *pktmon_store_new (const char *path, GError **error);
/* Takes any spool, and begins to load it. */
PktmonStore *pktmon_store_new_for_spool (PktmonSpool *spool);

/* Ends loading and waits for the worker; what is indexed stays. Called by dispose. */
void pktmon_store_stop (PktmonStore *self);

guint64 pktmon_store_get_count (PktmonStore *self);
/* Whether the worker has ended: nothing more will come. */
gboolean pktmon_store_is_complete (PktmonStore *self);
/* Why loading ended before the end of the capture, NULL when it did not (yet). (transfer full) */
GError *pktmon_store_dup_error (PktmonStore *self);
/* How much is loaded: 0 to 1, or -1 when nobody knows. */
double pktmon_store_get_fraction (PktmonStore *self);
/* Blocks until there are more than @known packets or loading has ended.
 * Returns: packets there are. */
guint64 pktmon_store_wait (PktmonStore *self, guint64 known);
/* Blocks until loading has ended.
 * Returns: FALSE with the error that ended it early. */
gboolean pktmon_store_wait_complete (PktmonStore *self, GError **error);

/* How far the capture is indexed at this moment.
 * @offset: (out): bytes of the spool that were looked at, up to the end of a block.
 * Returns: packets in them. */
guint64 pktmon_store_get_extent (PktmonStore *self, guint64 *offset);

/* @position must be below the count. */
PktmonNanoseconds pktmon_store_get_nanoseconds (PktmonStore *self, guint64 position);
guint64 pktmon_store_get_offset (PktmonStore *self, guint64 position);
/* PKTMON_INDEX_INTERFACE_FAR when only the packet's own bytes tell. */
guint pktmon_store_get_interface (PktmonStore *self, guint64 position);
/* Whether nothing is known of the packet any more, as it is not kept: the three above are 0 then.
 */
gboolean pktmon_store_is_forgotten (PktmonStore *self, guint64 position);

/* Sums over the packets of @n interfaces so far, one look for all of them. @totals: room for @n.
 * Returns: FALSE, without waiting, while the worker is adding to them; `changed` follows then. */
gboolean pktmon_store_get_interface_totals (PktmonStore *self, const guint *interfaces, guint n,
                                            PktmonTotals *totals);

/* Adds to @commented and @marked which packets from @first on have a comment or a mark in the file.
 * Returns: how many packets were looked at; @first, without waiting, while the worker is adding to
 *   them; `changed` follows then. */
guint64 pktmon_store_unite_noted (PktmonStore *self, guint64 first, PktmonPositions *commented,
                                  PktmonPositions *marked);

/* Borrowed. */
const PktmonIndex *pktmon_store_get_index (PktmonStore *self);
PktmonDirectory *pktmon_store_get_directory (PktmonStore *self);
PktmonDividers *pktmon_store_get_dividers (PktmonStore *self);
const PktmonGaps *pktmon_store_get_gaps (PktmonStore *self);
PktmonSpool *pktmon_store_get_spool (PktmonStore *self);
PktmonBlockList *pktmon_store_get_blocks (PktmonStore *self);
/* A snapshot; (transfer full). */
PktmonContents *pktmon_store_dup_contents (PktmonStore *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/packet-list.h"

G_BEGIN_DECLS

/* PktmonPacketSelection: the rows of a packet list, and which of their packets are selected.
 *
 * It holds a set of positions in the store, so a packet that a filter hides for a while is selected
 * again when it comes back. Rows of dividers never are. No row is made for a selection of any size,
 * and each change is one signal. Main thread only. */
#define PKTMON_TYPE_PACKET_SELECTION (pktmon_packet_selection_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketSelection, pktmon_packet_selection, PKTMON, PACKET_SELECTION,
                      GObject)

/* Keeps a reference to @list. Nothing is selected. */
PktmonPacketSelection *pktmon_packet_selection_new (PktmonPacketList *list);

/* Borrowed. */
PktmonPacketList *pktmon_packet_selection_get_list (PktmonPacketSelection *self);

/* The selected packets that are shown. (transfer full) */
PktmonPositions *pktmon_packet_selection_dup_positions (PktmonPacketSelection *self);
/* How many those are. */
guint64 pktmon_packet_selection_get_count (PktmonPacketSelection *self);

/* Ends the list after @max_rows rows, for views that cannot show more. */
void pktmon_packet_selection_set_max_rows (PktmonPacketSelection *self, guint max_rows);
/* Whether rows are left out so. */
gboolean pktmon_packet_selection_is_cut (PktmonPacketSelection *self);
/* Holds back what comes after @n_rows rows until the view is ready for more; G_MAXUINT, as it
 * begins: nothing. All rows that are held back can be selected, and are not cut. */
void pktmon_packet_selection_set_ready (PktmonPacketSelection *self, guint n_rows);
/* How many rows there are, with those. */
guint pktmon_packet_selection_count_rows (PktmonPacketSelection *self);
/* Announces the rows from @row on once more, as one change: a view that remembers every change may
 * forget what it has of them. Nothing else changes. */
void pktmon_packet_selection_announce_again (PktmonPacketSelection *self, guint row);

G_END_DECLS

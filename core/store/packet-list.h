/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/divider-rows.h"

G_BEGIN_DECLS

/* PktmonPacketItem: one row of a packet list; knows its packet, and nothing else. A divider's knows
 * nothing. */
#define PKTMON_TYPE_PACKET_ITEM (pktmon_packet_item_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketItem, pktmon_packet_item, PKTMON, PACKET_ITEM, GObject)

/* The packet's position in the store, from 0; PKTMON_POSITION_NONE: the row is a divider's. */
guint64 pktmon_packet_item_get_position (PktmonPacketItem *self);

/* PktmonPacketList: the packets of a store, all or a set of them, as a GListModel, with rows
 * of dividers between them where packets were lost, or something changed (store/divider-rows.h).
 *
 * Items are made when they are asked for and not kept. `items-changed` comes in the main context of
 * the store, once for each `changed` of it. Main thread only. */
#define PKTMON_TYPE_PACKET_LIST (pktmon_packet_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketList, pktmon_packet_list, PKTMON, PACKET_LIST, GObject)

/* Keeps a reference to @store. */
PktmonPacketList *pktmon_packet_list_new (PktmonStore *store);

/* Shows the packets of @positions only (transfer full); NULL shows all, and those to come.
 * The list empties and fills again: two signals, never one that removes and adds. */
void pktmon_packet_list_take_positions (PktmonPacketList *self, PktmonPositions *positions);
/* Adds to a shown set those of @positions that are @first or more; all that are in it are less. */
void pktmon_packet_list_append_positions (PktmonPacketList *self, const PktmonPositions *positions,
                                          guint64 first);

/* The set that is shown; NULL when all are. Borrowed, until the list changes. */
PktmonPositions *pktmon_packet_list_get_positions (PktmonPacketList *self);
/* How many packets are shown. */
guint64 pktmon_packet_list_get_count (PktmonPacketList *self);
/* Position in the store of the @n-th of them, from 0, which must be below their number. */
guint64 pktmon_packet_list_get_nth (PktmonPacketList *self, guint64 n);
/* How many of them come before the packet at @position. */
guint64 pktmon_packet_list_get_rank (PktmonPacketList *self, guint64 position);

/* --- Rows; @row must be below the number of items --- */

/* Position in the store of the packet in @row; of a divider that of the packet behind it,
 * PKTMON_POSITION_NONE when there is none. */
guint64 pktmon_packet_list_get_position (PktmonPacketList *self, guint row);
/* How many packets have rows before @row, which may also be the number of items. */
guint64 pktmon_packet_list_get_row_rank (PktmonPacketList *self, guint row);
/* What the divider in @row says; FALSE: it has a packet. */
gboolean pktmon_packet_list_get_divider (PktmonPacketList *self, guint row,
                                         PktmonDividerRow *divider);
/* The first row from @row on that has a divider; the number of items when none has. */
guint pktmon_packet_list_get_next_divider (PktmonPacketList *self, guint row);
/* The row of the packet that is meant by @row: a divider stands for the packet behind it, the last
 * one for that before it; where there is no packet, for itself. */
guint pktmon_packet_list_get_packet_row (PktmonPacketList *self, guint row);
/* The row of the packet at @position; when it is not shown, the row where the next shown one is. */
guint pktmon_packet_list_get_row (PktmonPacketList *self, guint64 position);
/* Whether the packet at @position is shown, and in which row (out). */
gboolean pktmon_packet_list_find (PktmonPacketList *self, guint64 position, guint *row);

G_END_DECLS

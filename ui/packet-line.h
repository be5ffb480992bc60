/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/packet-lines.h"

G_BEGIN_DECLS

/* PktmonPacketLine: paints one row of the packet list. A packet is taken apart when its row is
 * painted. Main thread only.
 *
 * GTK 4.8 has no functions for the way from a list to its rows, so this file is the one that knows
 * how it is built: list → rows of GTK; each of them → our line. */
#define PKTMON_TYPE_PACKET_LINE (pktmon_packet_line_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketLine, pktmon_packet_line, PKTMON, PACKET_LINE, GtkWidget)

/* A new one for @item. (transfer floating) */
GtkWidget *pktmon_packet_line_new (PktmonPacketLines *lines, GtkListItem *item);

/* Borrowed. */
GtkListItem *pktmon_packet_line_get_item (PktmonPacketLine *self);
/* What it says when its row is a divider's; NULL when it is not. (transfer full) */
char *pktmon_packet_line_dup_divider (PktmonPacketLine *self);
/* What it shows in @column; "" when nothing. (transfer full) */
char *pktmon_packet_line_dup_text (PktmonPacketLine *self, const PktmonListColumn *column);
/* The name of the colour that it has; NULL: none. Static. */
const char *pktmon_packet_line_get_color (PktmonPacketLine *self);
/* Whether its packet is marked, and painted so. */
gboolean pktmon_packet_line_get_marked (PktmonPacketLine *self);
/* Whether its packet has a comment, and an icon that says so. */
gboolean pktmon_packet_line_get_commented (PktmonPacketLine *self);
/* It shows another packet, or the same in another way. */
void pktmon_packet_line_refresh (PktmonPacketLine *self);

/* --- In a list --- */

/* All that there are. */
void pktmon_packet_line_refresh_all (GtkListView *list);
/* The one in the row that is, or holds, @widget; NULL when there is none. Borrowed. */
PktmonPacketLine *pktmon_packet_line_find (GtkListView *list, GtkWidget *widget);
/* The one at a place in @list; NULL when there is none. Borrowed. */
PktmonPacketLine *pktmon_packet_line_pick (GtkListView *list, double x, double y);
/* GTK's widget of a row; NULL when it has none now. Borrowed. */
GtkWidget *pktmon_packet_line_find_row (GtkListView *list, guint row);
/* The last row that has a widget. */
guint pktmon_packet_line_get_last_row (GtkListView *list);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonPacketScroller: moves the packet list: to a packet, along with the end while packets come,
 * back to its place when other packets are shown. What GtkListView of GTK 4.8 cannot do by
 * itself, or does wrong with millions of rows, is made up for here. Main thread only.
 *
 * Properties: `follow` (gboolean): whether the end stays in view when packets come. It ends when
 * the user scrolls up, and begins again when he comes to the end. */
#define PKTMON_TYPE_PACKET_SCROLLER (pktmon_packet_scroller_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketScroller, pktmon_packet_scroller, PKTMON, PACKET_SCROLLER,
                      GObject)

/* Gives the selection of @document to @list as its model.
 * @list: has the rows of packet-line.h; it must be in its scrolled window, and live until the
 * scroller is disposed of. */
PktmonPacketScroller *pktmon_packet_scroller_new (GtkListView *list, PktmonDocument *document);

/* Brings the packet at @position into view, and the keyboard's place to it: arrow keys go on from
 * there, now or when the focus comes back. Nothing when the packet is not shown. */
void pktmon_packet_scroller_show (PktmonPacketScroller *self, guint64 position);

/* Gives the focus to the current packet's row, or to the topmost.
 * Returns: FALSE when there is no row. */
gboolean pktmon_packet_scroller_grab_focus (PktmonPacketScroller *self);

gboolean pktmon_packet_scroller_get_follow (PktmonPacketScroller *self);
void pktmon_packet_scroller_set_follow (PktmonPacketScroller *self, gboolean follow);

G_END_DECLS

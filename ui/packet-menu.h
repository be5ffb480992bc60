/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/columns.h"
#include "ui/document.h"

G_BEGIN_DECLS

/* What the menu of the packet list offers for one packet. Main thread only. */

/* The filter that packets match which have the value that the packet at @position shows in @column;
 * NULL when there is none. (transfer full) */
char *pktmon_packet_menu_dup_filter (PktmonDocument *document, guint64 position,
                                     const PktmonListColumn *column);

/* Makes @menu offer all filters that packets like the one at @position match, with the action
 * "packets.filter". PKTMON_POSITION_NONE: it is empty then. */
void pktmon_packet_menu_set_filters (GMenu *menu, PktmonDocument *document, guint64 position);
/* Makes @menu offer all constraints that packets like the one at @position satisfy, or that exclude
 * them, with the action "find.constrain-to"; its section says whether they are on what is captured
 * or on what is shown. */
void pktmon_packet_menu_set_constraints (GMenu *menu, PktmonDocument *document, guint64 position,
                                         gboolean exclude);
/* Makes @menu offer the programs that can open the selected packets, or say that one is missing.
 * Returns: whether it is there. */
gboolean pktmon_packet_menu_set_programs (GMenu *menu);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/document.h"
#include "ui/packet-rows.h"
#include "ui/packet-table.h"

G_BEGIN_DECLS

/* PktmonPacketLines: what the rows of one packet list have in common: how they get their texts and
 * how they look, as the settings want it. Main thread only. */
#define PKTMON_TYPE_PACKET_LINES (pktmon_packet_lines_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketLines, pktmon_packet_lines, PKTMON, PACKET_LINES, GObject)

/* Gives the list of @table its rows, which show packets of @document. Keeps a reference to
 * @document; the rows keep one to the lines. */
PktmonPacketLines *pktmon_packet_lines_new (PktmonPacketTable *table, PktmonDocument *document);

/* NULL once it is gone. Borrowed. */
PktmonPacketTable *pktmon_packet_lines_get_table (PktmonPacketLines *self);
/* Borrowed. */
PktmonPacketRows *pktmon_packet_lines_get_rows (PktmonPacketLines *self);
/* Whether rows have the colour of their protocol. */
gboolean pktmon_packet_lines_get_colored (PktmonPacketLines *self);
/* What the row of @item shows; FALSE when it has no packet now. Borrowed from the rows. */
gboolean pktmon_packet_lines_describe (PktmonPacketLines *self, GtkListItem *item,
                                       PktmonCell *cell);
/* What it says when it has a divider; NULL when not. (transfer full)
 * @is_gap: (out): whether packets were lost there. */
char *pktmon_packet_lines_dup_divider (PktmonPacketLines *self, GtkListItem *item,
                                       gboolean *is_gap);

/* For the text of any cell; its width is not set. Borrowed, until the next call. */
PangoLayout *pktmon_packet_lines_get_layout (PktmonPacketLines *self, const char *text,
                                             gboolean marked);
/* Pixels above and below the base line of texts. */
void pktmon_packet_lines_get_height (PktmonPacketLines *self, int *ascent, int *descent);

G_END_DECLS

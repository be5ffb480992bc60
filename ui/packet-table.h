/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/column-layout.h"

G_BEGIN_DECLS

/* PktmonPacketTable: a list whose rows are one widget each, below the header of a column view. GTK
 * 4.8 makes two widgets for each cell of about 205 rows; one for each row is several times as fast.
 * The header's columns can be moved and resized as ever; rows ask where they are. Main thread only.
 *
 * Signal `places-changed` (no arguments): columns are elsewhere, others, or as wide as they were
 * not; comes while widgets get their sizes, so that handlers may only have something drawn again.
 */
#define PKTMON_TYPE_PACKET_TABLE (pktmon_packet_table_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketTable, pktmon_packet_table, PKTMON, PACKET_TABLE, GtkWidget)

/* Where a visible column is, in pixels, in each row. */
typedef struct {
  const PktmonListColumn *column;
  float x;
  float width;
} PktmonPlace;

/* Its columns, as the user wants them. Borrowed. */
PktmonColumnLayout *pktmon_packet_table_get_layout (PktmonPacketTable *self);
/* The list that has the rows as its children. It has no model and no factory yet. Borrowed. */
GtkListView *pktmon_packet_table_get_list (PktmonPacketTable *self);

/* From the left to the right, as they were last laid out. Borrowed, until they change. */
const PktmonPlace *pktmon_packet_table_get_places (PktmonPacketTable *self, guint *n_places);
/* The column at @x in rows; NULL when there is none. */
const PktmonListColumn *pktmon_packet_table_pick_column (PktmonPacketTable *self, double x);
/* The width that rows need at least, in pixels. */
int pktmon_packet_table_get_width (PktmonPacketTable *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/columns.h"

G_BEGIN_DECLS

/* The cells of the packet list, and the way between them and the rows that GtkColumnView has them
 * in. GTK 4.8 has no functions for that, so this file is the one that knows how rows are built. */

/* A new cell for @item, of @column. (transfer floating) */
GtkWidget *pktmon_packet_cell_new (GtkListItem *item, const PktmonListColumn *column);

/* Of a cell; NULL for other widgets. */
GtkListItem *pktmon_packet_cell_get_item (GtkWidget *cell);
const PktmonListColumn *pktmon_packet_cell_get_column (GtkWidget *cell);
/* The widget of the row that @cell is in. */
GtkWidget *pktmon_packet_cell_get_row (GtkWidget *cell);

/* The list of @view that has the rows as its children. */
GtkWidget *pktmon_packet_cell_get_list (GtkColumnView *view);
/* A cell of the row that is, or holds, @widget; NULL when there is none. */
GtkWidget *pktmon_packet_cell_find (GtkWidget *list, GtkWidget *widget);
/* The cell at a place in @list; NULL when there is none. */
GtkWidget *pktmon_packet_cell_pick (GtkWidget *list, double x, double y);
/* The widget of a row; NULL when it has none now. */
GtkWidget *pktmon_packet_cell_find_row (GtkWidget *list, guint row);
/* The last row that has a widget. */
guint pktmon_packet_cell_get_last_row (GtkWidget *list);

typedef void (*PktmonCellFunction) (GtkWidget *cell, gpointer user_data);
/* Calls @function for all cells that there are. */
void pktmon_packet_cell_for_all (GtkWidget *list, PktmonCellFunction function, gpointer user_data);

G_END_DECLS

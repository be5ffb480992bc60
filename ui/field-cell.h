/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/field-rows.h"

G_BEGIN_DECLS

/* The cells of the field tree, and the way between them and the rows that GtkListView has them in.
 * Main thread only. */

/* A new cell: an expander and a text, which is told whole by a tooltip where it has no room.
 * (transfer floating) */
GtkWidget *pktmon_field_cell_new (void);
/* Shows @field in @row. */
void pktmon_field_cell_set (GtkWidget *cell, GtkTreeListRow *row, const PktmonField *field);

/* Shows in each cell of @list the field that its row has now. */
void pktmon_field_cell_refresh (GtkListView *list, PktmonFieldRows *rows);
/* The row of the cell at a place in @list; NULL: none. Borrowed. */
GtkTreeListRow *pktmon_field_cell_pick (GtkListView *list, double x, double y);
/* Puts the keyboard focus on the row at @position; FALSE when no cell shows it now. */
gboolean pktmon_field_cell_focus (GtkListView *list, guint position);

G_END_DECLS

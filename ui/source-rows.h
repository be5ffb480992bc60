/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/source-filter.h"

G_BEGIN_DECLS

/* PktmonSourceRows: the data sources that a filter shows, as rows that can be expanded. Rows stay
 * while others come and go, and what is expanded is remembered for sources that come back. While
 * the filter is active, everything is expanded. Main thread only. */
typedef struct _PktmonSourceRows PktmonSourceRows;

/* Keeps a reference to @filter. */
PktmonSourceRows *pktmon_source_rows_new (PktmonSourceFilter *filter);
void pktmon_source_rows_free (PktmonSourceRows *self);

/* The rows: GtkTreeListRow with items of PKTMON_TYPE_DATA_SOURCE. Borrowed. */
GtkTreeListModel *pktmon_source_rows_get_model (PktmonSourceRows *self);
/* The row of the source with that id; GTK_INVALID_LIST_POSITION: none. */
guint pktmon_source_rows_find (PktmonSourceRows *self, const char *id);

/* Remembers whether @row is expanded; to be called when its user has changed that. */
void pktmon_source_rows_remember (PktmonSourceRows *self, GtkTreeListRow *row);
/* Whether it is not the user that expands and collapses rows now. */
gboolean pktmon_source_rows_is_settling (PktmonSourceRows *self);
/* Expands or collapses all rows, and remembers it. */
void pktmon_source_rows_expand_all (PktmonSourceRows *self, gboolean expanded);

G_END_DECLS

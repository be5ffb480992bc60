/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "dissect/field-tree.h"

G_BEGIN_DECLS

/* PktmonFieldItem: the item of a row; knows which field it is, and nothing else. */
#define PKTMON_TYPE_FIELD_ITEM (pktmon_field_item_get_type())
G_DECLARE_FINAL_TYPE (PktmonFieldItem, pktmon_field_item, PKTMON, FIELD_ITEM, GObject)

/* PktmonFieldRows: the fields of one packet after the other as rows that can be expanded.
 *
 * What is expanded once is so in every packet that has it. From packet to packet the rows of the
 * first layers stay where they are alike. Nothing is made for fields below a row that is not
 * expanded. Main thread only. */
typedef struct _PktmonFieldRows PktmonFieldRows;

PktmonFieldRows *pktmon_field_rows_new (void);
void pktmon_field_rows_free (PktmonFieldRows *self);

/* The rows: GtkTreeListRow with items of PKTMON_TYPE_FIELD_ITEM. Borrowed. */
GtkTreeListModel *pktmon_field_rows_get_model (PktmonFieldRows *self);

/* Shows another packet; @tree must live until the next call, NULL: none. Rows that stay do not say
 * that their fields are others now. */
void pktmon_field_rows_set_tree (PktmonFieldRows *self, const PktmonFieldTree *tree);

/* The field that @row shows. Borrowed. */
guint pktmon_field_rows_get_position (GtkTreeListRow *row);
const PktmonField *pktmon_field_rows_get_field (PktmonFieldRows *self, GtkTreeListRow *row);
/* What the same field is called in every packet. Static. */
const char *pktmon_field_rows_get_name (const PktmonField *field);

/* The first row of the field that is called @name; GTK_INVALID_LIST_POSITION: none. */
guint pktmon_field_rows_find (PktmonFieldRows *self, const char *name);
/* The row of the field at @position; the rows that it is below are expanded. (transfer full) */
GtkTreeListRow *pktmon_field_rows_reveal (PktmonFieldRows *self, guint position);

/* Remembers whether @row is expanded, for the packets to come. */
void pktmon_field_rows_remember (PktmonFieldRows *self, GtkTreeListRow *row);
/* Expands or collapses all rows, and remembers it. */
void pktmon_field_rows_expand_all (PktmonFieldRows *self);
void pktmon_field_rows_collapse_all (PktmonFieldRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonFieldRows, pktmon_field_rows_free)

G_END_DECLS

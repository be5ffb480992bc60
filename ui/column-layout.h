/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/columns.h"

G_BEGIN_DECLS

/* PktmonColumnLayout: which columns a packet list has, in which order and how wide, as the user
 * wants it: from his settings, and back into them when he moves, resizes, shows or hides one. Main
 * thread only. */
#define PKTMON_TYPE_COLUMN_LAYOUT (pktmon_column_layout_get_type())
G_DECLARE_FINAL_TYPE (PktmonColumnLayout, pktmon_column_layout, PKTMON, COLUMN_LAYOUT, GObject)

/* Gives @view its columns, which have no cells. Their headers have a menu to show and hide them,
 * for which a parent of @view needs the actions below. */
PktmonColumnLayout *pktmon_column_layout_new (GtkColumnView *view);

/* What the capture has that some columns are for: bits of PktmonColumnCause; nothing at first. */
void pktmon_column_layout_set_causes (PktmonColumnLayout *self, guint causes);

/* What @column, one of the view's, is in the table of columns. Static. */
const PktmonListColumn *pktmon_column_layout_get_column (PktmonColumnLayout *self,
                                                         GtkColumnViewColumn *column);

/* Actions named as the columns' ids; each says whether the column is shown. Borrowed. */
GActionGroup *pktmon_column_layout_get_actions (PktmonColumnLayout *self);
/* Items for them, with the prefix "column.". Borrowed. */
GMenuModel *pktmon_column_layout_get_menu (PktmonColumnLayout *self);

G_END_DECLS

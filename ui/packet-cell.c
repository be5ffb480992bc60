/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-cell.h"

/* column view → header, list; list → rows; row → cells of GTK; each of them → our cell. */

static GQuark item_quark (void);
static GQuark column_quark (void);

G_DEFINE_QUARK (pktmon_cell_item, item)
G_DEFINE_QUARK (pktmon_cell_column, column)

GtkWidget *
pktmon_packet_cell_new (GtkListItem *item, const PktmonListColumn *column)
{
  GtkWidget *cell =
      g_object_new (GTK_TYPE_INSCRIPTION, "xalign", (double) column->alignment, "nat-lines", 1,
                    "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);

  g_object_set_qdata (G_OBJECT (cell), item_quark(), item);
  g_object_set_qdata (G_OBJECT (cell), column_quark(), (gpointer) column);
  return cell;
}

GtkListItem *
pktmon_packet_cell_get_item (GtkWidget *cell)
{
  return g_object_get_qdata (G_OBJECT (cell), item_quark());
}

const PktmonListColumn *
pktmon_packet_cell_get_column (GtkWidget *cell)
{
  return g_object_get_qdata (G_OBJECT (cell), column_quark());
}

GtkWidget *
pktmon_packet_cell_get_row (GtkWidget *cell)
{
  return gtk_widget_get_parent (gtk_widget_get_parent (cell));
}

GtkWidget *
pktmon_packet_cell_get_list (GtkColumnView *view)
{
  return gtk_widget_get_last_child (GTK_WIDGET (view));
}

/* Columns that are hidden have cells without a child. */
static GtkWidget *
first_cell (GtkWidget *row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *cell = gtk_widget_get_first_child (child);

    if (cell != NULL && pktmon_packet_cell_get_item (cell) != NULL)
      return cell;
  }
  return NULL;
}

static guint
row_position (GtkWidget *row)
{
  GtkWidget *cell = first_cell (row);

  return cell != NULL ? gtk_list_item_get_position (pktmon_packet_cell_get_item (cell))
                      : GTK_INVALID_LIST_POSITION;
}

GtkWidget *
pktmon_packet_cell_find (GtkWidget *list, GtkWidget *widget)
{
  while (widget != NULL && gtk_widget_get_parent (widget) != list)
    widget = gtk_widget_get_parent (widget);
  return widget != NULL ? first_cell (widget) : NULL;
}

GtkWidget *
pktmon_packet_cell_pick (GtkWidget *list, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  GtkWidget *child;

  if (widget == NULL || pktmon_packet_cell_get_item (widget) != NULL)
    return widget;
  child = gtk_widget_get_first_child (widget);
  if (child != NULL && pktmon_packet_cell_get_item (child) != NULL)
    return child;
  return pktmon_packet_cell_find (list, widget);
}

GtkWidget *
pktmon_packet_cell_find_row (GtkWidget *list, guint row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (row_position (child) == row)
      return child;
  return NULL;
}

guint
pktmon_packet_cell_get_last_row (GtkWidget *list)
{
  guint last = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    guint row = row_position (child);

    if (row != GTK_INVALID_LIST_POSITION)
      last = MAX (last, row);
  }
  return last;
}

void
pktmon_packet_cell_for_all (GtkWidget *list, PktmonCellFunction function, gpointer user_data)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
         child = gtk_widget_get_next_sibling (child)) {
      GtkWidget *cell = gtk_widget_get_first_child (child);

      if (cell != NULL && pktmon_packet_cell_get_item (cell) != NULL)
        function (cell, user_data);
    }
}

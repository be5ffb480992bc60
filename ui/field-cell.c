/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field-cell.h"

#include "export/tree-text.h"

static gboolean
tooltip_cb (GtkWidget *text, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  const char *whole = gtk_inscription_get_text (GTK_INSCRIPTION (text));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (text, whole);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_tooltip_set_text (tooltip, whole);
  return width > gtk_widget_get_width (text);
}

GtkWidget *
pktmon_field_cell_new (void)
{
  GtkWidget *self = gtk_tree_expander_new();
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_has_tooltip (text, TRUE);
  g_signal_connect (text, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (self), text);
  return self;
}

/* Fields read from left to right. Where rows begin at the right, a mark lets the text stand there,
 * and an isolate keeps its own order. */
#define TO_THE_RIGHT "\u200f\u2066"
#define END_ISOLATE "\u2069"

static void
append_line (PktmonLineBuffer *buffer, const PktmonField *field, gboolean mirrored)
{
  if (mirrored)
    pktmon_line_buffer_append (buffer, TO_THE_RIGHT);
  pktmon_tree_text_append_field (buffer, field);
  if (mirrored)
    pktmon_line_buffer_append (buffer, END_ISOLATE);
}

void
pktmon_field_cell_set (GtkWidget *cell, GtkTreeListRow *row, const PktmonField *field)
{
  GtkWidget *text = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (cell));
  g_auto (PktmonLineBuffer) buffer = { 0 };
  g_autofree char *line = NULL;

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (cell), row);
  append_line (&buffer, field, gtk_widget_get_direction (cell) == GTK_TEXT_DIR_RTL);
  line = pktmon_line_buffer_dup_text (&buffer);
  gtk_inscription_set_text (GTK_INSCRIPTION (text), line);
  if (field->depth == 0)
    gtk_widget_add_css_class (text, "heading");
  else
    gtk_widget_remove_css_class (text, "heading");
}

/* The cell that @widget is, or is the row of; NULL: none. */
static GtkTreeExpander *
get_cell (GtkWidget *widget)
{
  if (widget != NULL && !GTK_IS_TREE_EXPANDER (widget))
    widget = gtk_widget_get_first_child (widget);
  return GTK_IS_TREE_EXPANDER (widget) ? GTK_TREE_EXPANDER (widget) : NULL;
}

GtkTreeListRow *
pktmon_field_cell_pick (GtkListView *list, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (list), x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != GTK_WIDGET (list); widget = gtk_widget_get_parent (widget))
    if (get_cell (widget) != NULL)
      return gtk_tree_expander_get_list_row (get_cell (widget));
  return NULL;
}

/* The row that the child @widget of a list shows; NULL: none, or one that is gone. Borrowed. */
static GtkTreeListRow *
get_row (GtkWidget *widget)
{
  GtkTreeExpander *cell = get_cell (widget);
  GtkTreeListRow *row = cell != NULL ? gtk_tree_expander_get_list_row (cell) : NULL;
  g_autoptr (GObject) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return item != NULL ? row : NULL;
}

void
pktmon_field_cell_refresh (GtkListView *list, PktmonFieldRows *rows)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (list));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget)) {
    GtkTreeListRow *row = get_row (widget);

    if (row != NULL)
      pktmon_field_cell_set (GTK_WIDGET (get_cell (widget)), row,
                             pktmon_field_rows_get_field (rows, row));
  }
}

gboolean
pktmon_field_cell_focus (GtkListView *list, guint position)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (list));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget)) {
    GtkTreeListRow *row = get_row (widget);

    if (row != NULL && gtk_tree_list_row_get_position (row) == position)
      return gtk_widget_grab_focus (GTK_WIDGET (get_cell (widget)));
  }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/rows.h"

#include "support/ui.h"
#include "ui/packet-cell.h"

GtkWidget *
test_rows_find_list (GtkWidget *widget)
{
  return pktmon_packet_cell_get_list (
      GTK_COLUMN_VIEW (test_ui_find (widget, GTK_TYPE_COLUMN_VIEW)));
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer list)
{
  graphene_rect_t left, right;
  gboolean there = gtk_widget_compute_bounds (*(GtkWidget *const *) a, list, &left) &&
                   gtk_widget_compute_bounds (*(GtkWidget *const *) b, list, &right);
  float x = left.origin.x - right.origin.x;
  float y = left.origin.y - right.origin.y;

  g_assert_true (there);
  return y != 0 ? (y > 0) - (y < 0) : (x > 0) - (x < 0);
}

static gboolean
is_in_view (GtkWidget *list, GtkWidget *row)
{
  graphene_rect_t bounds;

  return gtk_widget_get_child_visible (row) && gtk_widget_compute_bounds (row, list, &bounds) &&
         bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (list);
}

/* Children of @parent as they stand, from the top or the left. */
static GPtrArray *
get_children (GtkWidget *parent, GtkWidget *list)
{
  GPtrArray *children = g_ptr_array_new();

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (parent != list || is_in_view (list, child))
      g_ptr_array_add (children, child);
  g_ptr_array_sort_with_data (children, compare_places, list);
  return children;
}

static char *
dup_text (GtkWidget *row, GtkWidget *list)
{
  g_autoptr (GPtrArray) cells = get_children (row, list);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++) {
    GtkWidget *cell = gtk_widget_get_first_child (g_ptr_array_index (cells, i));

    if (i > 0)
      g_string_append_c (text, '|');
    g_string_append (text, gtk_inscription_get_text (GTK_INSCRIPTION (cell)));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GStrv
test_rows_dup_texts (GtkWidget *list)
{
  g_autoptr (GPtrArray) rows = get_children (list, list);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new();

  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *text = dup_text (g_ptr_array_index (rows, i), list);

    g_strv_builder_add (texts, text);
  }
  return g_strv_builder_end (texts);
}

typedef struct {
  GtkWidget *list;
  const char *text;
  gboolean anywhere;
} RowSearch;

static gboolean
shows_row (gpointer data)
{
  const RowSearch *search = data;
  g_auto (GStrv) texts = test_rows_dup_texts (search->list);

  for (guint i = 0; texts[i] != NULL && (i == 0 || search->anywhere); i++)
    if (g_str_has_prefix (texts[i], search->text))
      return TRUE;
  return FALSE;
}

void
test_rows_wait_top (GtkWidget *list, const char *text)
{
  RowSearch search = { list, text, FALSE };

  test_wait (shows_row, &search, text);
}

void
test_rows_wait_visible (GtkWidget *list, const char *text)
{
  RowSearch search = { list, text, TRUE };

  test_wait (shows_row, &search, text);
}

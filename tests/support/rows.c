/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/rows.h"

#include "support/ui.h"
#include "ui/packet-line.h"

GtkWidget *
test_rows_find_list (GtkWidget *widget)
{
  return GTK_WIDGET (pktmon_packet_table_get_list (
      PKTMON_PACKET_TABLE (test_ui_find (widget, PKTMON_TYPE_PACKET_TABLE))));
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

/* The rows that are in view, from the top. */
static GPtrArray *
get_rows (GtkWidget *list)
{
  GPtrArray *rows = g_ptr_array_new();

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (is_in_view (list, row))
      g_ptr_array_add (rows, row);
  g_ptr_array_sort_with_data (rows, compare_places, list);
  return rows;
}

static char *
dup_text (GtkWidget *row, GtkWidget *list)
{
  PktmonPacketLine *line = pktmon_packet_line_find (GTK_LIST_VIEW (list), row);
  GtkWidget *table = gtk_widget_get_ancestor (list, PKTMON_TYPE_PACKET_TABLE);
  char *divider = pktmon_packet_line_dup_divider (line);
  g_autoptr (GString) text = NULL;
  const PktmonPlace *places;
  guint n_places;

  if (divider != NULL)
    return divider;
  text = g_string_new (NULL);
  places = pktmon_packet_table_get_places (PKTMON_PACKET_TABLE (table), &n_places);
  for (guint i = 0; i < n_places; i++) {
    g_autofree char *cell = pktmon_packet_line_dup_text (line, places[i].column);

    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", cell);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GStrv
test_rows_dup_texts (GtkWidget *list)
{
  g_autoptr (GPtrArray) rows = get_rows (list);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pktmon.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/field-view.h"
#include "ui/hex-view.h"
#include "ui/packet-line.h"
#include "ui/packet-view.h"
#include "ui/settings.h"

/* The packet list as its user meets it: real packets, real keys, and the texts that are painted. */

#define PACKETS 5000u

typedef struct {
  TestUi *ui;
  PktmonWindow *window;
  PktmonDocument *document;
  PktmonPacketSelection *selection;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  TestFolder *folder;
  char *path;
} Fixture;

/* Whether the list knows of all rows, which it gets little by little, and has laid them out. */
static gboolean
has_all_rows (gpointer data)
{
  Fixture *self = data;
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  return n_rows == pktmon_packet_selection_count_rows (self->selection) &&
         gtk_adjustment_get_upper (self->adjustment) > 10 * n_rows;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->folder = test_folder_new();
  self->path = test_folder_build (self->folder, "capture.pcapng");
  test_ui_save_packets (self->path, PACKETS);
  self->ui = test_ui_new();
  self->window = test_ui_open (self->ui, self->path);
  self->document = pktmon_window_get_document (self->window);
  self->selection = pktmon_document_get_selection (self->document);
  self->list = test_rows_find_list (GTK_WIDGET (self->window));
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  test_wait (has_all_rows, self, "all rows");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
  test_folder_free (self->folder);
  g_free (self->path);
}

static guint64
get_current (Fixture *self)
{
  return pktmon_document_get_current (self->document);
}

typedef struct {
  Fixture *fixture;
  guint64 value;
} Expected;

static gboolean
current_is (gpointer data)
{
  Expected *expected = data;

  return get_current (expected->fixture) == expected->value;
}

static gboolean
count_is (gpointer data)
{
  Expected *expected = data;

  return pktmon_packet_selection_get_count (expected->fixture->selection) == expected->value;
}

static void
press_until_current (Fixture *self, const char *keys, guint64 current)
{
  Expected expected = { self, current };

  test_ui_press (keys);
  test_wait (current_is, &expected, keys);
}

static void
press_until_count (Fixture *self, const char *keys, guint64 count)
{
  Expected expected = { self, count };

  test_ui_press (keys);
  test_wait (count_is, &expected, keys);
}

/* --- What is shown --- */

/* "1|0.000000|10.0.0.1|…" as the command line has it: words with one space between them. */
static char *
dup_words (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " |", -1);
  GString *words = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0' && !g_str_equal (parts[i], "→"))
      g_string_append_printf (words, "%s ", parts[i]);
  return g_string_free (words, FALSE);
}

static void
check_rows (Fixture *self, GStrv lines, guint first)
{
  g_auto (GStrv) texts = test_rows_dup_texts (self->list);

  g_assert_cmpuint (g_strv_length (texts), >, 10);
  for (guint i = 0; texts[i] != NULL; i++) {
    g_autofree char *shown = dup_words (texts[i]);
    g_autofree char *expected = dup_words (lines[first + i]);

    g_assert_cmpstr (shown, ==, expected);
  }
}

/* The same columns as “pktmon read”, wherever the list is scrolled to, from the first jump on. */
static void
test_texts (Fixture *self, gconstpointer user_data)
{
  static const guint places[] = { 4000, 0, 4321, 17, 2500, 4900 };
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "read", self->path, NULL);
  g_autofree char *text = test_program_result_dup_text (result);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  double height = gtk_adjustment_get_upper (self->adjustment) / PACKETS;

  g_assert_cmpfloat (gtk_adjustment_get_value (self->adjustment), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    gtk_adjustment_set_value (self->adjustment, places[i] * height);
    test_ui_wait_painted (GTK_WIDGET (self->window));
    check_rows (self, lines, places[i]);
  }
  test_ui_save_screenshot (GTK_WIDGET (self->window), "packets");
}

/* --- Keys --- */

static guint
count_rows_in_view (Fixture *self)
{
  g_auto (GStrv) texts = test_rows_dup_texts (self->list);

  return g_strv_length (texts);
}

static void
test_keys (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = NULL;
  guint page;

  press_until_current (self, "Down", 1);
  press_until_current (self, "Down", 2);
  press_until_current (self, "Up", 1);
  press_until_current (self, "End", PACKETS - 1);
  test_rows_wait_visible (self->list, "5000|");
  press_until_current (self, "Home", 0);
  test_rows_wait_top (self->list, "1|");
  test_ui_wait_painted (GTK_WIDGET (self->window));
  page = count_rows_in_view (self);
  press_until_current (self, "Next", page - 1);
  press_until_current (self, "Next", 2 * page - 2);
  test_rows_wait_top (self->list, text = g_strdup_printf ("%u|", page));
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 1);
}

static void
test_selecting (Fixture *self, gconstpointer user_data)
{
  press_until_current (self, "Down", 1);
  press_until_count (self, "shift+Down", 2);
  press_until_count (self, "shift+End", PACKETS - 1);
  press_until_count (self, "ctrl+a", PACKETS);
  press_until_count (self, "ctrl+shift+a", 0);
  press_until_count (self, "ctrl+space", 1);
  press_until_count (self, "Up", 1);
}

/* --- The current packet --- */

static void
test_current (Fixture *self, gconstpointer user_data)
{
  pktmon_document_set_current (self->document, 3000);
  test_rows_wait_visible (self->list, "3001|");
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 1);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), 3000));
  press_until_current (self, "Down", 3001);

  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  pktmon_document_set_current (self->document, 100);
  test_rows_wait_visible (self->list, "101|");
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (self->window)));
  gtk_widget_grab_focus (test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW));
  press_until_current (self, "Down", 101);
}

/* --- Other packets are shown --- */

static gboolean
shows_half (gpointer data)
{
  return g_list_model_get_n_items (data) == PACKETS / 2;
}

static void
show_half (Fixture *self)
{
  g_assert_true (test_ui_set_filter (self->document, "tcp", NULL));
  test_wait (shows_half, self->selection, "the filter is applied");
}

static void
test_filter (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonPositions) before = NULL;
  g_autoptr (PktmonPositions) after = NULL;

  pktmon_document_set_current (self->document, 3001);
  test_rows_wait_visible (self->list, "3002|");
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (self->selection), 2990, 20, FALSE);
  before = pktmon_packet_selection_dup_positions (self->selection);
  show_half (self);
  test_rows_wait_visible (self->list, "3002|");
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 10);
  press_until_current (self, "ctrl+Down", 3003);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 10);

  pktmon_document_show_all (self->document);
  test_rows_wait_visible (self->list, "3003|");
  after = pktmon_packet_selection_dup_positions (self->selection);
  g_assert_cmpuint (pktmon_positions_get_count (after), ==, 20);
  pktmon_positions_subtract (after, before);
  g_assert_cmpuint (pktmon_positions_get_count (after), ==, 0);
}

/* A list that was empty in between jumps as one that never was. */
static void
test_empty (Fixture *self, gconstpointer user_data)
{
  pktmon_packet_list_take_positions (pktmon_document_get_list (self->document),
                                     pktmon_positions_new());
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_cmpuint (count_rows_in_view (self), ==, 0);
  pktmon_document_show_all (self->document);
  test_rows_wait_top (self->list, "1|");
  test_wait (has_all_rows, self, "all rows");
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_upper (self->adjustment) / 2);
  test_rows_wait_top (self->list, "2501|");
}

/* Rows come little by little, so that no frame takes long; who needs one of them does not wait. */
static void
test_gently (Fixture *self, gconstpointer user_data)
{
  GListModel *rows = G_LIST_MODEL (self->selection);

  pktmon_packet_list_take_positions (pktmon_document_get_list (self->document),
                                     pktmon_positions_new());
  pktmon_document_show_all (self->document);
  g_assert_cmpuint (g_list_model_get_n_items (rows), <, 100);
  pktmon_document_set_current (self->document, 3000);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, PACKETS);
  test_rows_wait_visible (self->list, "3001|");
}

/* --- How rows look --- */

static GtkWidget *
find_row (Fixture *self, guint row)
{
  GtkWidget *widget = pktmon_packet_line_find_row (GTK_LIST_VIEW (self->list), row);

  g_assert_nonnull (widget);
  return widget;
}

static PktmonPacketLine *
find_line (Fixture *self, guint row)
{
  return pktmon_packet_line_find (GTK_LIST_VIEW (self->list), find_row (self, row));
}

static const char *
get_color (Fixture *self, guint row)
{
  return pktmon_packet_line_get_color (find_line (self, row));
}

static void
test_colors (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  g_assert_cmpstr (get_color (self, 0), ==, "protocol_datagram");
  g_assert_cmpstr (get_color (self, 1), ==, "protocol_stream");
  g_settings_set_boolean (settings, PKTMON_SETTING_COLOR_ROWS, FALSE);
  g_assert_null (get_color (self, 0));
  g_settings_reset (settings, PKTMON_SETTING_COLOR_ROWS);
  pktmon_document_set_current (self->document, 2001);
  test_rows_wait_visible (self->list, "2002|");
  g_assert_cmpstr (get_color (self, 2000), ==, "protocol_datagram");
}

/* A screen reader reads the row with the focus. */
static void
check_spoken (Fixture *self, guint row, const char *text)
{
  g_autofree char *difference = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (find_row (self, row)), GTK_ACCESSIBLE_PROPERTY_LABEL, text);

  g_assert_cmpstr (difference, ==, NULL);
}

static float
get_place (Fixture *self, const char *id)
{
  GtkWidget *table = gtk_widget_get_ancestor (self->list, PKTMON_TYPE_PACKET_TABLE);
  const PktmonPlace *places;
  guint n_places;

  places = pktmon_packet_table_get_places (PKTMON_PACKET_TABLE (table), &n_places);
  for (guint i = 0; i < n_places; i++)
    if (g_str_equal (places[i].column->id, id))
      return places[i].x;
  return -1;
}

/* Rows follow the header: a column is hidden, becomes wider, and another comes first. */
static void
test_columns (Fixture *self, gconstpointer user_data)
{
  GtkWidget *view = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW);
  GtkColumnView *header =
      GTK_COLUMN_VIEW (test_ui_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW));
  GListModel *columns = gtk_column_view_get_columns (header);
  g_autoptr (GtkColumnViewColumn) number = g_list_model_get_item (columns, 0);
  g_autoptr (GtkColumnViewColumn) time = g_list_model_get_item (columns, 1);
  int width = gtk_column_view_column_get_fixed_width (number);
  float place = get_place (self, "destination");

  check_spoken (self, 1, "2, 0.001000, 10.0.0.1, 10.0.0.2, TCP, 46");
  test_ui_activate (view, "column.source");
  test_rows_wait_top (self->list, "1|0.000000|10.0.0.2|UDP|");
  check_spoken (self, 1, "2, 0.001000, 10.0.0.2, TCP, 46");
  g_assert_cmpfloat (get_place (self, "destination"), <, place);
  place = get_place (self, "time");
  gtk_column_view_column_set_fixed_width (number, width + 40);
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_cmpfloat (get_place (self, "time"), ==, place + 40);
  gtk_column_view_insert_column (header, 0, time);
  test_rows_wait_top (self->list, "0.000000|1|10.0.0.2|UDP|");
  test_ui_save_screenshot (GTK_WIDGET (self->window), "packets-columns");
  gtk_column_view_insert_column (header, 1, time);
  gtk_column_view_column_set_fixed_width (number, width);
  test_ui_activate (view, "column.source");
  test_rows_wait_top (self->list, "1|0.000000|10.0.0.1|");
}

static void
test_times (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  test_rows_wait_top (self->list, "1|0.000000|");
  g_settings_set_int (settings, PKTMON_SETTING_TIME_PRECISION, 3);
  test_rows_wait_visible (self->list, "11|0.010|");
  g_settings_set_enum (settings, PKTMON_SETTING_TIME_FORMAT, PKTMON_TIME_FORMAT_DELTA);
  test_rows_wait_top (self->list, "1||");
  test_rows_wait_visible (self->list, "11|0.001|");
  show_half (self);
  test_rows_wait_visible (self->list, "12|0.002|");
  g_settings_set_enum (settings, PKTMON_SETTING_TIME_FORMAT, PKTMON_TIME_FORMAT_UTC);
  test_rows_wait_visible (self->list, "12|2023-11-14 22:13:20.011|");
  g_settings_set_enum (settings, PKTMON_SETTING_TIME_FORMAT, PKTMON_TIME_FORMAT_ABSOLUTE);
  test_rows_wait_visible (self->list, "12|2023-11-14 22:13:20.011|");
  g_settings_reset (settings, PKTMON_SETTING_TIME_FORMAT);
  g_settings_reset (settings, PKTMON_SETTING_TIME_PRECISION);
}

static void
test_marks (Fixture *self, gconstpointer user_data)
{
  PktmonNotes *notes = pktmon_document_get_notes (self->document);
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();

  pktmon_positions_add_range (positions, 2, 2);
  pktmon_notes_toggle_marks (notes, positions);
  test_rows_wait_visible (self->list, "● 3|");
  g_assert_true (pktmon_packet_line_get_marked (find_line (self, 3)));
  test_ui_save_screenshot (GTK_WIDGET (self->window), "marks");
  pktmon_notes_toggle_marks (notes, positions);
  test_rows_wait_visible (self->list, "3|");
  g_assert_false (pktmon_packet_line_get_marked (find_line (self, 3)));
}

static gboolean
is_whole (gpointer selection)
{
  return !pktmon_packet_selection_is_cut (selection);
}

/* Rows so high that they are too many: what there is room for is shown, to its end, and the window
 * says that it is not all. */
static void
test_too_high (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new();
  GdkDisplay *display = gtk_widget_get_display (self->list);
  Expected last = { self };

  gtk_css_provider_load_from_data (provider, "row { min-height: 1000000px; }", -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
  g_assert_true (test_ui_set_filter (self->document, "tcp or udp", NULL));
  test_ui_wait_shows (GTK_WIDGET (self->window), "as it can hold no more.");
  test_wait (has_all_rows, self, "all rows");
  test_ui_save_screenshot (GTK_WIDGET (self->window), "packets-cut");
  last.value = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) - 1;
  g_assert_cmpuint (last.value, >, 1000);
  g_assert_cmpuint (last.value, <, PACKETS - 1);
  test_ui_press ("End");
  test_wait (current_is, &last, "the last row is reached");
  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
  pktmon_document_show_all (self->document);
  test_wait (is_whole, self->selection, "all packets are shown");
  g_assert_false (test_ui_shows (GTK_WIDGET (self->window), "as it can hold no more."));
}

/* --- Actions --- */

/* What is copied is what the command line prints. */
static void
check_copied (Fixture *self, const char *keys, const char *option)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (NULL, "read", self->path, option, "-n", "3", NULL);
  g_autofree char *expected = test_program_result_dup_text (result);
  g_autofree char *copied = NULL;

  test_ui_press (keys);
  copied = test_widget_take_clipboard (GTK_WIDGET (self->window));
  g_assert_cmpstr (copied, ==, expected);
}

static void
test_copy (Fixture *self, gconstpointer user_data)
{
  GtkWidget *view = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW);
  g_autofree char *copied = NULL;

  gtk_selection_model_select_range (GTK_SELECTION_MODEL (self->selection), 0, 3, TRUE);
  check_copied (self, "ctrl+c", "--text");
  check_copied (self, "ctrl+shift+c", "--csv");
  test_ui_activate (view, "packets.copy::json");
  copied = test_widget_take_clipboard (GTK_WIDGET (self->window));
  g_assert_true (g_str_has_prefix (copied, "{\"frame.number\":1,"));
}

static gboolean
is_unmapped (gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

/* An open menu would keep the keys of the next test. */
static void
close_menu (Fixture *self)
{
  GtkWidget *view = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW);
  GtkWidget *menu = test_ui_find (view, GTK_TYPE_POPOVER_MENU);

  gtk_popover_popdown (GTK_POPOVER (menu));
  test_wait (is_unmapped, menu, "the menu is closed");
}

static void
test_menu (Fixture *self, gconstpointer user_data)
{
  g_autofree char *copied = NULL;
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_row (self, 5), self->list, &bounds));
  test_widget_click (self->list, 300, (double) bounds.origin.y + 5, 3, NULL);
  test_ui_wait_shows (GTK_WIDGET (self->window), "Copy as CSV");
  g_assert_cmpuint (get_current (self), ==, 5);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 1);
  test_ui_save_screenshot (GTK_WIDGET (self->window), "packets-menu");
  test_ui_activate (test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW),
                    "packets.copy-value");
  copied = test_widget_take_clipboard (GTK_WIDGET (self->window));
  g_assert_cmpstr (copied, ==, "10.0.0.1");
  test_ui_activate (test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW),
                    "packets.filter-value");
  test_ui_wait_filter (self->document, "ip src host 10.0.0.1");
  close_menu (self);
}

/* The menu of the keyboard offers what packets like the current one match. */
static void
test_filter_menu (Fixture *self, gconstpointer user_data)
{
  GtkWidget *view = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW);

  press_until_current (self, "Down", 1);
  test_ui_press ("shift+F10");
  test_ui_wait_shows (GTK_WIDGET (self->window), "Copy as CSV");
  test_ui_press ("p");
  test_ui_wait_shows (GTK_WIDGET (self->window), "ip src host 10.0.0.1");
  test_ui_activate (view, "packets.filter::tcp");
  test_wait (shows_half, self->selection, "the filter is applied");
  close_menu (self);
}

/* The keys of packets work from other panes, but not while text is typed. */
static void
test_keys_elsewhere (Fixture *self, gconstpointer user_data)
{
  GtkWidget *fields = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_FIELD_VIEW);
  GtkWidget *panes[] = { test_ui_find (fields, GTK_TYPE_LIST_VIEW),
                         test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_HEX_VIEW) };
  guint64 current = 0;

  test_ui_wait_shows (GTK_WIDGET (self->window), "Internet Protocol");
  for (gsize i = 0; i < G_N_ELEMENTS (panes); i++) {
    g_assert_true (gtk_widget_grab_focus (panes[i]));
    press_until_current (self, "ctrl+Down", ++current);
    press_until_current (self, "ctrl+Down", ++current);
    press_until_current (self, "ctrl+Up", --current);
    g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 1);
  }
  test_ui_press ("ctrl+m");
  test_rows_wait_visible (self->list, "● 3|");
  test_ui_press ("ctrl+l");
  test_ui_press ("ctrl+m");
  test_ui_type ("tcp");
  test_wait (shows_half, self->selection, "the filter is applied");
  g_assert_cmpuint (get_current (self), ==, current);
  g_assert_true (pktmon_positions_contains (
      pktmon_notes_get_marked (pktmon_document_get_notes (self->document)), current));
}

static void
test_mark_key (Fixture *self, gconstpointer user_data)
{
  press_until_count (self, "ctrl+space", 1);
  test_ui_press ("ctrl+m");
  test_rows_wait_visible (self->list, "● 1|");
  test_ui_press ("ctrl+m");
  test_rows_wait_top (self->list, "1|");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/packet-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("texts", test_texts);
  ADD ("keys", test_keys);
  ADD ("selecting", test_selecting);
  ADD ("current", test_current);
  ADD ("filter", test_filter);
  ADD ("empty", test_empty);
  ADD ("gently", test_gently);
  ADD ("colors", test_colors);
  ADD ("columns", test_columns);
  ADD ("times", test_times);
  ADD ("marks", test_marks);
  ADD ("too-high", test_too_high);
  ADD ("copy", test_copy);
  ADD ("menu", test_menu);
  ADD ("filter-menu", test_filter_menu);
  ADD ("mark-key", test_mark_key);
  ADD ("keys-elsewhere", test_keys_elsewhere);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "probe/event.h"
#include "support/capture-builder.h"
#include "support/rows.h"
#include "support/stack-capture.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "ui/packet-table.h"
#include "ui/packet-view.h"
#include "ui/settings.h"

/* The texts of the columns, and above all those of times. */

typedef struct {
  PktmonTimeFormat format;
  guint digits;
  const char *text;
} Case;

static const PktmonListColumn *
find_column (const char *id)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (columns[i].id, id))
      return &columns[i];
  g_error ("there is no column %s", id);
}

typedef void (*Append) (PktmonText *text, const PktmonCell *cell);

static void
assert_appends (Append append, const PktmonCell *cell, const char *expected)
{
  char buffer[PKTMON_CELL_TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  append (&text, cell);
  g_assert_cmpstr (buffer, ==, expected);
}

static void
assert_text (const char *id, const PktmonCell *cell, const char *expected)
{
  assert_appends (find_column (id)->append, cell, expected);
}

static void
check_times (const PktmonCell *cell, const Case *cases, gsize n_cases)
{
  PktmonTimeStyle style = { .zone = g_time_zone_new_offset (5 * 3600 + 1800) };
  PktmonCell styled = *cell;

  styled.time_style = &style;
  for (gsize i = 0; i < n_cases; i++) {
    style.format = cases[i].format;
    style.digits = cases[i].digits;
    assert_text ("time", &styled, cases[i].text);
  }
  g_time_zone_unref (style.zone);
}

/* A second and a bit after the first packet, a bit after the one before; half past five hours east
 * of Greenwich it is the next day. */
static void
test_times (void)
{
  static const Case cases[] = {
    { PKTMON_TIME_FORMAT_RELATIVE, 0, "1" },
    { PKTMON_TIME_FORMAT_RELATIVE, 6, "1.000000" },
    { PKTMON_TIME_FORMAT_RELATIVE, 9, "1.000000999" },
    { PKTMON_TIME_FORMAT_DELTA, 3, "0.000" },
    { PKTMON_TIME_FORMAT_DELTA, 9, "0.000000899" },
    { PKTMON_TIME_FORMAT_ABSOLUTE, 0, "2023-11-15 03:43:21" },
    { PKTMON_TIME_FORMAT_ABSOLUTE, 9, "2023-11-15 03:43:21.000000999" },
    { PKTMON_TIME_FORMAT_UTC, 0, "2023-11-14 22:13:21" },
    { PKTMON_TIME_FORMAT_UTC, 7, "2023-11-14 22:13:21.0000009" },
  };
  const PktmonPacketRow row = { .time = { 1700000001, 999 } };
  const PktmonCell cell = { .row = &row,
                            .start = { 1700000000, 0 },
                            .previous = { 1700000001, 100 } };

  check_times (&cell, cases, G_N_ELEMENTS (cases));
}

/* Clocks may go back. */
static void
test_backwards (void)
{
  static const Case cases[] = {
    { PKTMON_TIME_FORMAT_RELATIVE, 3, "-0.500" },
    { PKTMON_TIME_FORMAT_DELTA, 1, "-2.0" },
  };
  const PktmonPacketRow row = { .time = { 99, 500000000 } };
  const PktmonCell cell = { .row = &row, .start = { 100, 0 }, .previous = { 101, 500000000 } };

  check_times (&cell, cases, G_N_ELEMENTS (cases));
}

/* The first row has none before it, and a packet may have no time at all. */
static void
test_no_times (void)
{
  static const Case first[] = {
    { PKTMON_TIME_FORMAT_RELATIVE, 2, "0.00" },
    { PKTMON_TIME_FORMAT_DELTA, 2, "" },
  };
  static const Case none[] = {
    { PKTMON_TIME_FORMAT_RELATIVE, 2, "" },
    { PKTMON_TIME_FORMAT_DELTA, 2, "" },
    { PKTMON_TIME_FORMAT_ABSOLUTE, 2, "" },
    { PKTMON_TIME_FORMAT_UTC, 2, "" },
  };
  const PktmonPacketRow row = { .time = { 100, 0 } };
  const PktmonPacketRow timeless = { .time = PKTMON_TIME_NONE };
  PktmonCell cell = { .row = &row, .start = { 100, 0 }, .previous = PKTMON_TIME_NONE };

  check_times (&cell, first, G_N_ELEMENTS (first));
  cell.row = &timeless;
  check_times (&cell, none, G_N_ELEMENTS (none));
}

/* --- The others --- */

static void
test_values (void)
{
  char name[] = "eth0";
  const PktmonInterface interface = { .name = name };
  PktmonPacketRow row = {
    .position = 41,
    .interface = &interface,
    .length = 1514,
    .summary = { .protocol = "DNS", .info = "Standard query" },
  };
  PktmonCell cell = { .row = &row };

  assert_text ("number", &cell, "42");
  assert_text ("source", &cell, "");
  assert_text ("protocol", &cell, "DNS");
  assert_text ("length", &cell, "1514");
  assert_text ("info", &cell, "Standard query");
  assert_text ("interface", &cell, "eth0");
  assert_appends (find_column ("number")->append_spoken, &cell, "42");
  row.lost = 1;
  assert_text ("info", &cell, "1 packet lost before · Standard query");
  cell.divided = TRUE;
  assert_text ("info", &cell, "Standard query");
  assert_appends (find_column ("info")->append_spoken, &cell,
                  "1 packet lost before · Standard query");
  row.lost = 0;
  cell.marked = TRUE;
  assert_text ("number", &cell, "● 42");
  assert_appends (find_column ("number")->append_spoken, &cell, "42 marked");
  row.interface = NULL; /* it cannot be read */
  assert_text ("length", &cell, "");
  assert_text ("interface", &cell, "");
}

/* --- What the user makes of them --- */

/* As of a new user. Windows save their layout when they close, so this comes before they open. */
static GSettings *
settings_new (void)
{
  GSettings *settings = pktmon_settings_new();

  g_settings_reset (settings, PKTMON_SETTING_COLUMNS);
  return settings;
}

/* "number time …", with a star behind a width of the user's own. */
static char *
dup_layout (PktmonWindow *window)
{
  GtkWidget *table = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_PACKET_TABLE);
  g_autoptr (GString) text = g_string_new (NULL);
  const PktmonPlace *places;
  guint n_places;

  test_ui_wait_painted (GTK_WIDGET (window));
  places = pktmon_packet_table_get_places (PKTMON_PACKET_TABLE (table), &n_places);
  for (guint i = 0; i < n_places; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", places[i].column->id,
                            !places[i].column->expands && places[i].width > 200 ? "*" : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_layout (PktmonWindow *window, const char *expected)
{
  g_autofree char *layout = dup_layout (window);

  g_assert_cmpstr (layout, ==, expected);
}

static gboolean
is_saved (gpointer settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, PKTMON_SETTING_COLUMNS);

  return g_variant_n_children (value) > 0;
}

/* The visible columns take all the room of the list. */
static void
assert_filled (PktmonWindow *window)
{
  PktmonPacketTable *table =
      PKTMON_PACKET_TABLE (test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_PACKET_TABLE));
  const PktmonPlace *places;
  guint n_places;

  test_ui_wait_painted (GTK_WIDGET (window));
  places = pktmon_packet_table_get_places (table, &n_places);
  g_assert_cmpint ((int) (places[n_places - 1].x + places[n_places - 1].width), ==,
                   gtk_widget_get_width (GTK_WIDGET (pktmon_packet_table_get_list (table))));
}

/* Whether the interface is to be shown, or not: -1 while the user has not decided. */
static int
get_choice (GSettings *settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, PKTMON_SETTING_COLUMNS);
  GVariantIter iterator;
  const char *id;
  gboolean visible;
  int width;

  g_variant_iter_init (&iterator, value);
  while (g_variant_iter_next (&iterator, "(&sib)", &id, &width, &visible))
    if (g_str_equal (id, "interface"))
      return visible;
  return -1;
}

static gboolean
is_chosen (gpointer settings)
{
  return get_choice (settings) == TRUE;
}

static gboolean
is_refused (gpointer settings)
{
  return get_choice (settings) == FALSE;
}

static GtkColumnViewColumn *
get_column (PktmonWindow *window, guint place)
{
  GtkWidget *view = test_ui_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW);

  return g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)), place);
}

/* Hidden, wider and moved columns are so in the next window too, and in those that are open. */
static void
test_remembered (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (GSettings) settings = settings_new();
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  PktmonWindow *other = test_ui_open_packets (ui, 10);
  GtkWidget *view = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_PACKET_VIEW);
  g_autoptr (GtkColumnViewColumn) protocol = get_column (window, 4);
  g_autoptr (GtkColumnViewColumn) source = get_column (window, 2);
  GtkColumnView *header =
      GTK_COLUMN_VIEW (test_ui_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW));
  const char *changed = "number protocol time source* length info";

  assert_layout (window, "number time source destination protocol length info");
  test_ui_activate (view, "column.destination");
  gtk_column_view_insert_column (header, 1, protocol);
  gtk_column_view_column_set_fixed_width (source, 240);
  assert_layout (window, changed);
  test_wait (is_saved, settings, "the layout is saved");
  assert_layout (other, changed);
  gtk_window_close (GTK_WINDOW (window));
  assert_layout (test_ui_open_packets (ui, 10), changed);
}

/* The last column that is left stays: without it there would be no header. */
static void
test_last (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (GSettings) settings = settings_new();
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  GtkWidget *view = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_PACKET_VIEW);
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++) {
    g_autofree char *action = g_strconcat ("column.", columns[i].id, NULL);

    test_ui_activate (view, action);
  }
  test_ui_activate (view, "column.info"); /* had stayed */
  assert_layout (window, "interface point journey drop process");
  test_wait (is_saved, settings, "the layout is saved");
}

/* A capture of @n_interfaces. */
static PktmonWindow *
open_interfaces (TestUi *ui, const TestFolder *folder, guint n_interfaces)
{
  g_autofree char *path = test_folder_build (folder, "interfaces.pcapng");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  for (guint i = 0; i < n_interfaces; i++) {
    g_autofree char *name = g_strdup_printf ("eth%u", i);

    test_builder_begin_interface (builder, 1, 0);
    test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, name);
    test_builder_end (builder);
    test_builder_enhanced (builder, i, i, 60, 60);
  }
  test_builder_save (builder, path);
  return test_ui_open (ui, path);
}

#define WITHOUT_INTERFACE "number time source destination protocol length info"
#define WITH_INTERFACE WITHOUT_INTERFACE " interface"

/* The interface is shown where there are several, as long as the user does not choose. */
static void
test_interface (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (GSettings) settings = settings_new();
  PktmonWindow *one = open_interfaces (ui, folder, 1);
  PktmonWindow *two = open_interfaces (ui, folder, 2);
  GtkWidget *view = test_ui_find (GTK_WIDGET (one), PKTMON_TYPE_PACKET_VIEW);

  assert_layout (one, WITHOUT_INTERFACE);
  assert_layout (two, WITH_INTERFACE);
  assert_filled (one);
  assert_filled (two);
  test_ui_activate (view, "column.time"); /* says nothing about the interface */
  test_wait (is_saved, settings, "the layout is saved");
  assert_layout (two, "number source destination protocol length info interface");
  assert_filled (two);
  test_ui_activate (view, "column.time");
  test_ui_activate (view, "column.interface");
  test_wait (is_chosen, settings, "the layout is saved");
  assert_layout (open_interfaces (ui, folder, 1), WITH_INTERFACE);
  test_ui_activate (view, "column.interface");
  test_wait (is_refused, settings, "the layout is saved");
  assert_layout (two, WITHOUT_INTERFACE);
}

/* Columns of the network stack are shown where it was watched; who says why a packet was dropped is
 * the program, not a comment. */
static void
test_stack (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_stack_capture_save (folder);
  PktmonWindow *window;
  g_auto (GStrv) rows = NULL;

  g_object_unref (settings_new());
  window = test_ui_open (ui, path);
  assert_layout (window, WITHOUT_INTERFACE " point journey drop process");
  rows = test_rows_dup_texts (test_rows_find_list (GTK_WIDGET (window)));
  g_assert_true (g_str_has_suffix (rows[0], "|local-out|17 · 1||dig (1234)"));
  g_assert_true (g_str_has_suffix (rows[4], "|drop|17 · 5|NO_SOCKET @ __udp4_lib_rcv+0x79|"));
  g_assert_cmpuint (pktmon_positions_get_count (pktmon_notes_get_commented (
                        pktmon_document_get_notes (pktmon_window_get_document (window)))),
                    ==, 0);
  test_ui_save_screenshot (GTK_WIDGET (window), "columns-stack");
}

static GtkWidget *
find_title (GtkWidget *window, const char *text)
{
  return test_ui_find_text (test_ui_find (window, GTK_TYPE_COLUMN_VIEW), text);
}

/* Where the middle of a title is, from the left of the list. */
static double
get_place (PktmonWindow *window, const char *text)
{
  GtkWidget *list = test_rows_find_list (GTK_WIDGET (window));
  GtkWidget *title = find_title (GTK_WIDGET (window), text);
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (title, list, gtk_widget_get_width (title) / 2.0,
                                                   0, &x, &y));
  return x;
}

/* From right to left, the header goes with the rows too. */
static void
test_mirrored (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_stack_capture_save (folder);
  PktmonWindow *window;
  GtkWidget *list;
  GtkAdjustment *scrolling;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_object_unref (settings_new());
  window = test_ui_open (ui, path);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 600);
  test_ui_wait_painted (GTK_WIDGET (window));
  list = test_rows_find_list (GTK_WIDGET (window));
  g_assert_cmpfloat (get_place (window, "No."), >, gtk_widget_get_width (list) - 100);
  g_assert_cmpfloat (get_place (window, "Process"), <, 0);
  test_ui_save_screenshot (GTK_WIDGET (window), "columns-mirrored");
  scrolling = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (list));
  gtk_adjustment_set_value (scrolling, 0);
  test_ui_wait_painted (GTK_WIDGET (window));
  g_assert_cmpfloat (get_place (window, "Process"), >, 0);
  g_assert_cmpfloat (get_place (window, "No."), >, gtk_widget_get_width (list));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

typedef struct {
  PktmonWindow *window;
  guint64 count;
} Awaited;

static gboolean
has_count (gpointer data)
{
  const Awaited *self = data;
  PktmonDocument *document = pktmon_window_get_document (self->window);

  return pktmon_packet_list_get_count (pktmon_document_get_list (document)) == self->count;
}

static gboolean
is_opaque (gpointer list)
{
  return gtk_widget_get_opacity (list) >= 1;
}

/* Until so many packets are shown, and can be seen. */
static void
wait_count (PktmonWindow *window, guint64 count)
{
  Awaited awaited = { window, count };

  test_wait (has_count, &awaited, "other packets are shown");
  test_wait (is_opaque, test_rows_find_list (GTK_WIDGET (window)), "the list can be seen");
  test_ui_wait_painted (GTK_WIDGET (window));
}

/* One row for each journey says all of it in short; packets without one keep theirs. */
static void
test_folded (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "stack.pcapng");
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  TestStackPacket plain = { PKTMON_POINT_RECEIVE, 95000, 0, 1, 4444, 90, 64 };
  g_auto (GStrv) rows = NULL, filtered = NULL;
  PktmonWindow *window;
  GtkWidget *list;

  g_object_unref (settings_new());
  test_stack_capture_add_journeys (builder);
  test_stack_capture_add (builder, &plain);
  test_builder_save (builder, path);
  window = test_ui_open (ui, path);
  list = test_rows_find_list (GTK_WIDGET (window));
  test_ui_activate (GTK_WIDGET (window), "win.fold-journeys");
  wait_count (window, 3);
  test_ui_activate (GTK_WIDGET (window), "win.expected-drops");
  wait_count (window, 4);
  rows = test_rows_dup_texts (list);
  g_assert_cmpuint (g_strv_length (rows), ==, 4);
  g_assert_nonnull (
      strstr (rows[0], "|5 points, 20.0 µs, dropped: NO_SOCKET at __udp4_lib_rcv+0x79 · 1111"));
  g_assert_nonnull (strstr (rows[1], "|≈ 3 points, 48.0 µs, delivered to nginx · 2222"));
  g_assert_nonnull (strstr (rows[2], "|1 point, 0 ns, dropped: OTHERHOST at ip_rcv_core+0x1b · "));
  g_assert_nonnull (strstr (rows[3], "|4444"));
  test_ui_save_screenshot (GTK_WIDGET (window), "columns-folded");
  pktmon_document_set_filter (pktmon_window_get_document (window), "udp port 5353", NULL, NULL);
  wait_count (window, 1);
  filtered = test_rows_dup_texts (list);
  g_assert_cmpuint (g_strv_length (filtered), ==, 1);
  g_assert_nonnull (strstr (filtered[0], "|5 points, 20.0 µs, dropped: NO_SOCKET"));
  test_ui_activate (GTK_WIDGET (window), "win.fold-journeys");
  wait_count (window, 2);
}

/* A drop says how bad that is with its icon, and to who hears it. */
static void
test_drops (void)
{
  static const struct {
    const char *reason, *icon, *spoken;
  } cases[] = {
    { "OTHERHOST", "dialog-information-symbolic", "OTHERHOST expected" },
    { "NO_SOCKET", "dialog-warning-symbolic", "NO_SOCKET suspicious" },
    { "SOCKET_RCVBUFF", "dialog-error-symbolic", "SOCKET_RCVBUFF hard" },
    { "OF_TOMORROW", "dialog-warning-symbolic", "OF_TOMORROW suspicious" },
  };
  PktmonPacketRow row = { .stack = { .is_known = TRUE, .point = PKTMON_POINT_DROP } };
  PktmonCell cell = { .row = &row };
  const PktmonListColumn *column = find_column ("drop");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_strlcpy (row.stack.reason, cases[i].reason, sizeof row.stack.reason);
    g_assert_cmpstr (column->get_icon (&cell), ==, cases[i].icon);
    assert_appends (column->append_spoken, &cell, cases[i].spoken);
  }
  row.stack.point = PKTMON_POINT_DELIVERY;
  g_assert_null (column->get_icon (&cell));
  assert_text ("drop", &cell, "");
  row.stack.point = PKTMON_N_POINTS; /* of a later version */
  assert_text ("point", &cell, "");
}

/* Names that a later version may have, or somebody made up, do no harm. */
static void
test_strange (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (GSettings) settings = settings_new();

  g_settings_set_value (
      settings, PKTMON_SETTING_COLUMNS,
      g_variant_new_parsed ("[('mood', 7, true), ('info', -5, true), ('time', 0, false)]"));
  assert_layout (test_ui_open_packets (ui, 10), "info number source destination protocol length");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/columns/times", test_times);
  g_test_add_func ("/columns/backwards", test_backwards);
  g_test_add_func ("/columns/no-times", test_no_times);
  g_test_add_func ("/columns/values", test_values);
  g_test_add_func ("/columns/stack", test_stack);
  g_test_add_func ("/columns/mirrored", test_mirrored);
  g_test_add_func ("/columns/folded", test_folded);
  g_test_add_func ("/columns/drops", test_drops);
  g_test_add_func ("/columns/remembered", test_remembered);
  g_test_add_func ("/columns/last", test_last);
  g_test_add_func ("/columns/interface", test_interface);
  g_test_add_func ("/columns/strange", test_strange);
  return g_test_run();
}

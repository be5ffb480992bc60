/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "pcapng/divider-block.h"
#include "support/capture-builder.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/packet-line.h"
#include "ui/packet-view.h"
#include "ui/settings.h"

/* The rows between packets, that say what was lost or changed there, as the user meets them. */

#define PACKETS 3000u

typedef struct {
  TestUi *ui;
  TestFolder *folder;
  char *path;
  PktmonWindow *window;
  PktmonDocument *document;
  GtkWidget *list;
} Fixture;

static void
add_packet (TestBuilder *builder, guint i, guint64 lost)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, i % 2 == 0 ? 17 : 6, (guint16) (1000 + i), 53);
  test_builder_begin_enhanced (builder, 0, i * 1000, frame, sizeof frame, sizeof frame);
  if (lost > 0)
    test_builder_option_u64 (builder, PKTMON_OPTION_EPB_DROPCOUNT, lost);
  test_builder_end (builder);
}

static void
add_change (TestBuilder *builder, guint32 number, const char *text)
{
  test_builder_divider (builder, PKTMON_DIVIDER_CONSTRAINTS, number, 0, text,
                        (guint32) strlen (text));
}

/* Gaps before packets 3 and 1003, counted from 1; a change and a gap before 6; a change at the
 * end. */
static void
save_divided (const char *path)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_begin_interface (builder, 1, 0);
  test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, "if:veth1");
  test_builder_end (builder);
  for (guint i = 0; i < PACKETS; i++) {
    if (i == 5)
      add_change (builder, 1, "port=53\nip=10.0.0.1 exclude");
    add_packet (builder, i, i == 2 ? 1234 : (i == 5 ? 1 : (i == 1002 ? 77 : 0)));
  }
  add_change (builder, 2, "");
  test_builder_save (builder, path);
}

/* Whether the list knows of all rows, which it gets little by little, and has laid them out. */
static gboolean
has_all_rows (gpointer data)
{
  Fixture *self = data;
  PktmonPacketSelection *selection = pktmon_document_get_selection (self->document);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (selection));

  return n_rows == pktmon_packet_selection_count_rows (selection) &&
         gtk_adjustment_get_upper (adjustment) > 10 * n_rows;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  g_settings_reset (settings, PKTMON_SETTING_COLUMNS);
  self->folder = test_folder_new();
  self->path = test_folder_build (self->folder, "capture.pcapng");
  save_divided (self->path);
  self->ui = test_ui_new();
  self->window = test_ui_open (self->ui, self->path);
  self->document = pktmon_window_get_document (self->window);
  self->list = test_rows_find_list (GTK_WIDGET (self->window));
  test_wait (has_all_rows, self, "all rows");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
  test_folder_free (self->folder);
  g_free (self->path);
}

#define FIRST_GAP "1,234 packets lost here (if:veth1)"
#define CHANGE "Constraints changed: port=53 · ip=10.0.0.1 exclude"
#define SECOND_GAP "1 packet lost here (if:veth1)"
#define LAST_CHANGE "Constraints changed: everything is captured from here on"

static void
assert_rows (Fixture *self, const char *const *prefixes)
{
  g_auto (GStrv) texts = test_rows_dup_texts (self->list);

  for (guint i = 0; prefixes[i] != NULL; i++) {
    g_assert_nonnull (texts[i]);
    g_assert_true (g_str_has_prefix (texts[i], prefixes[i]));
  }
}

/* Each has a row of its own, and the packet behind does not say the same again. */
static void
test_rows (Fixture *self, gconstpointer user_data)
{
  static const char *const rows[] = { "1|", "2|",   FIRST_GAP,  "3|", "4|",
                                      "5|", CHANGE, SECOND_GAP, "6|", NULL };
  g_auto (GStrv) texts = NULL;

  assert_rows (self, rows);
  texts = test_rows_dup_texts (self->list);
  g_assert_null (strstr (texts[3], "lost"));
  test_ui_save_screenshot (GTK_WIDGET (self->window), "dividers");
  test_ui_press ("End");
  test_rows_wait_visible (self->list, LAST_CHANGE);
}

typedef struct {
  Fixture *fixture;
  guint64 current;
  guint64 selected; /* packets */
} Expected;

static gboolean
is_as_expected (gpointer data)
{
  Expected *expected = data;
  PktmonDocument *document = expected->fixture->document;

  return pktmon_document_get_current (document) == expected->current &&
         pktmon_packet_selection_get_count (pktmon_document_get_selection (document)) ==
             expected->selected;
}

/* @number: of the packet that is current then, from 1. */
static void
press (Fixture *self, const char *keys, guint64 number, guint64 selected)
{
  Expected expected = { self, number - 1, selected };

  test_ui_press (keys);
  test_wait (is_as_expected, &expected, keys);
}

static void
assert_focus (Fixture *self, const char *prefix)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->window));
  PktmonPacketLine *line = pktmon_packet_line_find (GTK_LIST_VIEW (self->list), focus);
  guint n_columns;
  g_autofree char *number = NULL;

  g_assert_nonnull (line);
  number = pktmon_packet_line_dup_text (line, pktmon_columns_get_all (&n_columns));
  g_assert_cmpstr (number, ==, prefix);
}

static void
assert_all_selected (Fixture *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (pktmon_document_get_selection (self->document));
  g_autoptr (GtkBitset) rows = gtk_selection_model_get_selection (model);

  g_assert_cmpuint (gtk_bitset_get_size (rows), ==, PACKETS);
  for (guint row = 0; row < PACKETS; row++)
    g_assert_true (gtk_bitset_contains (rows, row) == gtk_selection_model_is_selected (model, row));
  g_assert_false (gtk_selection_model_is_selected (model, 2));
}

/* Keys go from packet to packet, and select packets only. */
static void
test_keys (Fixture *self, gconstpointer user_data)
{
  press (self, "Down", 2, 1);
  press (self, "Down", 3, 1);
  assert_focus (self, "3");
  press (self, "Up", 2, 1);
  assert_focus (self, "2");
  press (self, "shift+Down", 3, 2);
  press (self, "shift+Down", 4, 3);
  press (self, "Down", 5, 1);
  press (self, "Down", 6, 1); /* across two */
  press (self, "shift+Up", 5, 2);
  assert_focus (self, "5");
  press (self, "ctrl+a", 5, PACKETS);
  assert_all_selected (self);
  press (self, "Home", 1, 1);
  press (self, "End", PACKETS, 1);
  assert_focus (self, "3000");
  press (self, "Down", PACKETS, 1);
  press (self, "Up", PACKETS - 1, 1);
}

/* The keys for the packet before and behind, from anywhere. */
static void
test_steps (Fixture *self, gconstpointer user_data)
{
  GtkWidget *view = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_VIEW);

  pktmon_document_set_current (self->document, 4);
  test_ui_activate (view, "packet.next");
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 5);
  test_ui_activate (view, "packet.previous");
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 4);
}

/* A click on a divider means the packet behind it. Its menu has nothing to offer. */
static void
test_clicks (Fixture *self, gconstpointer user_data)
{
  GtkWidget *row = pktmon_packet_line_find_row (GTK_LIST_VIEW (self->list), 6);
  Expected expected = { self, 5, 1 };

  test_widget_click (row, 50, 5, 3, NULL);
  test_ui_wait_painted (self->list);
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 0);
  test_widget_click (row, 50, 5, 1, NULL);
  test_wait (is_as_expected, &expected, "the packet is selected");
  assert_focus (self, "6");
}

/* What a filter hides between two packets is lost in one row. */
static void
test_filter (Fixture *self, gconstpointer user_data)
{
  static const char *const few[] = {
    "1|",    CHANGE, "1,235 packets lost here (if:veth1)", "9|", "77 packets lost here (if:veth1)",
    "1301|", NULL
  };
  static const char *const all[] = { "1|", "2|", FIRST_GAP, "3|", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      test_ui_set_filter (self->document, "port 1000 or port 1008 or port 2300", &error));
  g_assert_no_error (error);
  test_rows_wait_visible (self->list, "1301|");
  assert_rows (self, few);
  g_assert_cmpuint (pktmon_packet_list_get_count (pktmon_document_get_list (self->document)), ==,
                    3);
  pktmon_document_show_all (self->document);
  test_rows_wait_visible (self->list, "3|");
  assert_rows (self, all);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/dividers/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("rows", test_rows);
  ADD ("keys", test_keys);
  ADD ("steps", test_steps);
  ADD ("clicks", test_clicks);
  ADD ("filter", test_filter);
  return g_test_run();
}

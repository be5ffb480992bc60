/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "constraint/expression.h"
#include "support/capture-builder.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "ui/filter-bar.h"
#include "ui/filter-choices.h"
#include "ui/filter-examples.h"
#include "ui/filter-history.h"
#include "ui/settings.h"

/* The filter bar as its user meets it: typing, mistakes, rubbish, and second thoughts. */

typedef struct {
  TestUi *ui;
  GtkWidget *window;
  PktmonDocument *document;
  GListModel *list;
  GtkWidget *bar;
  GtkWidget *entry;
} Fixture;

static void
find_parts (Fixture *self)
{
  self->document = pktmon_window_get_document (PKTMON_WINDOW (self->window));
  self->list = G_LIST_MODEL (pktmon_document_get_list (self->document));
  self->bar = test_ui_find (self->window, PKTMON_TYPE_FILTER_BAR);
  self->entry = test_ui_find (self->bar, GTK_TYPE_ENTRY);
}

/* 500 packets to port 53 of UDP, and as many to port 443 of TCP. */
static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->ui = test_ui_new();
  self->window = GTK_WIDGET (test_ui_open_packets (self->ui, 1000));
  find_parts (self);
  test_ui_press ("ctrl+l");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  test_ui_free (self->ui);
  g_settings_reset (settings, PKTMON_SETTING_FILTER_HISTORY);
}

typedef struct {
  Fixture *fixture;
  guint n_items;
} Expected;

static gboolean
shows_expected (gpointer data)
{
  const Expected *expected = data;
  PktmonViewFilter *filter = pktmon_document_get_view_filter (expected->fixture->document);

  return g_list_model_get_n_items (expected->fixture->list) == expected->n_items &&
         (filter == NULL || !pktmon_view_filter_is_busy (filter));
}

static void
wait_shown (Fixture *self, guint n_items)
{
  Expected expected = { self, n_items };

  test_wait (shows_expected, &expected, "the right number of packets is shown");
}

static gboolean
is_marked (gpointer data)
{
  return gtk_widget_has_css_class (((const Fixture *) data)->entry, "error");
}

static gboolean
is_not_marked (gpointer data)
{
  return !is_marked (data);
}

static const char *
get_text (Fixture *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* --- Typing --- */

static void
test_typing (Fixture *self, gconstpointer user_data)
{
  test_ui_type ("udp port 53");
  wait_shown (self, 500);
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "udp port 53");
  test_ui_wait_shows (self->bar, "500 of 1,000 packets shown");
  test_ui_save_screenshot (self->window, "filter");
  test_ui_type (" and src port 1004");
  wait_shown (self, 1);
  test_ui_wait_shows (self->bar, "1 of 1,000 packets shown");

  test_ui_press ("Escape");
  wait_shown (self, 1000);
  g_assert_cmpstr (get_text (self), ==, "");
  g_assert_false (test_ui_shows (self->bar, "shown"));
}

/* A mistake marks the entry and says why, and the packets stay as they are. */
static void
test_mistake (Fixture *self, gconstpointer user_data)
{
  test_ui_type ("tcp");
  wait_shown (self, 500);
  test_ui_type (" por");
  test_wait (is_marked, self, "the mistake is marked");
  test_ui_wait_shows (self->bar, "syntax error");
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "tcp");
  g_assert_cmpuint (g_list_model_get_n_items (self->list), ==, 500);
  test_ui_save_screenshot (self->window, "filter-mistake");

  test_ui_type ("t 443");
  test_wait (is_not_marked, self, "the mistake is gone");
  wait_shown (self, 500);
  g_assert_false (test_ui_shows (self->bar, "syntax error"));
}

static void
test_enter (Fixture *self, gconstpointer user_data)
{
  test_ui_type ("tcp port");
  test_ui_press ("Return");
  test_wait (is_marked, self, "the mistake is marked");
  test_ui_press ("ctrl+a");
  test_ui_type ("tcp");
  test_ui_press ("Return");
  wait_shown (self, 500);
  test_ui_press ("Return");
  test_ui_press ("BackSpace");
  test_ui_press ("BackSpace");
  test_ui_press ("BackSpace");
  wait_shown (self, 1000);
}

/* --- Rubbish --- */

static void
check_rubbish (Fixture *self, const char *text, const char *message)
{
  test_ui_press ("ctrl+a");
  test_ui_paste (self->entry, text);
  test_wait (is_marked, self, "the rubbish is marked");
  test_ui_wait_shows (self->bar, message);
  g_assert_cmpuint (g_list_model_get_n_items (self->list), ==, 1000);
  test_ui_press ("ctrl+a");
  test_ui_press ("BackSpace");
  test_wait (is_not_marked, self, "the rubbish is gone");
}

static void
test_rubbish (Fixture *self, gconstpointer user_data)
{
  g_autofree char *letters = g_strnfill (100000, 'x');
  g_autoptr (GString) smiles = g_string_new (NULL);

  for (guint i = 0; i < 25000; i++)
    g_string_append (smiles, "😀");
  check_rubbish (self, "😀 host", "😀");
  check_rubbish (self, "tcp\nport\nport\n", "not valid");
  check_rubbish (self, "\x1b[31m\x7f", "not valid");
  check_rubbish (self, "שלום عليكم", "not valid");
  check_rubbish (self, letters, "longer than 4096 characters");
  check_rubbish (self, smiles->str, "longer than 4096 characters");
}

/* --- Choosing --- */

static void
choose (Fixture *self, GtkWidget *choices, int row)
{
  GtkListBox *list = GTK_LIST_BOX (test_ui_find (choices, GTK_TYPE_LIST_BOX));

  gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_ancestor (choices, GTK_TYPE_MENU_BUTTON)));
  test_ui_wait_painted (self->window);
  test_ui_save_screenshot (choices, "filter-history");
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (list, row)));
}

static void
test_history (Fixture *self, gconstpointer user_data)
{
  GtkWidget *history = test_ui_find (self->bar, PKTMON_TYPE_FILTER_CHOICES);

  test_ui_type ("udp");
  test_ui_press ("Return");
  wait_shown (self, 500);
  test_ui_press ("ctrl+a");
  test_ui_type ("src port 1007");
  test_ui_press ("Return");
  wait_shown (self, 1);
  test_ui_press ("Escape");
  wait_shown (self, 1000);
  choose (self, history, 1);
  wait_shown (self, 500);
  g_assert_cmpstr (get_text (self), ==, "udp");
}

static void
test_history_limits (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_auto (GStrv) filters = NULL;

  for (guint i = 0; i < 50; i++) {
    g_autofree char *filter = g_strdup_printf ("port %u", i % 25);

    pktmon_filter_history_add (settings, filter);
  }
  pktmon_filter_history_add (settings, "port 10");
  filters = pktmon_filter_history_dup (settings);
  g_assert_cmpuint (g_strv_length (filters), ==, 20);
  g_assert_cmpstr (filters[0], ==, "port 10");
  g_assert_cmpstr (filters[1], ==, "port 24");
  for (guint i = 1; i < 20; i++)
    g_assert_cmpstr (filters[i], !=, "port 10");
  g_settings_reset (settings, PKTMON_SETTING_FILTER_HISTORY);
}

static void
test_examples (void)
{
  guint n_examples;
  const PktmonFilterExample *examples = pktmon_filter_examples_get_all (&n_examples);

  g_assert_cmpuint (n_examples, >, 5);
  for (guint i = 0; i < n_examples; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PktmonExpression) expression =
        pktmon_expression_new_view (examples[i].filter, &error);

    g_assert_no_error (error);
    g_assert_nonnull (expression);
  }
}

/* --- Nothing to show --- */

static void
press_button (Fixture *self, const char *label)
{
  GtkWidget *button;

  test_ui_wait_shows (self->window, label);
  button = gtk_widget_get_ancestor (test_ui_find_text (self->window, label), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_nothing (Fixture *self, gconstpointer user_data)
{
  test_ui_type ("tcp port 1");
  test_ui_wait_shows (self->window, "No Packets Match");
  test_ui_save_screenshot (self->window, "filter-nothing");
  pktmon_document_set_interface_visible (self->document, 0, FALSE);
  test_ui_wait_painted (self->window);
  press_button (self, "Clear Filter");
  g_assert_cmpstr (get_text (self), ==, "");
  press_button (self, "Show All Interfaces");
  wait_shown (self, 1000);
  g_assert_false (test_ui_shows (self->window, "No Packets Match"));
}

/* --- Others --- */

static void
test_changed_by_others (Fixture *self, gconstpointer user_data)
{
  test_ui_type ("tcp por");
  test_wait (is_marked, self, "the mistake is marked");
  g_assert_true (test_ui_set_filter (self->document, "udp", NULL));
  g_assert_cmpstr (get_text (self), ==, "udp");
  g_assert_false (is_marked (self));
  wait_shown (self, 500);
  pktmon_document_show_all (self->document);
  g_assert_cmpstr (get_text (self), ==, "");
}

static void
test_unjudged (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "mixed");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  Fixture fixture = { .ui = test_ui_new() };

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_interface (builder, 101, 0); /* LINKTYPE_RAW */
  for (guint i = 0; i < 10; i++)
    test_builder_enhanced (builder, i % 2, i, 20, 20);
  test_builder_save (builder, path);
  fixture.window = GTK_WIDGET (test_ui_open (fixture.ui, path));
  find_parts (&fixture);
  test_ui_press ("ctrl+l");
  test_ui_type ("not ether host 2:0:0:0:0:1");
  wait_shown (&fixture, 5);
  test_ui_wait_shows (fixture.bar, "5 packets could not be judged by the filter");
  test_ui_save_screenshot (fixture.window, "filter-unjudged");
  test_ui_free (fixture.ui);
}

static gboolean
has_document (gpointer data)
{
  return pktmon_window_get_document (data) != NULL;
}

/* A filter that is there before the packets are. */
static void
test_loading (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "large");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  Fixture fixture = { .ui = test_ui_new() };

  test_ui_save_packets (path, 200000);
  fixture.window = GTK_WIDGET (test_ui_open (fixture.ui, NULL));
  pktmon_window_open (PKTMON_WINDOW (fixture.window), file);
  test_wait (has_document, fixture.window, "the capture is open");
  find_parts (&fixture);
  gtk_editable_set_text (GTK_EDITABLE (fixture.entry), "udp");
  g_signal_emit_by_name (fixture.entry, "activate");
  wait_shown (&fixture, 100000);
  test_ui_free (fixture.ui);
}

/* Closing at any moment leaves nothing behind. */
static void
test_closing (void)
{
  for (guint i = 0; i < 12; i++) {
    Fixture fixture = { .ui = test_ui_new() };

    fixture.window = GTK_WIDGET (test_ui_open_packets (fixture.ui, 50000));
    find_parts (&fixture);
    gtk_editable_set_text (GTK_EDITABLE (fixture.entry), "udp port 53");
    if (i % 2 == 0)
      g_signal_emit_by_name (fixture.entry, "activate");
    for (guint turns = 0; turns < i / 2; turns++)
      g_main_context_iteration (NULL, FALSE);
    test_ui_free (fixture.ui);
  }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/filter-bar/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("typing", test_typing);
  ADD ("mistake", test_mistake);
  ADD ("enter", test_enter);
  ADD ("rubbish", test_rubbish);
  ADD ("history", test_history);
  g_test_add_func ("/filter-bar/history-limits", test_history_limits);
  g_test_add_func ("/filter-bar/examples", test_examples);
  ADD ("nothing", test_nothing);
  ADD ("changed-by-others", test_changed_by_others);
  g_test_add_func ("/filter-bar/unjudged", test_unjudged);
  g_test_add_func ("/filter-bar/loading", test_loading);
  g_test_add_func ("/filter-bar/closing", test_closing);
  return g_test_run();
}

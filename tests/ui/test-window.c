/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/capture-builder.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "ui/capture-frame.h"
#include "ui/details-view.h"
#include "ui/field-view.h"
#include "ui/settings.h"

/* The window as its user meets it. */

static void
test_start (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);

  g_assert_null (pktmon_window_get_document (window));
  g_assert_true (test_ui_is_on_page (window, "start"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "Capture Packets"));
  test_ui_save_screenshot (GTK_WIDGET (window), "window-start");
}

static void
test_capture (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 1000);

  g_assert_true (test_ui_shows (GTK_WIDGET (window), "capture.pcapng"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "1,000 packets"));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "capture.pcapng");
  test_ui_save_screenshot (GTK_WIDGET (window), "window-capture");
}

/* --- Files that are wrong --- */

/* A window on a file with these contents. */
static PktmonWindow *
open_contents (TestUi *ui, gconstpointer data, gsize size)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "a <b> & c.pcapng");

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  return test_ui_open (ui, path);
}

static void
test_missing (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, "/nowhere/a <b> & c.pcapng");

  g_assert_true (test_ui_is_on_page (window, "failure"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "“/nowhere/a <b> & c.pcapng” could not be"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "Check the name and the folder."));
  test_ui_save_screenshot (GTK_WIDGET (window), "window-missing");
}

static void
test_refused (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();

  g_assert_true (test_ui_is_on_page (test_ui_open (ui, folder->path), "failure"));
  g_assert_true (test_ui_is_on_page (open_contents (ui, "", 0), "failure"));
  g_assert_true (test_ui_is_on_page (open_contents (ui, "hello, world", 12), "failure"));
}

static void
test_remote (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);

  test_ui_activate (GTK_WIDGET (window), "win.open-uri::http://localhost/capture.pcapng");
  test_ui_wait_shows (GTK_WIDGET (window), "The file is not on this machine.");
}

static void
test_no_packets (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  PktmonWindow *window;

  test_builder_section (builder);
  window = open_contents (ui, builder->bytes->data, builder->bytes->len);
  g_assert_true (test_ui_is_on_page (window, "no-packets"));
}

static void
test_damaged (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  PktmonWindow *window;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 10; i++)
    test_builder_frame (builder, i, 17, 1000, 53);
  window = open_contents (ui, builder->bytes->data, builder->bytes->len - 1);
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "9 packets"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "cut short after packet 9"));
  test_ui_save_screenshot (GTK_WIDGET (window), "window-damaged");
}

/* --- Files that change --- */

static void
test_changed (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  PktmonWindow *window;

  test_ui_save_packets (path, 10);
  window = test_ui_open (ui, path);
  g_assert_false (test_ui_shows (GTK_WIDGET (window), "has changed"));
  test_ui_save_packets (path, 20);
  test_ui_wait_shows (GTK_WIDGET (window), "The file has changed since it was opened.");
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "10 packets"));
  test_ui_press ("ctrl+r");
  test_ui_wait_shows (GTK_WIDGET (window), "20 packets");
  g_assert_false (test_ui_shows (GTK_WIDGET (window), "has changed"));
}

typedef struct {
  PktmonWindow *window;
  guint64 current;
  gpointer before; /* document that is not meant */
} Reloaded;

static gboolean
is_reloaded (gpointer data)
{
  Reloaded *expected = data;
  PktmonDocument *document = pktmon_window_get_document (expected->window);

  return document != NULL && document != expected->before &&
         pktmon_store_is_complete (pktmon_document_get_store (document)) &&
         !pktmon_document_is_awaiting (document) &&
         pktmon_document_get_current (document) == expected->current;
}

static gboolean
is_shown (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static gboolean
is_hidden (gpointer data)
{
  return !is_shown (data);
}

/* What the user has chosen outlives that the file is loaded again. */
static void
test_reload (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  g_autoptr (PktmonPositions) marked = pktmon_positions_new();
  Reloaded expected = { .current = 2501 };
  PktmonDocument *document;
  GtkWidget *list;

  test_ui_save_packets (path, 5000);
  expected.window = test_ui_open (ui, path);
  document = pktmon_window_get_document (expected.window);
  expected.before = g_object_ref (document); /* the next one must be elsewhere */
  pktmon_positions_add (marked, 2503);
  pktmon_notes_toggle_marks (pktmon_document_get_notes (document), marked);
  g_assert_true (test_ui_set_filter (document, "tcp", NULL));
  test_ui_wait_shows (GTK_WIDGET (expected.window), "2,500 of 5,000 packets");
  pktmon_document_set_current (document, 2501);
  test_ui_press ("ctrl+r");
  test_wait (is_reloaded, &expected, "the capture is loaded again");
  g_object_unref (document);
  g_assert_cmpstr (pktmon_document_get_filter (pktmon_window_get_document (expected.window)), ==,
                   "tcp");
  test_ui_wait_shows (GTK_WIDGET (expected.window), "2,500 of 5,000 packets");
  list = test_rows_find_list (GTK_WIDGET (expected.window));
  test_rows_wait_visible (list, "2502|");
  test_rows_wait_visible (list, "● 2504|");
  test_ui_press ("Down");
  expected.current = 2503;
  test_wait (is_reloaded, &expected, "the keyboard goes on from there");
}

/* A packet that is not there any more is not waited for. */
static void
test_reload_shorter (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  Reloaded expected = { .current = 0 };

  test_ui_save_packets (path, 50);
  expected.window = test_ui_open (ui, path);
  expected.before = g_object_ref (pktmon_window_get_document (expected.window));
  pktmon_document_set_current (expected.before, 40);
  test_ui_save_packets (path, 10);
  test_ui_press ("ctrl+r");
  test_wait (is_reloaded, &expected, "the first packet is the current one");
  g_object_unref (expected.before);
}

/* The details go and come back, and the focus does not get lost with them. */
static void
test_details (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  GtkWidget *details = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_DETAILS_VIEW);
  GtkWidget *fields = test_ui_find (details, PKTMON_TYPE_FIELD_VIEW);
  Reloaded expected = { window, 1 };

  g_assert_true (gtk_widget_grab_focus (test_ui_find (fields, GTK_TYPE_LIST_VIEW)));
  test_ui_press ("ctrl+F9");
  test_wait (is_hidden, details, "the details are hidden");
  test_ui_save_screenshot (GTK_WIDGET (window), "window-no-details");
  test_ui_press ("Down");
  test_wait (is_reloaded, &expected, "the packets have the focus");
  test_ui_press ("ctrl+F9");
  test_wait (is_shown, details, "the details are shown");
}

static gboolean
is_loading (gpointer data)
{
  return test_ui_is_on_page (data, "loading");
}

/* A pipe into which nobody writes yet: the window says that it waits, and can be closed. */
static void
test_pipe (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "pipe");
  PktmonWindow *window = test_ui_open (ui, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  pktmon_window_open (window, file);
  test_wait (is_loading, window, "the window says that it is loading");
  test_ui_save_screenshot (GTK_WIDGET (window), "window-loading");
  gtk_window_close (GTK_WINDOW (window));
}

/* --- Actions --- */

static gboolean
has_shortcuts (gpointer data)
{
  return test_ui_find_window (GTK_TYPE_SHORTCUTS_WINDOW) != NULL;
}

static void
test_keys (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 3);
  GtkWidget *flap =
      test_ui_find (test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_CAPTURE_FRAME), ADW_TYPE_FLAP);

  g_assert_true (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
  test_ui_press ("F9");
  test_ui_press ("ctrl+question");
  test_wait (has_shortcuts, NULL, "the shortcuts are shown");
  g_assert_false (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
}

static gboolean
has_no_window (gpointer data)
{
  return gtk_application_get_windows (data) == NULL;
}

static void
test_quit (void)
{
  g_autoptr (TestUi) ui = test_ui_new();

  test_ui_open (ui, NULL);
  test_ui_open_packets (ui, 3);
  test_ui_press ("ctrl+q");
  test_wait (has_no_window, ui->application, "all windows are closed");
}

static void
test_recent (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "a <b> & c.pcapng");
  PktmonWindow *window;

  test_ui_save_packets (path, 7);
  test_ui_open (ui, path);
  window = test_ui_open (ui, NULL);
  test_ui_wait_shows (GTK_WIDGET (window), "a <b> & c.pcapng");
  test_ui_save_screenshot (GTK_WIDGET (window), "window-recent");
  gtk_widget_activate (test_ui_find (GTK_WIDGET (window), ADW_TYPE_ACTION_ROW));
  test_ui_wait_shows (GTK_WIDGET (window), "7 packets");
}

static void
test_toast (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);

  test_ui_activate (GTK_WIDGET (window), "win.toast::Copied 1 & 2");
  test_ui_wait_shows (GTK_WIDGET (window), "Copied 1 & 2");
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkEventController *found = NULL;

  for (guint i = 0; found == NULL && i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      found = controller;
  }
  return found;
}

static void
test_drop (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  PktmonWindow *window = test_ui_open (ui, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_append (NULL, file);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  test_ui_save_packets (path, 7);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_signal_emit_by_name (find_drop_target (GTK_WIDGET (window)), "drop", &value, 0.0, 0.0, &taken);
  g_assert_true (taken);
  test_ui_wait_shows (GTK_WIDGET (window), "7 packets");
}

/* --- State --- */

/* A window is as large as the one that was closed last. */
static void
test_state (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (GSettings) settings = pktmon_settings_new();
  PktmonWindow *window = test_ui_open (ui, NULL);
  int before = gtk_widget_get_width (GTK_WIDGET (window));
  int width, height;

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_window_close (GTK_WINDOW (window));
  window = test_ui_open (ui, NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 800);
  g_assert_cmpint (height, ==, 600);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <, before);
  g_settings_reset (settings, PKTMON_SETTING_WINDOW_SIZE);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/window/start", test_start);
  g_test_add_func ("/window/capture", test_capture);
  g_test_add_func ("/window/missing", test_missing);
  g_test_add_func ("/window/refused", test_refused);
  g_test_add_func ("/window/remote", test_remote);
  g_test_add_func ("/window/no-packets", test_no_packets);
  g_test_add_func ("/window/damaged", test_damaged);
  g_test_add_func ("/window/changed", test_changed);
  g_test_add_func ("/window/reload", test_reload);
  g_test_add_func ("/window/reload-shorter", test_reload_shorter);
  g_test_add_func ("/window/details", test_details);
  g_test_add_func ("/window/pipe", test_pipe);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add_func ("/window/quit", test_quit);
  g_test_add_func ("/window/recent", test_recent);
  g_test_add_func ("/window/toast", test_toast);
  g_test_add_func ("/window/drop", test_drop);
  g_test_add_func ("/window/state", test_state);
  return g_test_run();
}

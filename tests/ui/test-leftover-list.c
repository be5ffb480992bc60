/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "session/capture-files.h"
#include "support/ui.h"
#include "support/waiting.h"
#include "ui/leftover-list.h"

/* Captures that were never saved, on the start page. */

/* A capture in the cache folder that nobody writes. */
static char *
leave_capture (void)
{
  g_autofree char *folder = pktmon_capture_files_dup_folder();
  char *path = g_build_filename (folder, "killed-20260101-120000-1-0.pcapng", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  test_ui_save_packets (path, 10);
  return path;
}

static gboolean
is_loaded (gpointer data)
{
  PktmonDocument *document = pktmon_window_get_document (data);

  return document != NULL && pktmon_store_get_count (pktmon_document_get_store (document)) == 10;
}

static gboolean
is_missing (gpointer data)
{
  return !g_file_test (data, G_FILE_TEST_EXISTS);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, tooltip);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_open (void)
{
  g_autofree char *path = leave_capture();
  TestUi *ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);
  GtkWidget *list = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_LEFTOVER_LIST);

  test_ui_wait_shows (GTK_WIDGET (window), "Unsaved Captures");
  g_assert_true (gtk_widget_get_visible (list));
  test_ui_wait_shows (list, " · 10 packets");
  test_ui_wait_painted (GTK_WIDGET (window));
  test_ui_save_screenshot (GTK_WIDGET (window), "leftovers");
  gtk_widget_activate (test_ui_find (list, ADW_TYPE_ACTION_ROW));
  test_wait (is_loaded, window, "the capture is open");
  test_ui_free (ui);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_discard (void)
{
  g_autofree char *path = leave_capture();
  TestUi *ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);
  GtkWidget *list = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_LEFTOVER_LIST);
  GtkWidget *button;

  test_ui_wait_shows (GTK_WIDGET (window), "Unsaved Captures");
  button = find_button (list, "Move to Trash");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  test_wait (is_missing, path, "the capture is gone");
  g_assert_false (gtk_widget_get_visible (list));
  test_ui_free (ui);
}

static void
test_save (void)
{
  g_autofree char *path = leave_capture();
  g_autofree char *copy = g_strconcat (path, "-saved", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (copy);
  TestUi *ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);
  GtkWidget *list = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_LEFTOVER_LIST);

  test_ui_wait_shows (GTK_WIDGET (window), "Unsaved Captures");
  pktmon_leftover_list_save (PKTMON_LEFTOVER_LIST (list), path, file);
  test_wait (is_missing, path, "the capture has moved");
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_false (gtk_widget_get_visible (list));
  test_ui_free (ui);
  g_remove (copy);
}

/* Where it cannot be saved, it stays. */
static void
test_save_fails (void)
{
  g_autofree char *path = leave_capture();
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/capture.pcapng");
  TestUi *ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);
  GtkWidget *list = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_LEFTOVER_LIST);
  GtkWidget *dialog;

  pktmon_leftover_list_save (PKTMON_LEFTOVER_LIST (list), path, file);
  while ((dialog = test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  test_ui_wait_shows (dialog, "/nowhere/capture.pcapng");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  test_ui_free (ui);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/leftover-list/open", test_open);
  g_test_add_func ("/leftover-list/discard", test_discard);
  g_test_add_func ("/leftover-list/save", test_save);
  g_test_add_func ("/leftover-list/save-fails", test_save_fails);
  return g_test_run();
}

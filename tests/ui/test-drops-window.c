/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/rows.h"
#include "support/stack-capture.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/waiting.h"
#include "support/widget.h"
#include "ui/drops-window.h"

/* What was dropped, in a window of its own. */

static PktmonWindow *
open_journeys (TestUi *ui, const TestFolder *folder)
{
  g_autofree char *path = test_stack_capture_save (folder);

  return test_ui_open (ui, path);
}

static GtkWidget *
find_drops_window (void)
{
  GListModel *windows = gtk_window_get_toplevels();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (PKTMON_IS_DROPS_WINDOW (window))
      return window;
  }
  return NULL;
}

static GtkWidget *
show_drops (PktmonWindow *window)
{
  test_ui_activate (GTK_WIDGET (window), "win.drops");
  return find_drops_window();
}

static gboolean
is_filtered (gpointer window)
{
  return pktmon_packet_list_get_count (
             pktmon_document_get_list (pktmon_window_get_document (window))) == 1;
}

/* What is expected is not shown at first; who chooses a reason sees its packets. */
static void
test_reasons (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  GtkWidget *drops = show_drops (window), *reasons;

  test_ui_wait_shows (drops, "1 packet dropped, 1 expected drop not counted");
  test_ui_wait_shows (drops, "NO_SOCKET");
  test_ui_wait_shows (drops, "No program waits for it");
  test_ui_wait_shows (drops, "(suspicious)");
  test_ui_wait_shows (drops, "__udp4_lib_rcv+0x79");
  test_ui_save_screenshot (drops, "drops");
  reasons = test_ui_find (drops, GTK_TYPE_SWITCH);
  gtk_switch_set_active (GTK_SWITCH (reasons), TRUE);
  test_ui_wait_shows (drops, "2 packets dropped");
  test_ui_wait_shows (drops, "It is for another machine");
  test_ui_wait_shows (drops, "(expected)");
  gtk_switch_set_active (GTK_SWITCH (reasons), FALSE);
  test_ui_wait_shows (drops, "1 packet dropped, 1 expected drop not counted");
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_ACTION_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_row (child, title);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
test_filter (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  GtkWidget *drops = show_drops (window);

  test_ui_wait_shows (drops, "NO_SOCKET");
  gtk_widget_grab_focus (find_row (drops, "NO_SOCKET"));
  gtk_widget_activate (find_row (drops, "NO_SOCKET"));
  test_wait (is_filtered, window, "the packets of the reason are shown");
  g_assert_cmpstr (pktmon_document_get_filter (pktmon_window_get_document (window)), ==,
                   "stack.point == drop and drop.reason == NO_SOCKET");
  test_ui_save_screenshot (GTK_WIDGET (window), "drops-filter");
}

static gboolean
has_rows (gconstpointer window, guint64 n)
{
  PktmonDocument *document = pktmon_window_get_document ((PktmonWindow *) window);

  return pktmon_packet_list_get_count (pktmon_document_get_list (document)) == n;
}

static gboolean
has_all_rows (gpointer window)
{
  return has_rows (window, 9);
}

static gboolean
lacks_expected (gpointer window)
{
  return has_rows (window, 8);
}

/* The packets of the window: expected drops are left out, which is said, until they are asked for.
 */
static void
test_expected (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  PktmonDocument *document = pktmon_window_get_document (window);

  test_wait (lacks_expected, window, "the expected drop is left out");
  test_ui_wait_shows (GTK_WIDGET (window), "1 expected drop hidden");
  test_ui_save_screenshot (GTK_WIDGET (window), "drops-expected");
  test_ui_activate (GTK_WIDGET (window), "win.expected-drops");
  test_wait (has_all_rows, window, "all packets are shown");
  test_ui_activate (GTK_WIDGET (window), "win.expected-drops");
  test_wait (lacks_expected, window, "the expected drop is left out again");
  /* Whoever names it sees it. */
  pktmon_document_set_filter (document, "drop.reason == OTHERHOST", NULL, NULL);
  test_wait (is_filtered, window, "the expected drop is shown");
  pktmon_document_show_all (document);
  test_wait (has_all_rows, window, "all packets are shown");
}

static void
test_none (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  GtkWidget *drops = show_drops (window);

  test_ui_wait_shows (drops, "No Dropped Packets");
  gtk_window_close (GTK_WINDOW (window));
  g_assert_null (find_drops_window());
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/drops-window/reasons", test_reasons);
  g_test_add_func ("/drops-window/filter", test_filter);
  g_test_add_func ("/drops-window/expected", test_expected);
  g_test_add_func ("/drops-window/none", test_none);
  return g_test_run();
}

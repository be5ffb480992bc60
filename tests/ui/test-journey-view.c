/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "probe/event.h"
#include "support/stack-capture.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/waiting.h"
#include "support/widget.h"
#include "ui/journey-text.h"
#include "ui/journey-view.h"

/* The way of a packet, as the window tells it. */

static PktmonWindow *
open_journeys (TestUi *ui, const TestFolder *folder)
{
  g_autofree char *path = test_folder_build (folder, "stack.pcapng");
  g_autoptr (TestBuilder) builder = test_stack_capture_new();

  test_stack_capture_add_journeys (builder);
  test_builder_save (builder, path);
  return test_ui_open (ui, path);
}

static GtkWidget *
show_journey (PktmonWindow *window, guint64 position)
{
  GtkWidget *switcher = test_ui_find (GTK_WIDGET (window), GTK_TYPE_STACK_SWITCHER);

  pktmon_document_go_to (pktmon_window_get_document (window), position);
  test_ui_wait_painted (GTK_WIDGET (window));
  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher)),
                                    "journey");
  return test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_JOURNEY_VIEW);
}

static void
test_drop (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  GtkWidget *view = show_journey (window, 2);

  test_ui_wait_shows (view, "5 points, 20.0 µs");
  test_ui_wait_shows (view, "Dropped: NO_SOCKET at __udp4_lib_rcv+0x79");
  test_ui_wait_shows (view, "No program waits for it");
  test_ui_wait_shows (view, "Sent by this machine, eth0");
  test_ui_wait_shows (view, "Process: dig (1234)");
  test_ui_wait_shows (view, "+15.0 µs");
  test_ui_wait_shows (view, "Destination port: 53 → 5353");
  test_ui_wait_shows (view, "Time to live: 64 → 63");
  test_ui_wait_shows (view, "Firewall mark: 0x0 → 0x7");
  test_ui_save_screenshot (GTK_WIDGET (window), "journey-drop");
}

/* Another packet has another journey; one that goes to a point comes to its packet. */
static void
test_others (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  PktmonDocument *document = pktmon_window_get_document (window);
  GtkWidget *view = show_journey (window, 5);
  GtkListBox *points;

  test_ui_wait_shows (view, "Delivered to nginx (1234)");
  test_ui_wait_shows (view, "One of several copies of the packet");
  points = GTK_LIST_BOX (test_ui_find (view, GTK_TYPE_LIST_BOX));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (points, 2)));
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (points, 2)));
  g_assert_cmpuint (pktmon_document_get_current (document), ==, 7);
  pktmon_document_go_to (document, 8);
  test_ui_wait_shows (view, "1 point");
  test_ui_wait_shows (view, "Dropped: OTHERHOST");
  pktmon_document_set_current (document, PKTMON_POSITION_NONE);
  test_ui_wait_shows (GTK_WIDGET (window), "Select a Packet");
}

/* Where the network stack was not watched, nobody is asked whether to look at journeys. */
static void
test_without (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  GtkWidget *switcher = test_ui_find (GTK_WIDGET (window), GTK_TYPE_STACK_SWITCHER);

  test_ui_wait_painted (GTK_WIDGET (window));
  g_assert_true (switcher == NULL || !gtk_widget_get_mapped (switcher));
}

/* --- Texts --- */

static void
assert_end (const PktmonAppearance *last, const char *expected)
{
  g_autofree char *end = pktmon_journey_text_dup_end (last);

  g_assert_cmpstr (end, ==, expected);
}

static void
test_ends (void)
{
  char none[] = "", hook[] = "forward", reason[] = "OF_TOMORROW", device[] = "eth0";
  PktmonAppearance last = {
    .point = PKTMON_POINT_DROP,
    .device = none,
    .reason = reason,
    .location = none,
    .hook = hook,
    .command = none,
  };

  assert_end (&last, "Dropped: OF_TOMORROW, by a rule of forward");
  last.point = PKTMON_POINT_DELIVERY;
  assert_end (&last, "Delivered to a program");
  last.point = PKTMON_POINT_TRANSMIT;
  last.device = device;
  assert_end (&last, "Sent through eth0");
  last.point = PKTMON_POINT_QUEUE_IN;
  assert_end (&last, "Seen last: Into the queue of a network device, eth0");
  last.point = 200;
  last.device = none;
  assert_end (&last, "Seen last: Unknown point");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/journey-view/drop", test_drop);
  g_test_add_func ("/journey-view/others", test_others);
  g_test_add_func ("/journey-view/without", test_without);
  g_test_add_func ("/journey-view/ends", test_ends);
  return g_test_run();
}

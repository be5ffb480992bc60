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
#include "ui/settings.h"

/* The way of a packet, as the window tells it. */

static PktmonWindow *
open_journeys (TestUi *ui, const TestFolder *folder)
{
  g_autofree char *path = test_stack_capture_save (folder);

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
  test_ui_wait_shows (view, "Dropped: NO_SOCKET at __udp4_lib_rcv+0x79 (suspicious)");
  test_ui_wait_shows (view, "No program waits for it");
  test_ui_wait_shows (view, "Sent by this machine, eth0");
  test_ui_wait_shows (view, "Process: dig (1234)");
  test_ui_wait_shows (view, "+15.0 µs");
  test_ui_wait_shows (view, "Destination port: 53 → 5353");
  test_ui_wait_shows (view, "Time to live: 64 → 63");
  test_ui_wait_shows (view, "Firewall mark: 0x0 → 0x7");
  g_assert_false (test_ui_shows (view, "Encapsulation"));
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
  test_ui_wait_shows (view, "Dropped: OTHERHOST at ip_rcv_core+0x1b (expected)");
  pktmon_document_set_current (document, PKTMON_POSITION_NONE);
  test_ui_wait_shows (GTK_WIDGET (window), "Select a Packet");
}

static gboolean
is_current_1 (gpointer document)
{
  return pktmon_document_get_current (document) == 1;
}

static gboolean
is_current_2 (gpointer document)
{
  return pktmon_document_get_current (document) == 2;
}

static GtkListBoxRow *
get_point (GtkWidget *view, int place)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (test_ui_find (view, GTK_TYPE_LIST_BOX)),
                                        place);
}

/* From point to point by keys: the rows stay, so that the focus does. */
static void
test_keys (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  PktmonDocument *document = pktmon_window_get_document (window);
  GtkWidget *view = show_journey (window, 0);
  GtkListBoxRow *row;

  test_ui_wait_shows (view, "5 points");
  row = get_point (view, 2);
  gtk_widget_grab_focus (GTK_WIDGET (get_point (view, 0)));
  test_ui_press ("Down");
  test_ui_press ("Return");
  test_wait (is_current_1, document, "the second point's packet is the current one");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_point (view, 1)), "current-point"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_point (view, 0)), "current-point"));
  test_ui_press ("Down");
  test_ui_press ("Return");
  test_wait (is_current_2, document, "the third point's packet is the current one");
  g_assert_true (get_point (view, 2) == row);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (row)));
}

static gboolean
is_journey_mapped (gpointer window)
{
  return gtk_widget_get_mapped (test_ui_find (window, PKTMON_TYPE_JOURNEY_VIEW));
}

static gboolean
is_journey_unmapped (gpointer window)
{
  return !is_journey_mapped (window);
}

/* Keys call for it, and bring the details with it; it stays for the next packets and windows. */
static void
test_action (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (GSettings) settings = pktmon_settings_new();
  PktmonWindow *window, *plain;

  g_settings_reset (settings, PKTMON_SETTING_JOURNEY_VISIBLE);
  plain = test_ui_open_packets (ui, 10);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (plain), "journey"));
  window = open_journeys (ui, folder);
  g_settings_set_boolean (settings, PKTMON_SETTING_DETAILS_VISIBLE, FALSE);
  pktmon_document_go_to (pktmon_window_get_document (window), 3);
  test_ui_press ("ctrl+shift+j");
  test_wait (is_journey_mapped, window, "the journey is shown");
  g_assert_true (g_settings_get_boolean (settings, PKTMON_SETTING_DETAILS_VISIBLE));
  pktmon_document_go_to (pktmon_window_get_document (plain), 3);
  test_ui_wait_shows (GTK_WIDGET (plain), "Frame: Packet 4,");
  g_assert_true (is_journey_unmapped (plain));
  test_ui_press ("ctrl+shift+j");
  test_wait (is_journey_unmapped, window, "the fields are shown");
  g_assert_false (g_settings_get_boolean (settings, PKTMON_SETTING_JOURNEY_VISIBLE));
}

static gboolean
is_popped_up (gpointer button)
{
  return gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button)));
}

/* Opens the menu that a button has, and takes its first item. */
static void
take_first (GtkWidget *view, const char *label)
{
  GtkWidget *button =
      gtk_widget_get_ancestor (test_ui_find_text (view, label), GTK_TYPE_MENU_BUTTON);

  gtk_widget_grab_focus (gtk_widget_get_first_child (button));
  test_ui_press ("Return");
  test_wait (is_popped_up, button, "the menu is open");
  test_ui_wait_painted (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))));
  test_ui_save_screenshot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
                           "journey-menu");
  test_ui_press ("Return");
}

static gboolean
is_one_shown (gpointer document)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pktmon_document_get_list (document))) == 1;
}

static gboolean
has_constraint (gpointer document)
{
  return pktmon_constraint_list_count_enabled (pktmon_document_get_constraints (document)) == 1;
}

static void
test_like_it (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window = open_journeys (ui, folder);
  PktmonDocument *document = pktmon_window_get_document (window);
  GtkWidget *view = show_journey (window, 3);

  test_ui_wait_shows (view, "5 points");
  take_first (view, "Show All");
  test_ui_wait_filter (document, "drop.reason == NO_SOCKET");
  test_wait (is_one_shown, document, "only the drop is shown");
  take_first (view, "Make a");
  test_wait (has_constraint, document, "there is a constraint");
}

/* A copy that is dropped after its packet was delivered does not change how that ended. */
static void
test_dropped_copy (void)
{
  static const TestStackPacket packets[] = {
    { PKTMON_POINT_LOCAL_IN, 1000, 20, 1, 1111, 53, 64 },
    { PKTMON_POINT_DELIVERY, 2000, 20, 2, 1111, 53, 64, .process = "named" },
    { PKTMON_POINT_DROP, 3000, 20, 3, 1111, 53, 64, 0, PKTMON_STACK_CLONE, "NO_SOCKET", "f+0x1" },
  };
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "copy.pcapng");
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  GtkWidget *view;

  for (gsize i = 0; i < G_N_ELEMENTS (packets); i++)
    test_stack_capture_add (builder, &packets[i]);
  test_builder_save (builder, path);
  view = show_journey (test_ui_open (ui, path), 0);
  test_ui_wait_shows (view, "Delivered to named (1234)");
}

/* A journey of many points is shown part by part. */
static void
test_many (void)
{
  TestStackPacket packet = { PKTMON_POINT_QUEUE_IN, 1000, 20, 1, 1111, 53, 64 };
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "many.pcapng");
  g_autoptr (TestBuilder) builder = test_stack_capture_new();
  GtkListBox *points;
  GtkWidget *view;

  for (packet.appearance = 1; packet.appearance <= 100; packet.appearance++)
    test_stack_capture_add (builder, &packet);
  test_builder_save (builder, path);
  view = show_journey (test_ui_open (ui, path), 0);
  test_ui_wait_shows (view, "100 points");
  test_ui_wait_shows (view, "36 more points");
  points = GTK_LIST_BOX (test_ui_find (view, GTK_TYPE_LIST_BOX));
  g_assert_null (gtk_list_box_get_row_at_index (points, 64));
  g_signal_emit_by_name (
      gtk_widget_get_ancestor (test_ui_find_text (view, "36 more points"), GTK_TYPE_BUTTON),
      "clicked");
  g_assert_nonnull (gtk_list_box_get_row_at_index (points, 99));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (points, 64))));
}

/* In other languages, narrow and from right to left. */
static void
test_looks (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  PktmonWindow *window;
  GtkWidget *view;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = open_journeys (ui, folder);
  gtk_window_set_default_size (GTK_WINDOW (window), 380, 800);
  view = show_journey (window, 4);
  test_ui_wait_shows (view, "5 points");
  test_ui_wait_painted (GTK_WIDGET (window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 380);
  test_ui_save_screenshot (GTK_WIDGET (window), "journey-narrow");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
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

  assert_end (&last, "Dropped: OF_TOMORROW, by a rule of forward (suspicious)");
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
  g_test_add_func ("/journey-view/keys", test_keys);
  g_test_add_func ("/journey-view/action", test_action);
  g_test_add_func ("/journey-view/like-it", test_like_it);
  g_test_add_func ("/journey-view/dropped-copy", test_dropped_copy);
  g_test_add_func ("/journey-view/many", test_many);
  g_test_add_func ("/journey-view/looks", test_looks);
  g_test_add_func ("/journey-view/without", test_without);
  g_test_add_func ("/journey-view/ends", test_ends);
  return g_test_run();
}

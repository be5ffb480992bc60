/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/capture-builder.h"
#include "support/samples.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/waiting.h"
#include "ui/capture-frame.h"
#include "ui/interface-row.h"
#include "ui/interface-text.h"
#include "ui/sidebar.h"

/* The interfaces of a capture, in the sidebar. */

/* A window with a capture of @n_interfaces; number i is called "if-i" and has i packets. */
static PktmonWindow *
open_interfaces (TestUi *ui, guint n_interfaces)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  for (guint i = 0; i < n_interfaces; i++) {
    g_autofree char *name = g_strdup_printf ("if-%u", i);

    test_builder_begin_interface (builder, 1, 0);
    test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, name);
    test_builder_option_end (builder);
    test_builder_end (builder);
  }
  for (guint i = 0; i < n_interfaces; i++)
    for (guint j = 0; j < i; j++)
      test_builder_enhanced (builder, i, j, 60, 60);
  test_builder_save (builder, path);
  return test_ui_open (ui, path);
}

static GtkWidget *
find_check (PktmonWindow *window)
{
  return test_ui_find (test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_INTERFACE_ROW),
                       GTK_TYPE_CHECK_BUTTON);
}

static void
test_rows (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = open_interfaces (ui, 4);

  g_assert_true (test_ui_shows (GTK_WIDGET (window), "6 packets"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "if-3"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "Ethernet (EN10MB)"));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (window))));
  gtk_test_accessible_assert_property (find_check (window), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Show packets of if-0");
  test_ui_save_screenshot (GTK_WIDGET (window), "sidebar");
}

static void
test_hide (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = open_interfaces (ui, 4);
  PktmonDocument *document = pktmon_window_get_document (window);
  GtkWidget *view =
      test_ui_find (test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_SIDEBAR), GTK_TYPE_LIST_VIEW);

  g_signal_emit_by_name (view, "activate", 3);
  g_assert_false (pktmon_document_get_interface_visible (document, 3));
  test_ui_wait_shows (GTK_WIDGET (window), "3 of 6 packets");
  g_signal_emit_by_name (find_check (window), "activate");
  g_assert_false (pktmon_document_get_interface_visible (document, 0));
  pktmon_document_show_all (document);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (window))));
  test_ui_wait_shows (GTK_WIDGET (window), "6 packets");
}

/* However many there are, rows are made for those on the screen. */
static void
test_many (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  PktmonWindow *window;

  test_builder_section (builder);
  for (guint i = 0; i < 100000; i++)
    test_builder_interface (builder, 1, 0);
  test_builder_enhanced (builder, 99999, 0, 60, 60);
  test_builder_save (builder, path);
  window = test_ui_open (ui, path);
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "Interface 0"));
  g_assert_false (test_ui_shows (GTK_WIDGET (window), "Interface 9999"));
}

static void
test_details (void)
{
  static const char *const expected[] = {
    "Interface: eth0",
    "Description: first interface",
    "Hardware: made-up card",
    "MAC address: 20:01:0d:b8:00:00",
    "IPv4 address: ",
    "IPv6 address: 2001:db8::1/64",
    "Capture filter: tcp",
    "Comment: first comment",
    "Comment: second comment",
    "Link type: Ethernet (EN10MB)",
    "Bytes of a packet that are kept: 65,535",
    "Packets: 3",
    "Received: 1,000",
    "Dropped by the interface: 1",
    "Dropped by the system: 2",
  };
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  guint n_samples;
  g_autoptr (TestBuilder) builder = test_sample_build (&test_samples_get_all (&n_samples)[0], TRUE);
  PktmonWindow *window;
  g_autofree char *details = NULL;

  test_builder_save (builder, path);
  window = test_ui_open (ui, path);
  details = pktmon_interface_dup_details (
      pktmon_document_get_store (pktmon_window_get_document (window)), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (details, expected[i]) == NULL)
      g_error ("“%s” is not in\n%s", expected[i], details);
}

/* --- Room for it --- */

static gboolean
is_folded (gpointer data)
{
  return adw_flap_get_folded (data);
}

static gboolean
is_not_folded (gpointer data)
{
  return !adw_flap_get_folded (data);
}

static gboolean
is_narrow (gpointer data)
{
  return gtk_widget_get_width (data) <= 360;
}

/* In a narrow window it shows over the packets when it is called, and comes back with the room. */
static void
test_narrow (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = open_interfaces (ui, 4);
  AdwFlap *flap = ADW_FLAP (
      test_ui_find (test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_CAPTURE_FRAME), ADW_TYPE_FLAP));

  g_assert_true (adw_flap_get_reveal_flap (flap));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 600);
  test_wait (is_folded, flap, "the sidebar is folded");
  g_assert_false (adw_flap_get_reveal_flap (flap));
  test_wait (is_narrow, window, "the window is narrow");
  test_ui_save_screenshot (GTK_WIDGET (window), "sidebar-narrow");
  test_ui_activate (GTK_WIDGET (window), "win.sidebar");
  g_assert_true (adw_flap_get_reveal_flap (flap));
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  test_wait (is_not_folded, flap, "the sidebar is beside the packets again");
  g_assert_true (adw_flap_get_reveal_flap (flap));
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/sidebar/rows", test_rows);
  g_test_add_func ("/sidebar/hide", test_hide);
  g_test_add_func ("/sidebar/many", test_many);
  g_test_add_func ("/sidebar/details", test_details);
  g_test_add_func ("/sidebar/narrow", test_narrow);
  return g_test_run();
}

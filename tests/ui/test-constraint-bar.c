/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "support/constraints.h"
#include "support/temp-folder.h"
#include "support/widget.h"
#include "ui/constraint-chip.h"
#include "ui/packet-view.h"

/* The chips of constraints, by keyboard and mouse. */

typedef struct {
  TestUi *ui;
  GtkWidget *window;
  PktmonDocument *document;
  PktmonConstraintList *list;
  GtkWidget *bar;
} Fixture;

/* 500 packets to port 53 of UDP, and as many to port 443 of TCP. */
static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_unsetenv ("SSH_CONNECTION");
  g_unsetenv ("SSH_CLIENT");
  self->ui = test_ui_new();
  self->window = GTK_WIDGET (test_ui_open_packets (self->ui, 1000));
  self->document = pktmon_window_get_document (PKTMON_WINDOW (self->window));
  self->list = pktmon_document_get_constraints (self->document);
  self->bar = test_constraints_find_bar (self->window, "Shown");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
}

static void
append (Fixture *self, const char *text)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (text, NULL);

  g_assert_true (pktmon_constraint_list_append (self->list, constraint, NULL));
}

typedef struct {
  Fixture *fixture;
  guint n_items;
} Expected;

static gboolean
shows_expected (gpointer data)
{
  const Expected *expected = data;

  return g_list_model_get_n_items (G_LIST_MODEL (
             pktmon_document_get_list (expected->fixture->document))) == expected->n_items;
}

static void
wait_shown (Fixture *self, guint n_items)
{
  Expected expected = { self, n_items };

  test_wait (shows_expected, &expected, "the right number of packets is shown");
}

/* --- What chips show --- */

static void
test_shows (Fixture *self, gconstpointer user_data)
{
  GtkWidget *first, *second;

  g_assert_false (gtk_widget_get_visible (self->bar));
  append (self, "port=53 name=\"Names\"");
  append (self, "port=1002 exclude");
  append (self, "proto=tcp disabled");
  wait_shown (self, 499);
  test_ui_wait_shows (self->bar, "500");
  first = test_constraints_find_chip (self->bar, 0);
  second = test_constraints_find_chip (self->bar, 1);
  g_assert_true (test_ui_shows (first, "Names"));
  g_assert_true (test_ui_shows (second, "port=1002"));
  g_assert_false (test_ui_shows (second, "exclude"));
  g_assert_true (test_ui_shows (second, "1"));
  g_assert_true (gtk_widget_has_css_class (test_constraints_find_chip (self->bar, 2), "disabled"));
  gtk_test_accessible_assert_property (first, GTK_ACCESSIBLE_PROPERTY_LABEL, "Names, 500");
  gtk_test_accessible_assert_property (second, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "port=1002, excluding, 1");
  test_ui_wait_painted (self->window);
  test_ui_save_screenshot (self->window, "constraint-bar");
}

/* --- Keys --- */

static void
test_keys (Fixture *self, gconstpointer user_data)
{
  append (self, "port=53");
  append (self, "port=443");
  wait_shown (self, 1000);
  test_ui_wait_painted (self->window);
  test_constraints_focus_chip (self->bar, 0);
  test_ui_press ("space");
  test_constraints_wait (self->list, "port=53 disabled\nport=443");
  wait_shown (self, 500);
  test_ui_press ("x");
  test_constraints_wait (self->list, "port=53 exclude disabled\nport=443");
  test_ui_press ("space");
  test_constraints_wait (self->list, "port=53 exclude\nport=443");
  test_ui_press ("x");
  test_ui_press ("Right");
  test_ui_press ("space");
  test_constraints_wait (self->list, "port=53\nport=443 disabled");
  test_ui_press ("Left");
  test_ui_press ("x");
  test_constraints_wait (self->list, "port=53 exclude\nport=443 disabled");
}

static void
click_button (GtkWidget *window, const char *label)
{
  GtkWidget *text;

  test_ui_wait_shows (window, label);
  text = test_ui_find_text (window, label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON), "clicked");
}

static gboolean
chip_has_focus (gpointer data)
{
  Fixture *self = data;

  return gtk_root_get_focus (GTK_ROOT (self->window)) == test_constraints_find_chip (self->bar, 0);
}

static void
test_remove (Fixture *self, gconstpointer user_data)
{
  append (self, "port=53");
  append (self, "port=443");
  append (self, "port=1001");
  test_ui_wait_painted (self->window);
  test_constraints_focus_chip (self->bar, 0);
  test_ui_press ("Delete");
  test_constraints_wait (self->list, "port=443\nport=1001");
  test_wait (chip_has_focus, self, "the next one has the focus");
  wait_shown (self, 500);
  click_button (self->window, "Undo");
  test_constraints_wait (self->list, "port=53\nport=443\nport=1001");
  wait_shown (self, 1000);
  gtk_widget_activate_action (self->bar, "constraints.remove-all", NULL);
  test_constraints_wait (self->list, "");
  g_assert_false (gtk_widget_get_visible (self->bar));
  click_button (self->window, "Undo");
  test_constraints_wait (self->list, "port=53\nport=443\nport=1001");
  gtk_widget_activate_action (self->bar, "constraints.disable-all", NULL);
  test_constraints_wait (self->list, "port=53 disabled\nport=443 disabled\nport=1001 disabled");
  wait_shown (self, 1000);
}

static gboolean
has_no_toast (gpointer data)
{
  return !test_ui_shows (data, "Undo");
}

/* What can be taken back is what was done last. */
static void
test_late_undo (Fixture *self, gconstpointer user_data)
{
  append (self, "port=53");
  append (self, "port=443");
  test_ui_wait_painted (self->window);
  test_constraints_focus_chip (self->bar, 0);
  test_ui_press ("Delete");
  test_ui_wait_shows (self->window, "Undo");
  append (self, "port=80");
  test_wait (has_no_toast, self->window, "the button is gone");
  test_constraints_check (self->list, "port=443\nport=80");
}

static void
test_clipboard (Fixture *self, gconstpointer user_data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (self->window);
  g_autofree char *copied = NULL;

  append (self, "port=53 name=\"Names\"");
  test_ui_wait_painted (self->window);
  test_constraints_focus_chip (self->bar, 0);
  gdk_clipboard_set_text (clipboard, "port=80\n\n ip=10.0.0.1 exclude \r\nudp port 53\n");
  test_ui_press ("ctrl+v");
  test_constraints_wait (
      self->list, "port=53 name=\"Names\"\nport=80\nip=10.0.0.1 exclude\nbpf=\"udp port 53\"");
  gdk_clipboard_set_text (clipboard, "port=80\nport=x");
  test_ui_press ("ctrl+v");
  test_ui_wait_shows (self->bar, "“x” is nothing that “port” can be.");
  g_assert_cmpuint (pktmon_constraint_list_get_size (self->list), ==, 4);
  gdk_clipboard_set_text (clipboard, "bpf=\"udp\nport 53\"");
  test_ui_press ("ctrl+v");
  test_constraints_wait (
      self->list, "port=53 name=\"Names\"\nport=80\nip=10.0.0.1 exclude\nbpf=\"udp port 53\"\n"
                  "bpf=\"udp\nport 53\"");
  gdk_clipboard_set_content (clipboard, NULL);
  test_ui_press ("ctrl+c");
  copied = test_widget_take_clipboard (self->window);
  g_assert_cmpstr (copied, ==, "port=53 name=\"Names\"");
}

static gboolean
has_no_message (gpointer data)
{
  return !test_ui_shows (data, "There are 32");
}

static gboolean
is_scrolled (gpointer data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (data);

  return gtk_adjustment_get_value (adjustment) > gtk_adjustment_get_page_size (adjustment);
}

/* As many as there is room for. */
static void
test_full (Fixture *self, gconstpointer user_data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (self->window);

  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS - 1; i++)
    append (self, "port=53");
  test_ui_wait_painted (self->window);
  test_constraints_focus_chip (self->bar, 0);
  gdk_clipboard_set_text (clipboard, "port=80\nport=81");
  test_ui_press ("ctrl+v");
  test_ui_wait_shows (self->bar, "There are 32 constraints already");
  g_assert_cmpuint (pktmon_constraint_list_get_size (self->list), ==, PKTMON_MAX_CONSTRAINTS);
  gtk_widget_activate_action (self->window, "find.constrain-to", "s", "port=82");
  test_ui_wait_painted (self->window);
  test_ui_save_screenshot (self->window, "constraint-bar-full");
  /* The last one comes into view with the focus. */
  test_constraints_focus_chip (self->bar, PKTMON_MAX_CONSTRAINTS - 1);
  test_wait (
      is_scrolled,
      gtk_widget_get_ancestor (test_constraints_find_chip (self->bar, 0), GTK_TYPE_SCROLLED_WINDOW),
      "it is in view");
  test_ui_press ("Delete");
  test_wait (has_no_message, self->bar, "there is room again");
}

/* --- The mouse --- */

static void
test_mouse (Fixture *self, gconstpointer user_data)
{
  GtkWidget *chip, *check;

  append (self, "port=53");
  wait_shown (self, 500);
  test_ui_wait_painted (self->window);
  chip = test_constraints_find_chip (self->bar, 0);
  check = test_ui_find (chip, GTK_TYPE_CHECK_BUTTON);
  test_widget_click (check, 8, 8, 1, NULL);
  test_constraints_wait (self->list, "port=53 disabled");
  g_assert_null (test_ui_find_window (g_type_from_name ("PktmonConstraintDialog")));
  test_widget_click (test_ui_find (chip, GTK_TYPE_BUTTON), 8, 8, 1, NULL);
  test_constraints_wait (self->list, "");
}

/* --- From a packet, and from the session --- */

static void
test_packet (Fixture *self, gconstpointer user_data)
{
  GtkWidget *view = test_ui_find (self->window, PKTMON_TYPE_PACKET_VIEW);

  gtk_widget_activate_action (view, "find.constrain-to", "s", "ip=10.0.0.1 port=53 exclude");
  test_constraints_wait (self->list, "ip=10.0.0.1 port=53 exclude");
  wait_shown (self, 500);
  test_ui_wait_shows (self->window, "No longer shown");
  click_button (self->window, "Undo");
  test_constraints_wait (self->list, "");
  wait_shown (self, 1000);
}

static void
test_session (Fixture *self, gconstpointer user_data)
{
  g_autoptr (TestUi) ui = NULL;
  PktmonWindow *window;
  GtkWidget *bar;

  gtk_widget_activate_action (self->bar, "constraints.exclude-session", NULL);
  test_constraints_check (self->list, "");
  g_setenv ("SSH_CONNECTION", "192.0.2.7 50022 198.51.100.1 22", TRUE);
  ui = test_ui_new();
  window = test_ui_open (ui, NULL);
  bar = test_constraints_find_bar (GTK_WIDGET (window), "Captured");
  test_ui_wait_shows (bar, "Everything is captured");
  gtk_widget_activate_action (bar, "constraints.exclude-session", NULL);
  test_ui_wait_shows (bar, "My SSH session");
  g_assert_false (test_ui_shows (bar, "Everything is captured"));
  test_ui_wait_shows (GTK_WIDGET (window), "No longer captured");
}

/* --- When nothing is left --- */

static void
test_nothing (Fixture *self, gconstpointer user_data)
{
  append (self, "port=80");
  wait_shown (self, 0);
  test_ui_wait_shows (self->window, "No packet of this capture satisfies the constraints.");
  test_ui_save_screenshot (self->window, "constraint-nothing");
  click_button (self->window, "Disable Constraints");
  test_constraints_wait (self->list, "port=80 disabled");
  wait_shown (self, 1000);
}

static PktmonDocument *before; /* the file was loaded again */

static gboolean
is_reloaded (gpointer data)
{
  PktmonDocument *document = pktmon_window_get_document (data);

  return document != NULL && document != before;
}

/* A file that is loaded again is shown as before. */
static void
test_reload (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new ("port=53", NULL);
  PktmonWindow *window;

  test_ui_save_packets (path, 100);
  window = test_ui_open (ui, path);
  before = pktmon_window_get_document (window);
  pktmon_constraint_list_append (pktmon_document_get_constraints (before), constraint, NULL);
  test_ui_activate (GTK_WIDGET (window), "win.reload");
  test_wait (is_reloaded, window, "another document is there");
  test_ui_wait_shows (GTK_WIDGET (window), "50 of 100 packets shown");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/constraint-bar/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("shows", test_shows);
  ADD ("keys", test_keys);
  ADD ("remove", test_remove);
  ADD ("late-undo", test_late_undo);
  ADD ("clipboard", test_clipboard);
  ADD ("full", test_full);
  ADD ("mouse", test_mouse);
  ADD ("packet", test_packet);
  ADD ("session", test_session);
  ADD ("nothing", test_nothing);
  g_test_add_func ("/constraint-bar/reload", test_reload);
  return g_test_run();
}

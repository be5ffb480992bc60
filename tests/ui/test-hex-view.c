/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "base/limits.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/hex-view.h"

typedef struct {
  GtkWindow *window;
  PktmonHexView *view;
  gsize awaited;  /* where the cursor is to come */
  guint64 picked; /* by the last signal */
  guint n_picked;
} Fixture;

static void
picked_cb (Fixture *self, guint64 offset)
{
  self->picked = offset;
  self->n_picked++;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  GtkWidget *scroller = gtk_scrolled_window_new();

  self->view = pktmon_hex_view_new();
  g_signal_connect_swapped (self->view, "picked", G_CALLBACK (picked_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  self->window = test_widget_show (scroller, 900, 300);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_widget_close (self->window);
}

/* Bytes that count up, from a text on. */
static void
fill (Fixture *self, gsize size)
{
  static const char text[] = "GET / HTTP/1.1\r\n";
  guint8 *data = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    data[i] = i < sizeof text - 1 ? (guint8) text[i] : (guint8) i;
  bytes = g_bytes_new_take (data, size);
  pktmon_hex_view_set_bytes (self->view, bytes);
  test_ui_wait_painted (GTK_WIDGET (self->window));
}

static void
check_chosen (Fixture *self, gsize offset, gsize length)
{
  PktmonHexRange chosen = pktmon_hex_view_get_chosen (self->view);

  g_assert_cmpuint (chosen.offset, ==, offset);
  g_assert_cmpuint (chosen.length, ==, length);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_unmapped (gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

static gboolean
has_focus (gpointer widget)
{
  return gtk_widget_has_focus (widget);
}

static gboolean
is_narrow (gpointer widget)
{
  return gtk_widget_get_width (widget) <= 360;
}

/* --- Keys --- */

static gboolean
cursor_is_there (gpointer data)
{
  Fixture *self = data;

  return pktmon_hex_view_get_cursor (self->view) == self->awaited;
}

static void
wait_for_cursor (Fixture *self, gsize offset, const char *what)
{
  self->awaited = offset;
  test_wait (cursor_is_there, self, what);
}

static void
press (Fixture *self, const char *keys, gsize cursor)
{
  test_ui_press (keys);
  wait_for_cursor (self, cursor, keys);
}

static void
test_keys (Fixture *self, gconstpointer user_data)
{
  fill (self, 1000);
  press (self, "Right", 1);
  g_assert_cmpuint (self->picked, ==, 1);
  press (self, "Down", 17);
  press (self, "End", 31);
  press (self, "Right", 32);
  press (self, "Home", 32);
  press (self, "Left", 31);
  press (self, "Up", 15);
  press (self, "ctrl+End", 999);
  press (self, "Left", 998);
  press (self, "ctrl+Home", 0);
  press (self, "Down", 16);
  press (self, "Page_Up", 0);
  g_assert_cmpuint (self->picked, ==, 0);
}

static void
test_selecting (Fixture *self, gconstpointer user_data)
{
  guint n_picked;

  fill (self, 1000);
  press (self, "Right", 1);
  n_picked = self->n_picked;
  press (self, "shift+Right", 2);
  press (self, "shift+Down", 18);
  check_chosen (self, 1, 18);
  press (self, "shift+ctrl+Home", 0);
  check_chosen (self, 0, 2);
  g_assert_cmpuint (self->n_picked, ==, n_picked);
  press (self, "Right", 1);
  check_chosen (self, 0, 1000);
  press (self, "ctrl+a", 999);
  check_chosen (self, 0, 1000);
}

/* --- The mouse --- */

static void
click (Fixture *self, gsize offset, guint button, const char *keys)
{
  GdkRectangle area;

  pktmon_hex_view_get_area (self->view, offset, &area);
  test_widget_click (GTK_WIDGET (self->view), area.x + area.width / 2, area.y + area.height / 2,
                     button, keys);
}

static void
test_mouse (Fixture *self, gconstpointer user_data)
{
  GdkRectangle from, to;

  fill (self, 100);
  click (self, 37, 1, NULL);
  wait_for_cursor (self, 37, "a byte is clicked");
  g_assert_cmpuint (self->picked, ==, 37);
  check_chosen (self, 0, 100);
  click (self, 50, 1, "shift");
  wait_for_cursor (self, 50, "a byte is clicked with Shift");
  check_chosen (self, 37, 14);
  g_assert_cmpuint (self->n_picked, ==, 1);

  pktmon_hex_view_get_area (self->view, 20, &from);
  pktmon_hex_view_get_area (self->view, 4, &to);
  test_widget_drag (GTK_WIDGET (self->view), from.x + 2, from.y + 2, to.x + 2, to.y + 2);
  wait_for_cursor (self, 4, "the mouse is dragged");
  check_chosen (self, 4, 17);
}

/* The byte under the mouse, unless it is one of those that are chosen. */
static void
test_menu (Fixture *self, gconstpointer user_data)
{
  GtkWidget *menu;

  fill (self, 100);
  menu = test_ui_find (GTK_WIDGET (self->view), GTK_TYPE_POPOVER_MENU);
  pktmon_hex_view_set_highlight (self->view, (PktmonHexRange){ 10, 4 });
  click (self, 40, 3, NULL);
  wait_for_cursor (self, 40, "a byte is clicked for its menu");
  test_wait (is_mapped, menu, "the menu is there");
  test_ui_save_screenshot (GTK_WIDGET (self->window), "hex-view-menu");
  test_ui_press ("Escape");
  test_wait (is_unmapped, menu, "the menu is gone");
  test_wait (has_focus, self->view, "the bytes have the focus again");
  test_ui_press ("shift+F10");
  test_wait (is_mapped, menu, "the menu is there by key");
  test_ui_press ("Escape");
  test_wait (is_unmapped, menu, "the menu is gone again");
}

/* --- Copying --- */

static void
check_copied (Fixture *self, const char *action, const char *expected)
{
  g_autofree char *text = NULL;

  test_ui_activate (GTK_WIDGET (self->view), action);
  text = test_widget_take_clipboard (GTK_WIDGET (self->view));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_copying (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = NULL;

  fill (self, 20);
  pktmon_hex_view_set_highlight (self->view, (PktmonHexRange){ 4, 4 });
  check_copied (self, "bytes.copy::hex", "2f204854");
  check_copied (self, "bytes.copy::text", "/ HT");
  check_copied (self, "bytes.copy::c",
                "static const unsigned char bytes[4] = {\n  0x2f, 0x20, 0x48, 0x54,\n};\n");
  check_copied (self, "bytes.copy::dump",
                "00000004  2f 20 48 54                                       |/ HT|\n");
  press (self, "ctrl+a", 19);
  test_ui_press ("ctrl+c");
  text = test_widget_take_clipboard (GTK_WIDGET (self->view));
  g_assert_cmpstr (text, ==, "474554202f20485454502f312e310d0a10111213");
}

/* More than a clipboard should hold is cut, and says so. */
static void
test_copying_much (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = NULL;

  fill (self, PKTMON_MAX_COPIED_BYTES + 5);
  test_ui_activate (GTK_WIDGET (self->view), "bytes.copy::hex");
  text = test_widget_take_clipboard (GTK_WIDGET (self->view));
  g_assert_cmpstr (text + 2 * PKTMON_MAX_COPIED_BYTES, ==, "\n… 5 more bytes are left out\n");
}

/* --- What is shown --- */

static void
test_highlight (Fixture *self, gconstpointer user_data)
{
  GdkRectangle area;

  fill (self, 100000);
  pktmon_hex_view_set_highlight (self->view, (PktmonHexRange){ 50000, 40 });
  test_ui_wait_painted (GTK_WIDGET (self->view));
  check_chosen (self, 50000, 40);
  g_assert_cmpuint (pktmon_hex_view_get_cursor (self->view), ==, 50000);
  g_assert_cmpuint (self->n_picked, ==, 0);
  pktmon_hex_view_get_area (self->view, 50000, &area);
  g_assert_cmpint (area.y, >=, 0);
  pktmon_hex_view_get_area (self->view, 50039, &area);
  g_assert_cmpint (area.y + area.height, <=, gtk_widget_get_height (GTK_WIDGET (self->view)));
  test_ui_save_screenshot (GTK_WIDGET (self->window), "hex-view-highlight");

  pktmon_hex_view_set_highlight (self->view, (PktmonHexRange){ 99990, 1000 });
  check_chosen (self, 99990, 10);
  pktmon_hex_view_set_highlight (self->view, (PktmonHexRange){ G_MAXSIZE, G_MAXSIZE });
  check_chosen (self, 0, 100000);
  g_assert_cmpuint (pktmon_hex_view_get_cursor (self->view), ==, 99990);
}

/* No bytes, one byte, and as many as the largest packet has. */
static void
test_sizes (Fixture *self, gconstpointer user_data)
{
  GdkRectangle area;

  test_ui_press ("Right");
  test_ui_press ("ctrl+a");
  fill (self, 0);
  check_chosen (self, 0, 0);
  fill (self, 1);
  press (self, "ctrl+a", 0);
  check_chosen (self, 0, 1);
  check_copied (self, "bytes.copy::text", "G");
  fill (self, PKTMON_MAX_PACKET_SIZE);
  press (self, "ctrl+End", PKTMON_MAX_PACKET_SIZE - 1);
  test_ui_wait_painted (GTK_WIDGET (self->view));
  pktmon_hex_view_get_area (self->view, PKTMON_MAX_PACKET_SIZE - 1, &area);
  g_assert_cmpint (area.y, >=, 0);
  g_assert_cmpint (area.y + area.height, <=, gtk_widget_get_height (GTK_WIDGET (self->view)));
  test_ui_save_screenshot (GTK_WIDGET (self->window), "hex-view-large");
  pktmon_hex_view_set_bytes (self->view, NULL);
  check_chosen (self, 0, 0);
}

static void
test_narrow (Fixture *self, gconstpointer user_data)
{
  GdkRectangle first, second;

  fill (self, 100);
  pktmon_hex_view_get_area (self->view, 0, &first);
  pktmon_hex_view_get_area (self->view, 8, &second);
  g_assert_cmpint (first.y, ==, second.y);
  gtk_window_set_default_size (self->window, 360, 300);
  test_wait (is_narrow, self->view, "the window is narrow");
  test_ui_wait_painted (GTK_WIDGET (self->view));
  pktmon_hex_view_get_area (self->view, 0, &first);
  pktmon_hex_view_get_area (self->view, 8, &second);
  g_assert_cmpint (first.y, <, second.y);
  g_assert_cmpint (first.x, ==, second.x);
  test_ui_save_screenshot (GTK_WIDGET (self->window), "hex-view-narrow");
}

static void
test_accessible (Fixture *self, gconstpointer user_data)
{
  fill (self, 20);
  gtk_test_accessible_assert_role (self->view, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_test_accessible_assert_property (self->view, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Bytes of the packet");
  press (self, "Right", 1);
  gtk_test_accessible_assert_property (self->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Byte 1 of 20: 45, “E”");
}

/* Bytes go from left to right, also where text does not. */
static void
test_direction (Fixture *self, gconstpointer user_data)
{
  GdkRectangle first, second;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  fill (self, 20);
  pktmon_hex_view_get_area (self->view, 0, &first);
  pktmon_hex_view_get_area (self->view, 1, &second);
  g_assert_cmpint (first.x, <, second.x);
  press (self, "Right", 1);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/hex-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("keys", test_keys);
  ADD ("selecting", test_selecting);
  ADD ("mouse", test_mouse);
  ADD ("menu", test_menu);
  ADD ("copying", test_copying);
  ADD ("copying-much", test_copying_much);
  ADD ("highlight", test_highlight);
  ADD ("sizes", test_sizes);
  ADD ("narrow", test_narrow);
  ADD ("accessible", test_accessible);
  ADD ("direction", test_direction);
  return g_test_run();
}

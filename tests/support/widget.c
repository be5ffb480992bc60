/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/widget.h"

#include <adwaita.h>
#include <gdk/x11/gdkx.h>

#include "support/program.h"
#include "support/ui.h"

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

GtkWindow *
test_widget_show (GtkWidget *child, int width, int height)
{
  GtkWindow *window;

  adw_init();
  window = GTK_WINDOW (gtk_window_new());
  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  test_wait (is_active, window, "the window has the focus");
  test_ui_wait_painted (GTK_WIDGET (window));
  return window;
}

void
test_widget_close (GtkWindow *window)
{
  gpointer child = gtk_window_get_child (window);

  g_object_add_weak_pointer (child, &child);
  gtk_window_destroy (window);
  test_wait_gone (&child, "the widget is gone");
}

/* --- The mouse --- */

static void
run_xdotool (const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("xdotool %s", arguments);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (TestProgramResult) result = test_program_run ((const char *const *) words, NULL);

  g_assert_cmpint (result->status, ==, 0);
}

/* "mousemove --window ID X Y" */
static char *
move_to (GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  gulong window = gdk_x11_surface_get_xid (gtk_native_get_surface (native));
  double left, top, in_x, in_y;

  gtk_native_get_surface_transform (native, &left, &top);
  g_assert_true (
      gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &in_x, &in_y));
  return g_strdup_printf ("mousemove --window %lu %d %d", window, (int) (left + in_x),
                          (int) (top + in_y));
}

void
test_widget_click (GtkWidget *widget, double x, double y, guint button, const char *keys)
{
  g_autofree char *move = move_to (widget, x, y);
  g_autofree char *down = keys != NULL ? g_strdup_printf (" keydown %s", keys) : g_strdup ("");
  g_autofree char *up = keys != NULL ? g_strdup_printf (" keyup %s", keys) : g_strdup ("");
  g_autofree char *all = g_strdup_printf ("%s%s click %u%s", move, down, button, up);

  run_xdotool (all);
}

void
test_widget_double_click (GtkWidget *widget, double x, double y)
{
  g_autofree char *move = move_to (widget, x, y);
  g_autofree char *all = g_strdup_printf ("%s click --repeat 2 --delay 20 1", move);

  run_xdotool (all);
}

void
test_widget_drag (GtkWidget *widget, double from_x, double from_y, double to_x, double to_y)
{
  g_autofree char *from = move_to (widget, from_x, from_y);
  g_autofree char *to = move_to (widget, to_x, to_y);
  g_autofree char *all = g_strdup_printf ("%s mousedown 1 %s mouseup 1", from, to);

  run_xdotool (all);
}

/* One step, which everybody sees before the next. */
static void
run_step (GtkWidget *widget, char *command)
{
  GMainContext *context = g_main_context_default();

  run_xdotool (command);
  g_free (command);
  while (g_main_context_iteration (context, FALSE))
    continue;
  test_ui_wait_painted (widget);
}

void
test_widget_drag_to (GtkWidget *from, double from_x, double from_y, GtkWidget *to, double to_x,
                     double to_y)
{
  run_step (from, move_to (from, from_x, from_y));
  run_step (from, g_strdup ("mousedown 1"));
  run_step (from, move_to (from, from_x + 10, from_y + 10));
  run_step (from, move_to (from, from_x + 40, from_y + 40));
  run_step (from, move_to (to, to_x, to_y));
  run_step (from, move_to (to, to_x + 2, to_y + 2));
  run_step (from, g_strdup ("mouseup 1"));
}

void
test_widget_move_window (GtkWidget *widget, int x, int y)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  run_step (widget,
            g_strdup_printf ("windowmove %lu %d %d", gdk_x11_surface_get_xid (surface), x, y));
}

/* --- The clipboard --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (data), G_TYPE_STRING);
}

static gboolean
is_set (gpointer data)
{
  return *(char **) data != NULL;
}

char *
test_widget_take_clipboard (GtkWidget *widget)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  char *text = NULL;

  test_wait (has_text, clipboard, "there is text on the clipboard");
  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, &text);
  test_wait (is_set, &text, "the clipboard is read");
  gdk_clipboard_set_content (clipboard, NULL);
  return text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One widget alone in a window, and what a user's mouse does to it; the rest is in support/ui.h. */

/* A window with @child and with the keyboard focus, painted. Borrowed: destroyed by
 * test_widget_close. */
GtkWindow *test_widget_show (GtkWidget *child, int width, int height);
/* Closes the window; the test fails when @child lives on. */
void test_widget_close (GtkWindow *window);

/* Presses and releases a button of the mouse at a place of @widget, in its pixels. What comes of it
 * comes with the main loop. @keys: held while it is pressed, as xdotool names them ("shift"); NULL:
 * none. */
void test_widget_click (GtkWidget *widget, double x, double y, guint button, const char *keys);
/* Presses and releases the first button there twice. */
void test_widget_double_click (GtkWidget *widget, double x, double y);
/* Moves the mouse from one place to another with the first button held. */
void test_widget_drag (GtkWidget *widget, double from_x, double from_y, double to_x, double to_y);

/* Drags with the first button from a place of one widget to a place of another, which may be in
 * another window; the main loop runs between the steps. */
void test_widget_drag_to (GtkWidget *from, double from_x, double from_y, GtkWidget *to, double to_x,
                          double to_y);
/* Moves the window of @widget to a place of the screen, as there is no window manager. */
void test_widget_move_window (GtkWidget *widget, int x, int y);

/* Waits until there is text on the clipboard, takes it and leaves the clipboard empty.
 * (transfer full) */
char *test_widget_take_clipboard (GtkWidget *widget);

G_END_DECLS

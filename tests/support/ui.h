/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/application.h"
#include "support/waiting.h"
#include "ui/window.h"

G_BEGIN_DECLS

/* TestUi: the application inside a test, on the display that tests/ui/on-display gives. Everything
 * is real: windows are mapped and painted, keys come from the display server. */
typedef struct {
  PktmonApplication *application;
  int watched; /* objects that must be gone at the end, and are not yet; atomic */
} TestUi;

/* In place of g_test_init. */
void test_ui_init (int *argc, char ***argv);

TestUi *test_ui_new (void);
/* Closes all windows; the test fails when one of the watched objects lives on. */
void test_ui_free (TestUi *self);
/* Watches an object; windows, documents and stores that come from here are watched already. */
void test_ui_watch (TestUi *self, gpointer object);

/* Writes a capture of @count packets a millisecond apart: UDP to port 53 and TCP to port 443 in
 * turn, packet i from port 1000 + i. */
void test_ui_save_packets (const char *path, guint count);
/* A window with nothing in it, or with the capture at @path, loaded, painted, and with the keyboard
 * focus. Borrowed. */
PktmonWindow *test_ui_open (TestUi *self, const char *path);
/* The same with @count packets in a file that is gone again. */
PktmonWindow *test_ui_open_packets (TestUi *self, guint count);

/* --- Waiting, as support/waiting.h does --- */

/* Until the widget has painted what is in it now. */
void test_ui_wait_painted (GtkWidget *widget);
/* Until the window's capture is loaded and painted. */
void test_ui_wait_loaded (PktmonWindow *window);
/* Until a mapped label or entry below @widget has a text that contains @text. */
void test_ui_wait_shows (GtkWidget *widget, const char *text);

/* --- Acting and looking --- */

/* The first widget of @type below @widget, which must be there. Borrowed. */
GtkWidget *test_ui_find (GtkWidget *widget, GType type);
/* A window of @type that is on the display; NULL when there is none. Borrowed. */
GtkWidget *test_ui_find_window (GType type);
/* Whether the window is on this page of its stack. */
gboolean test_ui_is_on_page (PktmonWindow *window, const char *name);
/* The first mapped label or entry below @widget with a text that contains @text; NULL when there is
 * none. Borrowed. */
GtkWidget *test_ui_find_text (GtkWidget *widget, const char *text);
/* Whether a mapped label or entry below @widget has a text that contains @text. */
gboolean test_ui_shows (GtkWidget *widget, const char *text);
/* Does an action that must be there. @detailed: "win.open" */
void test_ui_activate (GtkWidget *widget, const char *detailed);
/* Waits until the filter @text is in force. */
void test_ui_wait_filter (PktmonDocument *document, const char *text);
/* Sets a filter, and waits until it was checked; FALSE with an error when it is not in force then.
 */
gboolean test_ui_set_filter (PktmonDocument *document, const char *text, GError **error);
/* Presses keys as xdotool names them ("ctrl+a") in the window with the focus. What they do comes
 * with the main loop. */
void test_ui_press (const char *keys);
/* Types text into what has the focus there. */
void test_ui_type (const char *text);
/* Puts text that may be too long to type into the clipboard, and pastes it. */
void test_ui_paste (GtkWidget *widget, const char *text);
/* Writes what the widget shows to NAME.png in the folder of screenshots. */
void test_ui_save_screenshot (GtkWidget *widget, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestUi, test_ui_free)

G_END_DECLS

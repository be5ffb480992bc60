/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/frame-sender.h"
#include "support/network.h"
#include "support/temp-folder.h"
#include "support/ui.h"

G_BEGIN_DECLS

/* TestLiveWindow: two network namespaces with a cable between them, and a window of the application
 * in which its far end is ticked. A fixture of GLib's tests; where namespaces cannot be made the
 * test is skipped, and `window` is NULL. */
typedef struct {
  TestNetwork *network;
  const char *a, *b;       /* names of the namespaces, with the interfaces a0 and b0 */
  TestFrameSender *sender; /* from a0 to b0 */
  TestFolder *folder;
  TestUi *ui;
  PktmonWindow *window;
} TestLiveWindow;

typedef void (*TestLiveWindowFunc) (TestLiveWindow *live, gconstpointer data);

void test_live_window_add (const char *path, TestLiveWindowFunc test);
void test_live_window_add_data (const char *path, gconstpointer data, TestLiveWindowFunc test);

/* A window in which an interface of a namespace is ticked. Borrowed. */
PktmonWindow *test_live_window_open (TestUi *ui, const char *network_namespace, const char *device);
/* Ticks it, or not, in @window. */
void test_live_window_tick (PktmonWindow *window, const char *network_namespace, const char *device,
                            gboolean ticked);

void test_live_window_tick_id (PktmonWindow *window, const char *id, gboolean ticked);

/* Starts by its key, and waits until it captures. */
void test_live_window_start (PktmonWindow *window);
/* Stops, and waits until it has. */
void test_live_window_stop (PktmonWindow *window);
/* Waits until so many packets are in its list. */
void test_live_window_wait (PktmonWindow *window, guint packets);
/* Sends frames until each is captured so many times: sources come and go a little later. */
void test_live_window_send_until (TestLiveWindow *live, guint times);
/* The process that captures for the windows; there must be one. */
pid_t test_live_window_find_helper (void);
/* Searches for a source in the tree that is in view, and gives its row. Borrowed. */
GtkWidget *test_live_window_find_row (PktmonWindow *window, const char *network_namespace,
                                      const char *device);
/* The same of a source with an id, to which @depth rows lead, with its own. */
GtkWidget *test_live_window_find_id (PktmonWindow *window, const char *id, guint depth);
/* The file that it captures to. (transfer full) */
char *test_live_window_find_spool (void);

G_END_DECLS

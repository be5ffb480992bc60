/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/live-window.h"

#include "ui/start-page.h"

/* --- Ticks --- */

typedef struct {
  PktmonSourceTree *tree;
  char *id;
} Search;

static gboolean
is_found (gpointer data)
{
  Search *search = data;
  PktmonDataSource *source = pktmon_source_tree_find (search->tree, search->id);

  return source != NULL && pktmon_data_source_check_available (source, NULL);
}

static PktmonSourceView *
find_view (PktmonWindow *window)
{
  GObject *start = gtk_widget_get_template_child (GTK_WIDGET (window), PKTMON_TYPE_WINDOW, "start");

  return pktmon_start_page_get_source_view (PKTMON_START_PAGE (start));
}

void
test_live_window_tick (PktmonWindow *window, const char *network_namespace, const char *device,
                       gboolean ticked)
{
  PktmonSourceView *view = find_view (window);
  g_autofree char *id = g_strdup_printf ("ns:%s/if:%s", network_namespace, device);
  Search search = { pktmon_source_view_get_tree (view), id };

  if (ticked)
    test_wait (is_found, &search, "the source is in the tree");
  pktmon_source_ticks_set (pktmon_source_view_get_ticks (view), id, ticked);
}

/* --- Course --- */

static gboolean
is_capturing (gpointer data)
{
  return test_ui_shows (data, "Capturing") && test_ui_is_on_page (data, "capture");
}

static gboolean
is_stopped (gpointer data)
{
  return test_ui_shows (data, "Stopped") || test_ui_is_on_page (data, "no-packets");
}

void
test_live_window_start (PktmonWindow *window)
{
  test_ui_activate (GTK_WIDGET (window), "win.capture");
  test_wait (is_capturing, window, "the window captures");
}

void
test_live_window_stop (PktmonWindow *window)
{
  test_ui_activate (GTK_WIDGET (window), "win.capture");
  test_wait (is_stopped, window, "the capture has stopped");
}

typedef struct {
  PktmonWindow *window;
  guint packets;
} Packets;

static gboolean
has_packets (gpointer data)
{
  const Packets *packets = data;
  PktmonDocument *document = pktmon_window_get_document (packets->window);

  return document != NULL &&
         g_list_model_get_n_items (G_LIST_MODEL (pktmon_document_get_list (document))) >=
             packets->packets;
}

void
test_live_window_wait (PktmonWindow *window, guint packets)
{
  Packets wanted = { window, packets };

  test_wait (has_packets, &wanted, "the packets are in the list");
}

static char *
find_file (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;

  while (dir != NULL && found == NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_str_has_suffix (name, ".pcapng"))
      found = g_steal_pointer (&path);
    else if (g_file_test (path, G_FILE_TEST_IS_DIR))
      found = find_file (path);
  }
  g_clear_pointer (&dir, g_dir_close);
  return found;
}

char *
test_live_window_find_spool (void)
{
  return find_file (g_get_user_cache_dir());
}

/* --- Life --- */

PktmonWindow *
test_live_window_open (TestUi *ui, const char *network_namespace, const char *device)
{
  PktmonWindow *window = test_ui_open (ui, NULL);

  test_live_window_tick (window, network_namespace, device, TRUE);
  return window;
}

static void
set_up (TestLiveWindow *self, gconstpointer data)
{
  self->network = test_network_new();
  if (self->network == NULL)
    return;
  self->a = test_network_add (self->network, "a");
  self->b = test_network_add (self->network, "b");
  test_network_ip ("-n %s link add a0 type veth peer name b0 netns %s", self->a, self->b);
  test_network_ip ("-n %s link set a0 up", self->a);
  test_network_ip ("-n %s link set b0 up", self->b);
  self->sender = test_frame_sender_new (self->a, "a0");
  self->folder = test_folder_new();
  self->ui = test_ui_new();
  self->window = test_live_window_open (self->ui, self->b, "b0");
}

static void
tear_down (TestLiveWindow *self, gconstpointer data)
{
  if (self->network == NULL)
    return;
  test_ui_free (self->ui);
  test_folder_free (self->folder);
  test_frame_sender_free (self->sender);
  test_network_free (self->network);
}

void
test_live_window_add (const char *path, void (*test) (TestLiveWindow *, gconstpointer))
{
  g_test_add (path, TestLiveWindow, NULL, set_up, test, tear_down);
}

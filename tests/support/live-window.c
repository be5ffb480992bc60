/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/live-window.h"

#include "ui/source-row.h"
#include "ui/start-page.h"

/* --- Ticks --- */

typedef struct {
  PktmonSourceTree *tree;
  const char *id;
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
  g_autofree char *id = g_strdup_printf ("ns:%s/if:%s", network_namespace, device);

  test_live_window_tick_id (window, id, ticked);
}

void
test_live_window_tick_id (PktmonWindow *window, const char *id, gboolean ticked)
{
  PktmonSourceView *view = find_view (window);
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
         pktmon_packet_list_get_count (pktmon_document_get_list (document)) >= packets->packets;
}

void
test_live_window_wait (PktmonWindow *window, guint packets)
{
  Packets wanted = { window, packets };

  test_wait (has_packets, &wanted, "the packets are in the list");
}

static guint64
count_packets (PktmonWindow *window)
{
  return pktmon_packet_list_get_count (
      pktmon_document_get_list (pktmon_window_get_document (window)));
}

static gboolean
pass_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

void
test_live_window_send_until (TestLiveWindow *live, guint times)
{
  guint64 before, after;

  do {
    gboolean passed = FALSE;

    before = count_packets (live->window);
    test_frame_sender_send (live->sender, 1);
    g_timeout_add (300, pass_cb, &passed);
    test_wait (is_true, &passed, "a moment has passed");
    after = count_packets (live->window);
  } while (after - before != times);
}

pid_t
test_live_window_find_helper (void)
{
  GDir *dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  pid_t found = 0;

  while (found == 0 && (task = g_dir_read_name (dir)) != NULL) {
    g_autofree char *name = g_strdup_printf ("/proc/self/task/%s/children", task);
    g_autofree char *children = NULL;

    if (g_file_get_contents (name, &children, NULL, NULL))
      found = (pid_t) g_ascii_strtoll (children, NULL, 10);
  }
  g_dir_close (dir);
  g_assert_cmpint (found, >, 0);
  return found;
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

/* --- Rows of sources --- */

typedef struct {
  GtkWidget *window;
  const char *id;
  guint n_rows; /* that are in view */
  GtkWidget *found;
  guint depth; /* how many rows lead to it, with its own */
} RowSearch;

/* Shows only that source, and what it is in. The tree may come late. */
static void
search_source (GtkWidget *widget, RowSearch *search)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (PKTMON_IS_SOURCE_VIEW (widget)) {
    GtkEditable *entry = GTK_EDITABLE (test_ui_find (widget, GTK_TYPE_SEARCH_ENTRY));

    if (!g_str_equal (gtk_editable_get_text (entry), search->id))
      gtk_editable_set_text (entry, search->id);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    search_source (child, search);
}

static void
find_row (GtkWidget *widget, RowSearch *search)
{
  PktmonSourceRow *row = PKTMON_IS_SOURCE_ROW (widget) ? PKTMON_SOURCE_ROW (widget) : NULL;
  PktmonDataSource *source = row != NULL ? pktmon_source_row_get_source (row) : NULL;

  if (source != NULL && gtk_widget_get_mapped (widget)) {
    search->n_rows++;
    if (g_str_equal (pktmon_data_source_get_id (source), search->id))
      search->found = widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_row (child, search);
}

static gboolean
has_row (gpointer data)
{
  RowSearch *search = data;

  search_source (search->window, search);
  search->n_rows = 0;
  search->found = NULL;
  find_row (search->window, search);
  return search->n_rows == search->depth && search->found != NULL;
}

GtkWidget *
test_live_window_find_row (PktmonWindow *window, const char *network_namespace, const char *device)
{
  g_autofree char *id = g_strdup_printf ("ns:%s/if:%s", network_namespace, device);

  return test_live_window_find_id (window, id, 2);
}

GtkWidget *
test_live_window_find_id (PktmonWindow *window, const char *id, guint depth)
{
  RowSearch search = { .window = GTK_WIDGET (window), .id = id, .depth = depth };

  test_wait (has_row, &search, "the source has a row");
  test_ui_wait_painted (GTK_WIDGET (window));
  return search.found;
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
test_live_window_add_data (const char *path, gconstpointer data, TestLiveWindowFunc test)
{
  g_test_add (path, TestLiveWindow, data, set_up, test, tear_down);
}

void
test_live_window_add (const char *path, TestLiveWindowFunc test)
{
  test_live_window_add_data (path, NULL, test);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sched.h>
#include <unistd.h>

#include "support/live-window.h"
#include "support/polkit.h"
#include "support/rows.h"
#include "support/widget.h"
#include "ui/live-bar.h"
#include "ui/live-sidebar.h"

/* What a window captures from, and what it says when it cannot, or not all of it: with the real
 * helper, between real namespaces, in a network namespace of its own. */

#define NOBODY 65534

/* The user's cache folder is what this links to: usually this folder. */
static char *cache_link;
static TestFolder *usual_cache;

static void
set_cache (const TestFolder *folder)
{
  g_unlink (cache_link);
  g_assert_cmpint (symlink (folder->path, cache_link), ==, 0);
}

/* --- What is captured from --- */

static gboolean
is_list_focused (gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (data);

  return focus != NULL && gtk_widget_is_ancestor (focus, test_rows_find_list (data));
}

static gboolean
is_tree_focused (gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (data);

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) != NULL;
}

/* Who has clicked a source and starts means keys for the packets, not for the filter. */
static void
test_focus (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *row;

  if (live->window == NULL)
    return;
  row = test_live_window_find_row (live->window, live->b, "b0");
  test_widget_click (row, gtk_widget_get_width (row) / 2.0, gtk_widget_get_height (row) / 2.0, 1,
                     NULL);
  test_wait (is_tree_focused, live->window, "the source has the focus");
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (GTK_WIDGET (live->window), "Waiting for Packets");
  test_frame_sender_send (live->sender, 5);
  test_wait (is_list_focused, live->window, "the packets have the focus");
}

/* A double click captures from this one alone, at once. */
static void
test_double_click (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  GtkWidget *row;

  if (live->window == NULL)
    return;
  test_live_window_tick (live->window, live->a, "a0", TRUE);
  row = test_live_window_find_row (live->window, live->b, "b0");
  test_widget_double_click (row, gtk_widget_get_width (row) / 2.0,
                            gtk_widget_get_height (row) / 2.0);
  test_ui_wait_shows (window, "Waiting for Packets");
  test_frame_sender_send (live->sender, 5);
  test_live_window_wait (live->window, 5);
  test_live_window_stop (live->window);
  g_assert_true (test_ui_shows (window, "5 captured"));
}

/* Whether these and no others have blocks in the file. */
static gboolean
has_all_up (gpointer data)
{
  static const char *const names[] = { "if:lo", "if:up0", "if:up1", NULL };
  PktmonStore *store = pktmon_document_get_store (pktmon_window_get_document (data));
  PktmonDirectory *directory = pktmon_store_get_directory (store);
  guint n = pktmon_directory_get_n_interfaces (directory);

  for (guint i = 0; i < n; i++)
    g_assert_true (g_strv_contains (names, pktmon_directory_get_interface (directory, i)->name));
  return n == g_strv_length ((GStrv) names);
}

static guint
count_icons (GtkWidget *widget, const char *name)
{
  guint n = GTK_IS_IMAGE (widget) && gtk_widget_get_mapped (widget) &&
            g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), name) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_icons (child, name);
  return n;
}

/* Whether these say in the sidebar that they are captured from. */
static gboolean
show_record (gpointer data)
{
  return count_icons (test_ui_find (data, PKTMON_TYPE_LIVE_SIDEBAR), "media-record-symbolic") == 3;
}

/* Without a tick all interfaces that are up are captured from. */
static void
test_no_tick (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  test_live_window_tick (live->window, live->b, "b0", FALSE);
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (window, "Waiting for Packets");
  test_wait (has_all_up, live->window, "all that are up are captured from");
  test_wait (show_record, window, "the sources say so");
  test_ui_save_screenshot (window, "live-no-tick");
  test_live_window_stop (live->window);
}

/* One that comes back is captured from again, whatever else was ticked meanwhile. */
static void
test_returned (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  test_live_window_tick (live->window, live->a, "lo", TRUE);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  test_network_ip ("-n %s link delete b0", live->b);
  test_ui_wait_shows (window, "is gone");
  g_assert_true (test_ui_shows (window, "Capturing goes on when it comes back."));
  test_live_window_tick (live->window, live->b, "lo", TRUE);
  test_network_ip ("-n %s link add a0 type veth peer name b0 netns %s", live->a, live->b);
  test_network_ip ("-n %s link set a0 up", live->a);
  test_network_ip ("-n %s link set b0 up", live->b);
  test_ui_wait_shows (window, "is there again, and captured from.");
  test_ui_save_screenshot (window, "live-returned");
  test_frame_sender_free (live->sender);
  live->sender = test_frame_sender_new (live->a, "a0");
  test_live_window_send_until (live, 1);
}

/* --- What is lost --- */

/* Where there is no more room the capture ends; what there is stays. The window says how much was
 * lost, and of which source. */
static void
test_disk_full (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (TestFolder) tiny = live->window != NULL ? test_folder_new_tiny (1000000) : NULL;
  GtkWidget *window = GTK_WIDGET (live->window);
  GtkWidget *row;

  if (tiny == NULL)
    return;
  set_cache (tiny);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  live->sender->size = 1500;
  while (!test_ui_shows (window, "Stopped")) {
    test_frame_sender_send (live->sender, 100);
    g_main_context_iteration (NULL, TRUE);
  }
  test_ui_wait_shows (window, "No space left");
  test_ui_wait_shows (test_ui_find (window, PKTMON_TYPE_LIVE_BAR), " lost");
  row = test_live_window_find_row (live->window, live->b, "b0");
  test_ui_wait_shows (row, " lost");
  test_ui_save_screenshot (window, "live-disk-full");
  test_ui_free (live->ui);
  live->ui = test_ui_new();
  set_cache (usual_cache);
}

/* --- Refusal --- */

/* What polkit says, and the window then. */
typedef struct {
  const char *name;
  TestPolkitAnswers answers;
  const char *what, *advice;
} Refusal;

static const Refusal refusals[] = {
  { "no-agent",
    { .challenge = TRUE, .kept = TRUE, .then_challenge = TRUE },
    "no polkit agent runs",
    "Start the polkit agent of your desktop" },
  { "forbidden", { 0 }, "does not allow you to capture", "Ask its administrator" },
  { "dismissed",
    { .challenge = TRUE, .kept = TRUE, .dismissed = TRUE },
    "You did not allow the capture",
    "Start it again" },
};

static TestPolkit *polkit;

static gboolean
is_refused (gpointer data)
{
  return test_ui_is_on_page (data, "refusal");
}

static void
test_refused (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  const Refusal *refusal = data;
  g_autofree char *screenshot = NULL;

  if (live->window == NULL)
    return;
  polkit->answers = &refusal->answers;
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  test_ui_press ("ctrl+e");
  test_wait (is_refused, window, "the start is refused");
  g_assert_cmpint (seteuid (0), ==, 0);
  test_ui_wait_shows (window, refusal->what);
  test_ui_wait_shows (window, refusal->advice);
  g_assert_true (test_ui_shows (window, "Try Again"));
  screenshot = g_strconcat ("live-", refusal->name, NULL);
  test_ui_save_screenshot (window, screenshot);
  test_live_window_start (live->window); /* with rights, trying again helps */
}

/* --- Where all this happens --- */

static void
disable_ipv6 (void)
{
  FILE *file = fopen ("/proc/sys/net/ipv6/conf/all/disable_ipv6", "w");

  if (file == NULL)
    return; /* there is none */
  fputs ("1", file);
  fclose (file);
}

/* Without rights all tests are skipped. */
static void
make_own_namespace (void)
{
  if (unshare (CLONE_NEWNET) != 0)
    return;
  disable_ipv6();
  test_network_ip ("link set lo up");
  test_network_ip ("link add up0 type veth peer name up1");
  test_network_ip ("link set up0 up");
  test_network_ip ("link set up1 up");
  test_network_ip ("link add down0 type veth peer name down1");
}

static void
write_pkexec (const TestFolder *folder)
{
  g_autofree char *pkexec = test_folder_build (folder, "pkexec");
  g_autofree char *path = g_strconcat (folder->path, ":", g_getenv ("PATH"), NULL);

  g_assert_true (g_file_set_contents (pkexec, "#!/bin/sh\nexec \"$1\"\n", -1, NULL));
  g_assert_cmpint (g_chmod (pkexec, 0755), ==, 0);
  g_setenv ("PATH", path, TRUE);
}

/* Somebody without rights can use it, too. */
static TestFolder *
make_folder (void)
{
  TestFolder *folder = test_folder_new();

  if (geteuid() == 0)
    g_assert_cmpint (chown (folder->path, NOBODY, NOBODY), ==, 0);
  return folder;
}

/* The bus of a user would not talk to another one: its connection is made before. Where a bus is
 * started, the display is forgotten. */
static GDBusConnection *
start_polkit (void)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  g_autofree char *session_bus = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus;

  polkit = test_polkit_new (&refusals[0].answers);
  g_setenv ("DISPLAY", display, TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", session_bus, TRUE);
  bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

/* The folders that somebody without rights makes can be used by all. */
static void
add_tests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/live-states/", refusals[i].name, NULL);

    test_live_window_add_data (path, &refusals[i], test_refused);
  }
  test_live_window_add ("/live-states/double-click", test_double_click);
  test_live_window_add ("/live-states/focus", test_focus);
  test_live_window_add ("/live-states/no-tick", test_no_tick);
  test_live_window_add ("/live-states/returned", test_returned);
  test_live_window_add ("/live-states/disk-full", test_disk_full);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) folder = make_folder();
  g_autoptr (GDBusConnection) bus = NULL;
  int status;

  make_own_namespace();
  usual_cache = make_folder();
  cache_link = test_folder_build (folder, "cache");
  set_cache (usual_cache);
  g_setenv ("XDG_CACHE_HOME", cache_link, TRUE);
  write_pkexec (folder);
  test_ui_init (&argc, &argv);
  bus = start_polkit();
  add_tests();
  status = g_test_run();
  test_polkit_free (polkit);
  test_folder_free (usual_cache);
  g_free (cache_link);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "app/application.h"
#include "ui/start-page.h"
#include "ui/window.h"

/* sources SECONDS: opens a window without a capture, and says how long it takes until the window
 * and the data sources of this machine are shown, and the longest that the main thread works
 * without looking for input, until then and in so many seconds after that: name value unit on each
 * line. Make network namespaces and interfaces first, and during it. */

typedef struct {
  gint64 begun;   /* when the main thread began to work; 0: it waits */
  gint64 longest; /* that it has worked in a row */
} Work;

static Work work;

/* Between two calls the main thread works. */
static int
poll_func (GPollFD *descriptors, guint n_descriptors, int timeout)
{
  int result;

  if (work.begun != 0)
    work.longest = MAX (work.longest, g_get_monotonic_time() - work.begun);
  result = g_poll (descriptors, n_descriptors, timeout);
  work.begun = g_get_monotonic_time();
  return result;
}

static void
print (const char *what, gint64 microseconds)
{
  g_print ("%s %.1f ms\n", what, (double) microseconds / 1000);
}

static void
print_longest (const char *what)
{
  print (what, work.longest);
  work.longest = 0;
}

static void
painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

static void
run_frame (GtkWidget *widget)
{
  gboolean painted = FALSE;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong handler =
      g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (widget);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static gboolean
end_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
count_cb (PktmonDataSource *source, gpointer data)
{
  (*(guint *) data)++;
}

static void
measure (GtkApplication *application, guint seconds)
{
  PktmonApplication *own = PKTMON_APPLICATION (application);
  gint64 begun = g_get_monotonic_time();
  GtkWidget *window = GTK_WIDGET (pktmon_window_new (
      application, pktmon_application_get_monitor (own), pktmon_application_get_presets (own)));
  PktmonSourceTree *tree;
  gboolean ended = FALSE;
  guint n_sources = 0;

  gtk_window_present (GTK_WINDOW (window));
  run_frame (window);
  print ("window-shown", g_get_monotonic_time() - begun);
  work.longest = 0;
  tree = pktmon_source_view_get_tree (pktmon_start_page_get_source_view (
      PKTMON_START_PAGE (find (window, PKTMON_TYPE_START_PAGE))));
  while (!pktmon_source_tree_is_complete (tree))
    g_main_context_iteration (NULL, TRUE);
  run_frame (window);
  print ("sources-shown", g_get_monotonic_time() - begun);
  print_longest ("longest-until-then");
  g_timeout_add_seconds (seconds, end_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  print_longest ("longest-after-that");
  pktmon_source_tree_foreach (tree, count_cb, &n_sources);
  g_print ("sources %u\n", n_sources);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (PktmonApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  application = pktmon_application_new();
  if (argc != 2 || !g_application_register (G_APPLICATION (application), NULL, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Usage: sources SECONDS");
    return 2;
  }
  g_main_context_set_poll_func (NULL, poll_func);
  measure (GTK_APPLICATION (application), (guint) g_ascii_strtoull (argv[1], NULL, 10));
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "app/application.h"
#include "ui/start-page.h"
#include "ui/window.h"

/* live-window SOURCE: captures from a data source in a window that follows the newest packets, and
 * says "capturing". Then it reads lines: "begin" before packets are sent, "sent N" after all of
 * them were; and says how it went, with a "name value unit" on each line.
 *
 * The delay of a frame is how old the oldest packet is that it shows for the first time. */

#define MAX_FRAMES 100000u
#define LOOK_MS 5

typedef struct {
  const char *id;
  GtkApplication *application;
  PktmonWindow *window;
  PktmonStore *store;
  GListModel *list;
  gboolean measuring;
  gint64 begun, sent; /* monotonic time; 0: not yet */
  gint64 work;        /* of the main thread when it began */
  gint64 sent_work;   /* and when all was sent */
  guint64 expected;   /* packets */
  guint seen;         /* rows of the frame before */
  guint sent_frames;  /* until all was sent */
  guint n_frames;
  double delays[MAX_FRAMES]; /* milliseconds */
} Bench;

static gint64
get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* --- Results --- */

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static void
print_delays (Bench *self)
{
  guint n = self->sent_frames;

  if (n == 0)
    return;
  qsort (self->delays, n, sizeof self->delays[0], compare);
  g_print ("delay-p50 %.1f ms\n", self->delays[n / 2]);
  g_print ("delay-p95 %.1f ms\n", self->delays[n * 95 / 100]);
  g_print ("delay-max %.1f ms\n", self->delays[n - 1]);
}

static void
print_results (Bench *self, gint64 idle)
{
  double seconds = (double) (self->sent - self->begun) / G_USEC_PER_SEC;

  g_print ("shown %u packets\n", g_list_model_get_n_items (self->list));
  g_print ("frames %.1f /s\n", self->sent_frames / seconds);
  g_print ("main-thread %.3f cores\n",
           (double) (self->sent_work - self->work) / (double) (self->sent - self->begun));
  g_print ("until-idle %.1f ms\n", (double) (idle - self->sent) / 1000);
  print_delays (self);
}

/* --- Frames --- */

static void
painted_cb (Bench *self)
{
  guint rows = g_list_model_get_n_items (self->list);

  if (self->measuring && rows > self->seen && self->n_frames < MAX_FRAMES) {
    gint64 time = (gint64) (pktmon_store_get_nanoseconds (self->store, self->seen) / 1000);

    self->delays[self->n_frames++] = (double) (g_get_real_time() - time) / 1000;
  }
  self->seen = rows;
}

/* Everything is shown, or it takes too long to be told. */
static gboolean
idle_cb (gpointer user_data)
{
  Bench *self = user_data;
  gint64 now = g_get_monotonic_time();

  if (self->seen < self->expected && now < self->sent + 5 * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  print_results (self, now);
  exit (0);
}

static void
take_line (Bench *self, const char *line)
{
  if (g_str_has_prefix (line, "begin")) {
    self->begun = g_get_monotonic_time();
    self->work = get_work();
    self->measuring = TRUE;
  } else if (g_str_has_prefix (line, "sent ")) {
    self->expected = g_ascii_strtoull (line + strlen ("sent "), NULL, 10);
    self->sent = g_get_monotonic_time();
    self->sent_work = get_work();
    self->sent_frames = self->n_frames;
    g_timeout_add (LOOK_MS, idle_cb, self);
  }
}

static gboolean
input_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    return G_SOURCE_REMOVE;
  take_line (user_data, line);
  return G_SOURCE_CONTINUE;
}

/* --- Starting --- */

static void
began (Bench *self)
{
  PktmonDocument *document = pktmon_window_get_document (self->window);
  GIOChannel *input = g_io_channel_unix_new (STDIN_FILENO);

  self->store = pktmon_document_get_store (document);
  self->list = G_LIST_MODEL (pktmon_document_get_list (document));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                            G_CALLBACK (painted_cb), self);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_cb, self);
  puts ("capturing");
  fflush (stdout);
}

static gboolean
start_cb (gpointer user_data)
{
  Bench *self = user_data;
  GObject *page =
      gtk_widget_get_template_child (GTK_WIDGET (self->window), PKTMON_TYPE_WINDOW, "start");
  PktmonSourceView *view = pktmon_start_page_get_source_view (PKTMON_START_PAGE (page));

  if (pktmon_window_get_document (self->window) != NULL) {
    began (self);
    return G_SOURCE_REMOVE;
  }
  if (view == NULL || pktmon_source_ticks_contains (pktmon_source_view_get_ticks (view), self->id))
    return G_SOURCE_CONTINUE;
  if (pktmon_source_tree_find (pktmon_source_view_get_tree (view), self->id) != NULL) {
    pktmon_source_ticks_set (pktmon_source_view_get_ticks (view), self->id, TRUE);
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.capture", NULL);
  }
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (PktmonApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree Bench *bench = g_new0 (Bench, 1);

  setlocale (LC_ALL, "");
  application = pktmon_application_new();
  if (argc != 2 || !g_application_register (G_APPLICATION (application), NULL, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Usage: live-window SOURCE");
    return 2;
  }
  bench->id = argv[1];
  bench->window = pktmon_window_new (GTK_APPLICATION (application),
                                     pktmon_application_get_monitor (application),
                                     pktmon_application_get_presets (application));
  gtk_window_present (GTK_WINDOW (bench->window));
  g_timeout_add (LOOK_MS, start_cb, bench);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

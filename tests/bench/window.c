/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "app/application.h"
#include "ui/packet-table.h"
#include "ui/window.h"

/* window FILE: opens a capture as the user does, moves in it, and says how long that takes:
 *   name value unit
 * on each line. A frame's time is what the main thread works for it, from the input to the end of
 * the painting. */

#define MOVES 300u
/* Without a frame for so long, the window is idle. */
#define QUIET_US (G_USEC_PER_SEC / 10)

typedef struct {
  GtkWindow *window;
  PktmonStore *store;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  GRand *random;
  gint64 begun;   /* when loading began */
  gint64 frame;   /* when the frame that is being made began */
  gint64 painted; /* when the last one was ready */
  guint frames;
} Bench;

static double
milliseconds (gint64 microseconds)
{
  return (double) microseconds / 1000;
}

/* --- Frames --- */

static void
before_paint_cb (Bench *self)
{
  self->frame = g_get_monotonic_time();
}

static void
after_paint_cb (Bench *self)
{
  self->painted = g_get_monotonic_time();
  self->frames++;
}

static void
run_frame (Bench *self)
{
  guint frames = self->frames;

  while (self->frames == frames)
    g_main_context_iteration (NULL, TRUE);
}

static void
watch_frames (Bench *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));

  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

/* --- Opening --- */

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
has_rows (Bench *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->list);

  return row != NULL && gtk_widget_get_mapped (row) && gtk_widget_get_width (row) > 0;
}

static gboolean
quiet_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Until everything is loaded and no frame has come for a while. */
static void
run_until_idle (Bench *self)
{
  guint wake = g_timeout_add (10, quiet_cb, NULL);

  while (!pktmon_store_is_complete (self->store) ||
         g_get_monotonic_time() < self->painted + QUIET_US)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
}

static void
find_list (Bench *self)
{
  PktmonDocument *document = pktmon_window_get_document (PKTMON_WINDOW (self->window));
  GtkWidget *table = find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_TABLE);

  self->store = pktmon_document_get_store (document);
  self->list = GTK_WIDGET (pktmon_packet_table_get_list (PKTMON_PACKET_TABLE (table)));
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
}

static void
print_since_start (Bench *self, const char *what)
{
  g_print ("%s %.1f ms\n", what, milliseconds (self->painted - self->begun));
}

static void
open_capture (Bench *self, GtkApplication *application, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  PktmonWindow *window = pktmon_window_new (application);

  self->window = GTK_WINDOW (window);
  self->begun = g_get_monotonic_time();
  pktmon_window_open (window, file);
  gtk_window_present (self->window);
  watch_frames (self);
  run_frame (self);
  print_since_start (self, "window-shown");
  while (pktmon_window_get_document (window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  find_list (self);
  while (!has_rows (self))
    run_frame (self);
  print_since_start (self, "first-rows");
  run_until_idle (self);
  print_since_start (self, "idle");
}

/* --- Moving --- */

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

typedef double (*Move) (Bench *self);

static double
random_value (Bench *self)
{
  return g_rand_double_range (self->random, 0, gtk_adjustment_get_upper (self->adjustment));
}

static double
next_page (Bench *self)
{
  return gtk_adjustment_get_value (self->adjustment) +
         gtk_adjustment_get_page_size (self->adjustment);
}

/* Processor time of this thread. */
static gint64
get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
print_times (const char *name, const char *what, double *times)
{
  qsort (times, MOVES, sizeof times[0], compare);
  g_print ("%s-%s-p50 %.1f ms\n", name, what, times[MOVES / 2]);
  g_print ("%s-%s-p95 %.1f ms\n", name, what, times[MOVES * 95 / 100]);
}

/* The wait for the frame clock's tick between input and frame does not count. */
static void
measure_moves (Bench *self, const char *name, Move move)
{
  double times[MOVES], work[MOVES];

  for (guint i = 0; i < MOVES; i++) {
    gint64 begin = g_get_monotonic_time();
    gint64 work_begin = get_work();
    double input;

    gtk_adjustment_set_value (self->adjustment, move (self));
    input = milliseconds (g_get_monotonic_time() - begin);
    run_frame (self);
    times[i] = input + milliseconds (self->painted - self->frame);
    work[i] = milliseconds (get_work() - work_begin);
  }
  print_times (name, "frame", times);
  print_times (name, "work", work);
}

static void
print_memory (Bench *self)
{
  g_autofree char *statm = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  fields = g_strsplit (statm, " ", 3);
  g_print ("packets %" G_GUINT64_FORMAT " packets\n", pktmon_store_get_count (self->store));
  g_print ("resident %.1f MB\n",
           (double) g_ascii_strtoull (fields[1], NULL, 10) * (double) sysconf (_SC_PAGESIZE) / 1e6);
}

int
main (int argc, char **argv)
{
  g_autoptr (PktmonApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Bench bench = { .random = random };

  setlocale (LC_ALL, "");
  application = pktmon_application_new();
  if (argc != 2 || !g_application_register (G_APPLICATION (application), NULL, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Usage: window FILE");
    return 2;
  }
  open_capture (&bench, GTK_APPLICATION (application), argv[1]);
  measure_moves (&bench, "jump", random_value);
  gtk_adjustment_set_value (bench.adjustment, 0);
  measure_moves (&bench, "page", next_page);
  print_memory (&bench);
  gtk_window_destroy (bench.window);
  return 0;
}

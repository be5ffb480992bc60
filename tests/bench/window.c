/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <locale.h>
#include <time.h>

#include "app/application.h"
#include "ui/field-view.h"
#include "ui/packet-table.h"
#include "ui/window.h"

/* window FILE [FILTER]: opens a capture as the user does, moves in it, filters it, and says how
 * long that takes, beside the goals. What a frame takes is what the main thread does for it, from
 * the input to the end of the painting. Exits with 1 when a goal is missed. */

#define MOVES 300u
/* Without a frame for so long, the window is idle. */
#define QUIET_US (G_USEC_PER_SEC / 10)

#define GOAL_OPEN_MS 500
#define GOAL_ROWS_MS 300
#define GOAL_IDLE_MS 1000
#define GOAL_MOVE_MS 33
#define GOAL_BLOCKED_MS 16
#define GOAL_PACKET_BYTES 24
#define GOAL_REST_MB 150
#define NO_GOAL 0

typedef struct {
  GtkWindow *window;
  PktmonDocument *document;
  PktmonStore *store;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  GRand *random;
  gint64 begun;   /* when what is measured began */
  gint64 frame;   /* busy time when the frame that is being made began */
  gint64 worked;  /* busy time that the last one took */
  gint64 painted; /* when the last one was ready */
  guint frames;
  gboolean missed; /* a goal */
} Bench;

/* A poll function has no data. */
static gint64 woken;    /* busy time when the main loop last had something to do */
static gint64 blocked;  /* the longest that it took until it looked for more */
static gint64 computed; /* how long it computed then at most, without its waits for the display */
static gint64 started;  /* processor time when it last had something to do */

/* Nanoseconds that this thread, the main one, waited for a processor. */
static gint64
get_delay (void)
{
  static int descriptor = -1;
  char text[64] = "";

  if (descriptor < 0)
    descriptor = open ("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
  if (pread (descriptor, text, sizeof text - 1, 0) <= 0)
    return 0;
  return g_ascii_strtoll (strchr (text, ' '), NULL, 10);
}

/* Microseconds that it was busy, or asleep. */
static gint64
get_busy (void)
{
  return g_get_monotonic_time() - get_delay() / 1000;
}

/* Microseconds of a processor that this thread had. */
static gint64
get_computed (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
milliseconds (gint64 microseconds)
{
  return (double) microseconds / 1000;
}

static void
print (Bench *self, const char *name, double value, double goal, const char *unit)
{
  if (goal == NO_GOAL) {
    g_print ("%-32s %9.1f %s\n", name, value, unit);
    return;
  }
  g_print ("%-32s %9.1f %s   goal %6.1f   ratio %6.3f   %s\n", name, value, unit, goal,
           value / goal, value <= goal ? "met" : "MISSED");
  self->missed |= value > goal;
}

/* --- The main loop --- */

static int
poll_cb (GPollFD *descriptors, guint n_descriptors, int timeout)
{
  int n_ready;

  blocked = MAX (blocked, get_busy() - woken);
  computed = MAX (computed, get_computed() - started);
  n_ready = g_poll (descriptors, n_descriptors, timeout);
  woken = get_busy();
  started = get_computed();
  return n_ready;
}

static void
forget_turns (void)
{
  woken = get_busy();
  started = get_computed();
  blocked = computed = 0;
}

static void
begin (Bench *self)
{
  self->begun = g_get_monotonic_time();
  forget_turns();
}

static void
print_turns (Bench *self, const char *what, double goal)
{
  g_autofree char *name = g_strconcat ("blocked ", what, NULL);
  g_autofree char *part = g_strconcat ("computing ", what, NULL);

  print (self, name, milliseconds (blocked), goal, "ms");
  print (self, part, milliseconds (computed), NO_GOAL, "ms");
}

static void
before_paint_cb (Bench *self)
{
  self->frame = get_busy();
}

static void
after_paint_cb (Bench *self)
{
  self->painted = g_get_monotonic_time();
  self->worked = get_busy() - self->frame;
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

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Until everything is loaded and no frame has come for a while. */
static void
run_until_idle (Bench *self)
{
  guint wake = g_timeout_add (10, wake_cb, NULL);

  while (!pktmon_store_is_complete (self->store) ||
         g_get_monotonic_time() < self->painted + QUIET_US)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
}

static void
print_since (Bench *self, const char *what, double goal)
{
  print (self, what, milliseconds (self->painted - self->begun), goal, "ms");
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

static void
find_list (Bench *self)
{
  GtkWidget *table = find (GTK_WIDGET (self->window), PKTMON_TYPE_PACKET_TABLE);

  self->store = pktmon_document_get_store (self->document);
  self->list = GTK_WIDGET (pktmon_packet_table_get_list (PKTMON_PACKET_TABLE (table)));
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
}

/* Milliseconds since the kernel started this process, in steps of ten. */
static double
get_age (void)
{
  g_autofree char *stat = NULL;
  g_auto (GStrv) fields = NULL;
  struct timespec now;

  g_assert_true (g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL));
  fields = g_strsplit (strrchr (stat, ')') + 2, " ", 21);
  clock_gettime (CLOCK_BOOTTIME, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6 -
         (double) g_ascii_strtoull (fields[19], NULL, 10) * 1e3 / (double) sysconf (_SC_CLK_TCK);
}

static void
open_capture (Bench *self, GtkApplication *application, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  PktmonWindow *window = pktmon_window_new (
      application, pktmon_application_get_monitor (PKTMON_APPLICATION (application)),
      pktmon_application_get_presets (PKTMON_APPLICATION (application)));

  self->window = GTK_WINDOW (window);
  begin (self);
  pktmon_window_open (window, file);
  gtk_window_present (self->window);
  watch_frames (self);
  run_frame (self);
  print (self, "window open", get_age(), GOAL_OPEN_MS, "ms");
  /* The toolkit's own start: style, fonts and icons are looked at for the first time. */
  print_turns (self, "until then", NO_GOAL);
  forget_turns();
  while ((self->document = pktmon_window_get_document (window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  find_list (self);
  while (!has_rows (self))
    run_frame (self);
  print_since (self, "first rows", GOAL_ROWS_MS);
  run_until_idle (self);
  print_since (self, "idle", GOAL_IDLE_MS);
  print_turns (self, "while loading", GOAL_BLOCKED_MS);
}

/* Another capture in a window that is there: what the toolkit does only once is done. */
static void
open_again (Bench *self)
{
  PktmonDocument *before = self->document;

  begin (self);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.reload", NULL);
  do {
    g_main_context_iteration (NULL, TRUE);
    self->document = pktmon_window_get_document (PKTMON_WINDOW (self->window));
  } while (self->document == NULL || self->document == before);
  find_list (self);
  while (!has_rows (self))
    run_frame (self);
  print_since (self, "opened again, first rows", GOAL_ROWS_MS);
  run_until_idle (self);
  print_since (self, "opened again, idle", GOAL_IDLE_MS);
  print_turns (self, "while loading again", GOAL_BLOCKED_MS);
}

/* --- Moving --- */

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

typedef void (*Move) (Bench *self);

static void
jump (Bench *self)
{
  gtk_adjustment_set_value (
      self->adjustment,
      g_rand_double_range (self->random, 0, gtk_adjustment_get_upper (self->adjustment)));
}

static void
next_page (Bench *self)
{
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) +
                                                  gtk_adjustment_get_page_size (self->adjustment));
}

static void
next_packet (Bench *self)
{
  gtk_widget_activate_action (self->list, "packet.next", NULL);
}

/* The wait for the frame clock's tick between input and frame does not count. */
static void
measure_moves (Bench *self, const char *name, Move move, double goal)
{
  g_autofree char *typical = g_strconcat (name, ", half of frames", NULL);
  g_autofree char *most = g_strconcat (name, ", 95 % of frames", NULL);
  double times[MOVES];

  for (guint i = 0; i < MOVES; i++) {
    gint64 input = get_busy();

    move (self);
    times[i] = milliseconds (get_busy() - input);
    run_frame (self);
    times[i] += milliseconds (self->worked);
  }
  qsort (times, MOVES, sizeof times[0], compare);
  print (self, typical, times[MOVES / 2], NO_GOAL, "ms");
  print (self, most, times[MOVES * 95 / 100], goal, "ms");
}

static void
measure_all_moves (Bench *self)
{
  GtkWidget *fields = find (GTK_WIDGET (self->window), PKTMON_TYPE_FIELD_VIEW);

  measure_moves (self, "jump", jump, GOAL_MOVE_MS);
  gtk_adjustment_set_value (self->adjustment, 0);
  measure_moves (self, "page down", next_page, GOAL_MOVE_MS);
  measure_moves (self, "next packet", next_packet, GOAL_BLOCKED_MS);
  gtk_widget_activate_action (fields, "fields.expand-all", NULL);
  measure_moves (self, "next, all fields", next_packet, GOAL_BLOCKED_MS);
}

/* --- Filtering --- */

static void
items_changed_cb (gboolean *changed, guint row, guint removed, guint added)
{
  *changed |= added > 0;
}

static void
filter (Bench *self, const char *text)
{
  GListModel *list = G_LIST_MODEL (pktmon_document_get_list (self->document));
  gboolean changed = FALSE;

  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (items_changed_cb), &changed);
  begin (self);
  pktmon_document_set_filter (self->document, text, NULL, NULL);
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  run_frame (self);
  print_since (self, "filter, first rows", GOAL_ROWS_MS);
  while (pktmon_view_filter_is_busy (pktmon_document_get_view_filter (self->document)))
    g_main_context_iteration (NULL, TRUE);
  run_until_idle (self);
  print_since (self, "filter, idle", NO_GOAL);
  print_turns (self, "by the filter", GOAL_BLOCKED_MS);
  g_signal_handlers_disconnect_by_data (list, &changed);
}

static void
print_memory (Bench *self)
{
  double count = (double) pktmon_store_get_count (self->store);
  g_autofree char *statm = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  fields = g_strsplit (statm, " ", 3);
  print (self, "resident",
         (double) g_ascii_strtoull (fields[1], NULL, 10) * (double) sysconf (_SC_PAGESIZE) / 1e6,
         GOAL_REST_MB + GOAL_PACKET_BYTES * count / 1e6, "MB");
}

int
main (int argc, char **argv)
{
  g_autoptr (PktmonApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Bench bench = { .random = random };

  setlocale (LC_ALL, "");
  g_main_context_set_poll_func (NULL, poll_cb);
  application = pktmon_application_new();
  if (argc < 2 || argc > 3 || !g_application_register (G_APPLICATION (application), NULL, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Usage: window FILE [FILTER]");
    return 2;
  }
  open_capture (&bench, GTK_APPLICATION (application), argv[1]);
  open_again (&bench);
  measure_all_moves (&bench);
  if (argc > 2)
    filter (&bench, argv[2]);
  print_memory (&bench);
  gtk_window_destroy (bench.window);
  return bench.missed ? 1 : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/live-window.h"
#include "support/reading.h"
#include "support/rows.h"
#include "ui/live-bar.h"
#include "ui/new-button.h"
#include "ui/packet-table.h"

/* A window that captures, as its user meets it: with the real helper, between real namespaces. */

static gboolean
is_idle (gpointer data)
{
  return !test_ui_is_on_page (data, "starting");
}

static gboolean
is_starting (gpointer data)
{
  return test_ui_is_on_page (data, "starting");
}

static gboolean
is_refused (gpointer data)
{
  return test_ui_is_on_page (data, "refusal");
}

/* --- Inside the stack --- */

/* The row of a point of b, and the number of packets in it. */
static GtkWidget *
find_count (TestLiveWindow *live, const char *point)
{
  g_autofree char *id = g_strdup_printf ("ns:%s/stack:%s", live->b, point);
  GtkWidget *row = test_live_window_find_id (live->window, id, 3);

  test_ui_wait_shows (row, "/s");
  return gtk_widget_get_prev_sibling (test_ui_find_text (row, "/s"));
}

static gboolean
tells_of_drops (gpointer data)
{
  return gtk_widget_has_css_class (data, "drops") && !g_str_equal (gtk_label_get_text (data), "0");
}

/* What is seen at each point stands in the tree while it is captured. */
static void
test_stack_counts (TestLiveWindow *live, gconstpointer data)
{
  static const char *const points[] = { "receive", "drop" };
  GtkWidget *count;

  if (live->window == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++) {
    g_autofree char *id = g_strdup_printf ("ns:%s/stack:%s", live->b, points[i]);

    test_live_window_tick_id (live->window, id, TRUE);
  }
  test_live_window_tick (live->window, live->b, "b0", FALSE);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  count = find_count (live, "receive");
  test_ui_wait_shows (count, "10");
  g_assert_false (gtk_widget_has_css_class (count, "drops"));
  count = find_count (live, "drop");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (count)), ==, "0");
  g_assert_false (gtk_widget_has_css_class (count, "drops"));
  /* Nobody listens there. */
  test_network_ip ("netns exec %s bash -c 'echo > /dev/udp/127.0.0.1/9'", live->b);
  test_wait (tells_of_drops, count, "drops are told of");
  test_ui_save_screenshot (GTK_WIDGET (live->window), "live-stack-counts");
}

/* --- Course --- */

static void
test_course (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  g_autofree char *spool = NULL;

  if (live->window == NULL)
    return;
  g_assert_true (test_ui_shows (window, "Start"));
  test_ui_save_screenshot (window, "live-start");
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (window, "Waiting for Packets");
  test_ui_wait_shows (window, "0 captured");
  test_ui_save_screenshot (window, "live-waiting");
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  test_rows_wait_visible (test_rows_find_list (window), "10|");
  test_ui_wait_shows (window, "10 captured · 10 shown · none lost");
  test_ui_save_screenshot (window, "live-capturing");
  spool = test_live_window_find_spool();
  g_assert_nonnull (spool);
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (window, "Not saved");
  test_ui_wait_shows (window, "Stopped");
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (window)), "Capture "));
  test_ui_save_screenshot (window, "live-stopped");
}

/* What comes during a pause is not captured. */
static void
test_pause (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  test_ui_press ("ctrl+shift+e");
  test_ui_wait_shows (test_ui_find (window, PKTMON_TYPE_LIVE_BAR), "Paused");
  test_frame_sender_send (live->sender, 5);
  test_ui_press ("ctrl+shift+e");
  test_ui_wait_shows (test_ui_find (window, PKTMON_TYPE_LIVE_BAR), "Capturing");
  g_assert_true (test_ui_shows (window, "10 captured"));
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 20);
  test_live_window_stop (live->window);
  g_assert_true (test_ui_shows (window, "20 captured"));
}

/* Freezing the list does not stop the capture. */
static void
test_freeze (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  GtkWidget *list, *button;

  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 1000);
  test_live_window_wait (live->window, 1000);
  list = test_rows_find_list (window);
  test_rows_wait_visible (list, "1000|");
  button = test_ui_find (window, PKTMON_TYPE_NEW_BUTTON);
  g_assert_false (gtk_widget_get_visible (button));
  test_ui_press ("ctrl+j");
  test_frame_sender_send (live->sender, 500);
  test_ui_wait_shows (window, "500 new packets");
  test_rows_wait_visible (list, "1000|");
  test_ui_save_screenshot (window, "live-frozen");
  g_signal_emit_by_name (test_ui_find (button, GTK_TYPE_BUTTON), "clicked");
  test_rows_wait_visible (list, "1500|");
  g_assert_false (gtk_widget_get_visible (button));
  /* So does who scrolls up. */
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), 0);
  test_rows_wait_top (list, "1|");
  test_frame_sender_send (live->sender, 1);
  test_ui_wait_shows (window, "1 new packet");
  g_assert_false (test_ui_shows (window, "1 new packets"));
  test_rows_wait_top (list, "1|");
}

/* Who chooses a packet looks at it. */
static void
test_choose (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 1000);
  test_live_window_wait (live->window, 1000);
  test_rows_wait_visible (test_rows_find_list (window), "1000|");
  pktmon_document_set_current (pktmon_window_get_document (live->window), 499);
  test_rows_wait_visible (test_rows_find_list (window), "500|");
  test_frame_sender_send (live->sender, 7);
  test_ui_wait_shows (window, "7 new packets");
}

/* --- Sources --- */

static void
test_ticks (TestLiveWindow *live, gconstpointer data)
{
  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  test_live_window_send_until (live, 1);
  test_live_window_tick (live->window, live->a, "a0", TRUE);
  test_live_window_send_until (live, 2);
  test_live_window_tick (live->window, live->b, "b0", FALSE);
  test_live_window_send_until (live, 1);
  test_live_window_tick (live->window, live->a, "a0", FALSE); /* none: it stays */
  test_live_window_send_until (live, 1);
  test_live_window_tick (live->window, live->b, "b0", TRUE);
  test_live_window_tick (live->window, live->a, "lo", TRUE);
  test_live_window_send_until (live, 1);
  test_live_window_tick (live->window, live->b, "b0", FALSE);
  test_live_window_send_until (live, 0);
}

/* What was captured from a source that goes stays, and the window says what happened. */
static void
test_gone (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  test_live_window_tick (live->window, live->a, "lo", TRUE);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  test_network_ip ("-n %s link delete b0", live->b);
  test_ui_wait_shows (window, "b0");
  test_ui_wait_shows (window, "is gone");
  g_assert_true (test_ui_shows (window, "Capturing"));
  test_rows_wait_visible (test_rows_find_list (window), "10|");
  test_ui_save_screenshot (window, "live-gone");
  test_live_window_stop (live->window);
  g_assert_true (test_ui_shows (window, "10 captured"));
}

static void
test_helper_killed (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  g_assert_cmpint (test_live_window_find_helper(), >, 0);
  kill (test_live_window_find_helper(), SIGKILL);
  test_ui_wait_shows (window, "ended by signal 9");
  test_ui_wait_shows (window, "What was captured before is kept.");
  test_ui_wait_shows (window, "Stopped");
  test_rows_wait_visible (test_rows_find_list (window), "10|");
  test_ui_save_screenshot (window, "live-helper-killed");
}

/* --- Refusal --- */

/* The helper is started by a name that tests can give to another program. */
static char *real_helper;

static void
link_helper (void)
{
  g_unlink (g_getenv ("PKTMON_HELPER"));
  g_assert_cmpint (symlink (real_helper, g_getenv ("PKTMON_HELPER")), ==, 0);
}

static void
test_refused (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  g_assert_cmpint (g_unlink (g_getenv ("PKTMON_HELPER")), ==, 0);
  test_ui_press ("ctrl+e");
  test_wait (is_refused, window, "the start is refused");
  g_assert_true (test_ui_shows (window, "The capture helper is missing"));
  g_assert_true (test_ui_shows (window, "Install Packet Monitor anew."));
  g_assert_true (test_ui_shows (window, "Try Again"));
  test_ui_save_screenshot (window, "live-refused");
  test_ui_activate (window, "win.back");
  g_assert_true (test_ui_is_on_page (live->window, "start"));
  link_helper();
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 3);
  test_live_window_wait (live->window, 3);
}

/* A helper that says nothing, as while the user is asked for a password. */
static void
test_cancelled (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  const char *path = g_getenv ("PKTMON_HELPER");

  if (live->window == NULL)
    return;
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "#!/bin/sh\nexec cat >/dev/null\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  test_ui_press ("ctrl+e");
  test_wait (is_starting, window, "it is starting");
  test_ui_wait_painted (window);
  test_ui_save_screenshot (window, "live-starting");
  test_ui_press ("ctrl+e");
  test_wait (is_idle, window, "the start is taken back");
  g_assert_true (test_ui_is_on_page (live->window, "start"));
  link_helper();
  test_live_window_start (live->window);
}

/* --- Saving --- */

static gboolean
is_saved (gpointer data)
{
  return pktmon_window_get_file (data) != NULL;
}

static void
capture_and_stop (TestLiveWindow *live, guint packets)
{
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, packets);
  test_live_window_wait (live->window, packets);
  test_live_window_stop (live->window);
}

static gboolean
has_dialog (gpointer data)
{
  return test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static void
test_save (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  g_autofree char *path = NULL, *spool = NULL;
  g_autoptr (GFile) file = NULL, bad = NULL;
  g_autoptr (TestReading) reading = NULL;

  if (live->window == NULL)
    return;
  capture_and_stop (live, 1234);
  bad = g_file_new_for_path ("/nowhere/saved.pcapng");
  pktmon_window_save (live->window, bad);
  test_wait (has_dialog, NULL, "the window says that it failed");
  g_assert_true (test_ui_shows (test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG), "could not be"));
  gtk_window_close (GTK_WINDOW (test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG)));
  path = test_folder_build (live->folder, "saved.pcapng");
  file = g_file_new_for_path (path);
  pktmon_window_save (live->window, file);
  test_wait (is_saved, live->window, "it is saved");
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 1234);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "saved.pcapng");
  g_assert_true (test_ui_shows (window, "1,234 packets"));
  test_ui_save_screenshot (window, "live-saved");
  /* Nothing is asked now, and nothing is left. */
  gtk_window_close (GTK_WINDOW (window));
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (live->ui->application)));
  spool = test_live_window_find_spool();
  g_assert_null (spool);
}

static gboolean
has_no_window (gpointer data)
{
  return gtk_application_get_windows (data) == NULL;
}

/* Tries to close the window, and answers what it asks. */
static void
close_window (TestLiveWindow *live, const char *response)
{
  GtkWidget *dialog, *label;

  gtk_window_close (GTK_WINDOW (live->window));
  test_wait (has_dialog, NULL, "it is asked what to do");
  dialog = test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  test_ui_save_screenshot (dialog, "live-unsaved");
  label = test_ui_find_text (dialog, response);
  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_unsaved (TestLiveWindow *live, gconstpointer data)
{
  g_autofree char *spool = NULL;
  g_autofree char *left = NULL;

  if (live->window == NULL)
    return;
  capture_and_stop (live, 10);
  close_window (live, "Cancel");
  g_assert_false (has_no_window (live->ui->application));
  g_assert_true (test_ui_shows (GTK_WIDGET (live->window), "10 captured"));
  spool = test_live_window_find_spool();
  g_assert_nonnull (spool);
  close_window (live, "Discard");
  test_wait (has_no_window, live->ui->application, "the window is gone");
  left = test_live_window_find_spool();
  g_assert_null (left);
}

/* The same while it is being captured; the window waits for the end of the capture. */
static void
test_unsaved_active (TestLiveWindow *live, gconstpointer data)
{
  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  close_window (live, "Cancel");
  g_assert_true (test_ui_shows (GTK_WIDGET (live->window), "Capturing"));
  close_window (live, "Discard");
  test_wait (has_no_window, live->ui->application, "the window is gone");
}

static gboolean
has_chooser (gpointer data)
{
  return test_ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL;
}

/* Capture, close, save where the dialog says, gone. */
static void
test_save_and_close (TestLiveWindow *live, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (TestReading) reading = NULL;
  GtkWidget *chooser;

  if (live->window == NULL)
    return;
  path = test_folder_build (live->folder, "closed.pcapng");
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 77);
  test_live_window_wait (live->window, 77);
  close_window (live, "Stop and Save…");
  test_wait (has_chooser, NULL, "it is asked where to");
  chooser = test_ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  test_ui_wait_painted (chooser);
  test_ui_press ("ctrl+a");
  test_ui_type (path);
  test_ui_press ("Return");
  test_wait (has_no_window, live->ui->application, "the window is gone");
  reading = test_reading_new_file (path);
  g_assert_cmpuint (reading->packets, ==, 77);
}

/* --- Several, and the end of the program --- */

static void
test_two_windows (TestLiveWindow *live, gconstpointer data)
{
  PktmonWindow *other;

  if (live->window == NULL)
    return;
  other = test_live_window_open (live->ui, live->b, "b0");
  test_live_window_start (live->window);
  test_live_window_start (other);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (live->window, 10);
  test_live_window_wait (other, 10);
  test_live_window_stop (live->window);
  test_frame_sender_send (live->sender, 10);
  test_live_window_wait (other, 20);
  test_live_window_stop (other);
  g_assert_true (test_ui_shows (GTK_WIDGET (live->window), "10 captured"));
  g_assert_true (test_ui_shows (GTK_WIDGET (other), "20 captured"));
}

#define CHILD "TEST_LIVE_WINDOW_CHILD"

/* In a process of its own: captures until it is killed. */
static G_NORETURN void
run_child (const char *network_namespace)
{
  TestUi *ui = test_ui_new();
  PktmonWindow *window = test_live_window_open (ui, network_namespace, "b0");

  test_live_window_start (window);
  puts ("capturing");
  fflush (stdout);
  test_live_window_wait (window, 500);
  puts ("captured");
  fflush (stdout);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* The test framework says something there, too. */
static void
wait_line (GDataInputStream *output, const char *expected)
{
  g_autofree char *line = NULL;

  do {
    g_free (line);
    line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
    g_assert_nonnull (line);
  } while (!g_str_equal (line, expected));
}

/* What a window that is killed has captured is in its file, which is whole. */
static void
test_killed (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *spool = NULL;
  g_autoptr (TestReading) reading = NULL;

  if (live->window == NULL)
    return;
  g_subprocess_launcher_setenv (launcher, CHILD, live->b, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  wait_line (output, "capturing");
  test_frame_sender_send (live->sender, 500);
  wait_line (output, "captured");
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  spool = test_live_window_find_spool();
  g_assert_nonnull (spool);
  reading = test_reading_new_file (spool);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 500);
  g_unlink (spool);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *helper = test_folder_build (folder, "helper");
  int status;

  real_helper = g_strdup (g_getenv ("PKTMON_HELPER"));
  g_setenv ("PKTMON_HELPER", helper, TRUE);
  link_helper();
  test_ui_init (&argc, &argv);
  if (g_getenv (CHILD) != NULL)
    run_child (g_getenv (CHILD));
  test_live_window_add ("/live-window/course", test_course);
  test_live_window_add ("/live-window/stack-counts", test_stack_counts);
  test_live_window_add ("/live-window/pause", test_pause);
  test_live_window_add ("/live-window/freeze", test_freeze);
  test_live_window_add ("/live-window/choose", test_choose);
  test_live_window_add ("/live-window/ticks", test_ticks);
  test_live_window_add ("/live-window/gone", test_gone);
  test_live_window_add ("/live-window/helper-killed", test_helper_killed);
  test_live_window_add ("/live-window/refused", test_refused);
  test_live_window_add ("/live-window/cancelled", test_cancelled);
  test_live_window_add ("/live-window/save", test_save);
  test_live_window_add ("/live-window/unsaved", test_unsaved);
  test_live_window_add ("/live-window/unsaved-active", test_unsaved_active);
  test_live_window_add ("/live-window/save-and-close", test_save_and_close);
  test_live_window_add ("/live-window/two-windows", test_two_windows);
  test_live_window_add ("/live-window/killed", test_killed);
  status = g_test_run();
  g_free (real_helper);
  return status;
}

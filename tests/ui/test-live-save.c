/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/live-window.h"
#include "support/pktmon.h"
#include "ui/export-dialog.h"

/* Saving and exporting what a capture has so far, while it goes on. */

static GFile *
new_file (TestLiveWindow *live)
{
  g_autofree char *path = test_folder_build (live->folder, "so-far.pcapng");

  return g_file_new_for_path (path);
}

static void
check_packets (GFile *file, const char *expected)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (NULL, "read", g_file_peek_path (file), "--count", NULL);

  test_pktmon_check_result (result, 0, expected, "");
}

/* The capture is still to be saved. */
static void
check_goes_on (TestLiveWindow *live)
{
  test_frame_sender_send (live->sender, 20);
  test_live_window_wait (live->window, 50);
  test_live_window_stop (live->window);
  g_assert_true (test_ui_shows (GTK_WIDGET (live->window), "Not saved"));
}

static void
test_save (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;

  if (live->window == NULL)
    return;
  file = new_file (live);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 30);
  test_live_window_wait (live->window, 30);
  pktmon_window_save (live->window, file);
  test_ui_wait_shows (GTK_WIDGET (live->window), "What was captured so far is in “so-far.pcapng”");
  check_packets (file, "30\n");
  check_goes_on (live);
}

static void
test_export (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;
  GtkWidget *dialog;

  if (live->window == NULL)
    return;
  file = new_file (live);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 20);
  test_live_window_wait (live->window, 20);
  test_ui_activate (GTK_WIDGET (live->window), "win.export");
  dialog = test_ui_find_window (PKTMON_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  test_ui_wait_shows (dialog, "20 packets, about ");
  test_frame_sender_send (live->sender, 10);
  test_ui_wait_shows (dialog, "30 packets, about "); /* it keeps up */
  g_signal_emit_by_name (dialog, "chosen", file);
  gtk_window_close (GTK_WINDOW (dialog));
  test_ui_wait_shows (GTK_WIDGET (live->window), "30 packets exported");
  check_packets (file, "30\n");
  check_goes_on (live);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  test_live_window_add ("/live-save/save", test_save);
  test_live_window_add ("/live-save/export", test_export);
  return g_test_run();
}

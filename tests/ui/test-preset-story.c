/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/cursor.h"
#include "support/constraints.h"
#include "support/live-window.h"
#include "support/presets.h"
#include "ui/presets-dialog.h"
#include "ui/save-preset-dialog.h"

/* From a constraint to a preset to another run of the program, by keyboard alone. The frames are of
 * two types, 0x88b5 and 0x88b6. */

#define WANTED 0xb6
#define OTHER 0xb5
#define CONSTRAINT "ethertype=0x88b6"

static void
send_both (TestLiveWindow *live, guint wanted, guint others)
{
  live->sender->kind = OTHER;
  test_frame_sender_send (live->sender, others);
  live->sender->kind = WANTED;
  test_frame_sender_send (live->sender, wanted);
}

static void
stop (TestLiveWindow *live)
{
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (GTK_WIDGET (live->window), "Stopped");
}

/* Captures everything, so that there is something to try a constraint on. */
static void
capture_everything (TestLiveWindow *live)
{
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (GTK_WIDGET (live->window), "Waiting for Packets");
  send_both (live, 10, 30);
  test_live_window_wait (live->window, 40);
  stop (live);
}

static void
make_constraint (TestLiveWindow *live)
{
  GtkWidget *dialog = test_constraints_open (GTK_WIDGET (live->window), "ctrl+shift+k");

  test_ui_press ("alt+e");
  test_ui_type ("0x88b6");
  test_ui_wait_shows (dialog, "Would have matched 10 of the last 40 packets");
  test_ui_press ("Return");
  test_constraints_wait_closed (GTK_WIDGET (live->window));
}

/* Nothing else comes. */
static void
capture_wanted (TestLiveWindow *live)
{
  g_autoptr (PktmonCursor) cursor = NULL;
  PktmonStore *store;

  test_ui_wait_shows (GTK_WIDGET (live->window), "Waiting for Packets");
  send_both (live, 4, 20);
  send_both (live, 3, 20);
  test_live_window_wait (live->window, 7);
  stop (live);
  store = pktmon_document_get_store (pktmon_window_get_document (live->window));
  g_assert_cmpuint (pktmon_store_get_count (store), ==, 7);
  cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  for (guint i = 0; i < 7; i++) {
    PktmonPacket packet;

    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    g_assert_cmpuint (packet.data[13], ==, WANTED);
  }
}

static void
start_anew (TestLiveWindow *live)
{
  test_presets_open_dialog ("ctrl+e", ADW_TYPE_MESSAGE_DIALOG);
  test_ui_press ("alt+d"); /* what was captured is not wanted */
  test_presets_wait_closed (ADW_TYPE_MESSAGE_DIALOG, GTK_WIDGET (live->window));
}

static void
save_preset (TestLiveWindow *live)
{
  GtkWidget *dialog = test_presets_open_dialog ("shift+ctrl+p", PKTMON_TYPE_SAVE_PRESET_DIALOG);

  test_ui_wait_shows (dialog, CONSTRAINT);
  test_ui_type ("Story");
  test_ui_press ("Return");
  test_presets_wait_closed (PKTMON_TYPE_SAVE_PRESET_DIALOG, GTK_WIDGET (live->window));
}

static void
restart (TestLiveWindow *live)
{
  test_ui_free (live->ui);
  live->ui = test_ui_new();
  live->window = test_ui_open (live->ui, NULL);
}

static void
use_preset (TestLiveWindow *live)
{
  GtkWidget *dialog = test_presets_open_dialog ("ctrl+p", PKTMON_TYPE_PRESETS_DIALOG);

  test_ui_wait_shows (dialog, "Story");
  test_ui_type ("story");
  test_ui_press ("Return");
  test_presets_wait_closed (PKTMON_TYPE_PRESETS_DIALOG, GTK_WIDGET (live->window));
}

static void
test_story (TestLiveWindow *live, gconstpointer data)
{
  if (live->window == NULL)
    return;
  test_presets_clear();
  capture_everything (live);
  make_constraint (live);
  start_anew (live);
  capture_wanted (live);
  save_preset (live);

  /* It is back by itself. */
  restart (live);
  test_ui_wait_shows (GTK_WIDGET (live->window), "Preset: Story");
  test_ui_wait_shows (GTK_WIDGET (live->window), CONSTRAINT);
  test_ui_save_screenshot (GTK_WIDGET (live->window), "preset-story");
  test_ui_activate (GTK_WIDGET (live->window), "win.no-preset");
  test_ui_wait_shows (GTK_WIDGET (live->window), "Everything is captured");

  use_preset (live);
  test_ui_wait_shows (GTK_WIDGET (live->window), CONSTRAINT);
  test_ui_press ("ctrl+e");
  capture_wanted (live);
}

int
main (int argc, char **argv)
{
  g_setenv ("PKTMON_PRESET_DIR", TEST_SOURCE_ROOT "/data/presets", TRUE);
  test_ui_init (&argc, &argv);
  test_live_window_add ("/preset-story", test_story);
  return g_test_run();
}

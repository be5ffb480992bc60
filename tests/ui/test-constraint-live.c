/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/cursor.h"
#include "support/constraints.h"
#include "support/live-window.h"
#include "ui/packet-view.h"

/* Constraints on what is captured, by keyboard, with the real helper between real namespaces. The
 * frames are of two types, 0x88b5 and 0x88b6. */

#define WANTED 0xb6
#define OTHER 0xb5

static PktmonDocument *
get_document (TestLiveWindow *live)
{
  return pktmon_window_get_document (live->window);
}

static guint64
count_packets (TestLiveWindow *live)
{
  return pktmon_store_get_count (pktmon_document_get_store (get_document (live)));
}

static void
send_frames (TestLiveWindow *live, guint8 kind, guint count)
{
  live->sender->kind = kind;
  test_frame_sender_send (live->sender, count);
}

/* How many packets of the capture from @first on have a type. */
static guint
count_kind (TestLiveWindow *live, guint64 first, guint8 kind)
{
  g_autoptr (PktmonCursor) cursor =
      pktmon_cursor_new (pktmon_document_get_store (get_document (live)), PKTMON_CURSOR_SEQUENTIAL);
  guint n = 0;

  for (guint64 i = first; i < count_packets (live); i++) {
    PktmonPacket packet;

    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    n += packet.data[13] == kind;
  }
  return n;
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

/* Sends frames of @kind until they are captured, or are not any more: a filter takes a moment. */
static void
send_until (TestLiveWindow *live, guint8 kind, gboolean captured)
{
  guint64 before;

  do {
    gboolean passed = FALSE;

    before = count_packets (live);
    send_frames (live, kind, 1);
    g_timeout_add (200, pass_cb, &passed);
    test_wait (is_true, &passed, "a moment has passed");
  } while ((count_packets (live) > before) != captured);
}

static GtkWidget *
find_bar (TestLiveWindow *live)
{
  return test_constraints_find_bar (GTK_WIDGET (live->window), "Captured");
}

/* Makes a constraint from an empty page, starts, and sees only what it asks for. */
static void
test_start (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  GtkWidget *dialog;

  if (live->window == NULL)
    return;
  test_ui_wait_shows (window, "Everything is captured");
  dialog = test_constraints_open (window, "ctrl+shift+k");
  test_ui_press ("alt+e");
  test_ui_type ("0x88b6");
  test_ui_wait_shows (dialog, "ethertype=0x88b6");
  test_ui_press ("Return");
  test_constraints_wait_closed (window);
  test_ui_wait_shows (window, "ethertype=0x88b6");
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (window, "Waiting for Packets");
  send_frames (live, OTHER, 20);
  send_frames (live, WANTED, 10);
  send_frames (live, OTHER, 20);
  send_frames (live, WANTED, 5);
  test_live_window_wait (live->window, 15);
  test_ui_press ("ctrl+e");
  test_ui_wait_shows (window, "Stopped");
  g_assert_cmpuint (count_packets (live), ==, 15);
  g_assert_cmpuint (count_kind (live, 0, WANTED), ==, 15);
  test_ui_wait_shows (test_constraints_find_chip (find_bar (live), 0), "15");
  test_ui_save_screenshot (window, "constraint-live");
}

/* While it is captured: added with a look at what came already, disabled, removed. */
static void
test_hot (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  GtkWidget *dialog;
  guint64 before;

  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  send_frames (live, OTHER, 10);
  send_frames (live, WANTED, 5);
  test_live_window_wait (live->window, 15);
  dialog = test_constraints_open (window, "ctrl+shift+k");
  test_ui_press ("alt+e");
  test_ui_type ("0x88b6");
  test_ui_wait_shows (dialog, "Would have matched 5 of the last 15 packets");
  test_ui_save_screenshot (dialog, "constraint-live-dialog");
  test_ui_press ("Return");
  test_constraints_wait_closed (window);
  send_until (live, OTHER, FALSE);
  before = count_packets (live);
  send_frames (live, OTHER, 20);
  send_frames (live, WANTED, 10);
  test_live_window_wait (live->window, (guint) before + 10);
  test_ui_wait_shows (test_constraints_find_chip (find_bar (live), 0), "10");
  g_assert_cmpuint (count_kind (live, before, WANTED), ==, 10);
  g_assert_cmpuint (count_kind (live, before, OTHER), ==, 0);
  test_constraints_focus_chip (find_bar (live), 0);
  test_ui_press ("space");
  send_until (live, OTHER, TRUE);
  test_ui_press ("space");
  send_until (live, OTHER, FALSE);
  test_ui_press ("Delete");
  send_until (live, OTHER, TRUE);
  test_ui_wait_shows (find_bar (live), "Everything is captured");
  test_live_window_stop (live->window);
}

/* What a packet's menu asks for is about the capture while it goes on, and about what is shown
 * after it. */
static void
test_packet (TestLiveWindow *live, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (live->window);
  PktmonConstraintList *captured, *shown;
  GtkWidget *view;

  if (live->window == NULL)
    return;
  test_live_window_start (live->window);
  send_frames (live, OTHER, 10);
  test_live_window_wait (live->window, 10);
  captured = pktmon_document_get_capture_constraints (get_document (live));
  shown = pktmon_document_get_constraints (get_document (live));
  view = test_ui_find (window, PKTMON_TYPE_PACKET_VIEW);
  gtk_widget_activate_action (view, "find.constrain-to", "s", "ethertype=0x88b5 exclude");
  test_constraints_check (captured, "ethertype=0x88b5 exclude");
  test_constraints_check (shown, "");
  send_until (live, OTHER, FALSE);
  send_until (live, WANTED, TRUE);
  test_live_window_stop (live->window);
  g_assert_null (pktmon_document_get_capture_constraints (get_document (live)));
  gtk_widget_activate_action (view, "find.constrain-to", "s", "ethertype=0x88b6 exclude");
  test_constraints_check (shown, "ethertype=0x88b6 exclude");
  test_constraints_check (captured, "ethertype=0x88b5 exclude");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  test_live_window_add ("/constraint-live/start", test_start);
  test_live_window_add ("/constraint-live/hot", test_hot);
  test_live_window_add ("/constraint-live/packet", test_packet);
  return g_test_run();
}

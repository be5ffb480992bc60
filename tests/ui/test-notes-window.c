/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/comment-dialog.h"
#include "ui/field-view.h"
#include "ui/note-list.h"
#include "ui/notes-window.h"
#include "ui/packet-line.h"

/* Marking and commenting packets with the keyboard, and finding them again. */

#define PACKETS 500u

typedef struct {
  TestUi *ui;
  TestFolder *folder;
  PktmonWindow *window;
  PktmonDocument *document;
  PktmonNotes *notes;
  GtkWidget *list;
} Fixture;

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autofree char *path = NULL;

  self->folder = test_folder_new();
  path = test_folder_build (self->folder, "capture.pcapng");
  test_ui_save_packets (path, PACKETS);
  self->ui = test_ui_new();
  self->window = test_ui_open (self->ui, path);
  self->document = pktmon_window_get_document (self->window);
  self->notes = pktmon_document_get_notes (self->document);
  self->list = test_rows_find_list (GTK_WIDGET (self->window));
  test_rows_wait_top (self->list, "1|");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  pktmon_notes_set_saved (self->notes, pktmon_notes_get_edits (self->notes));
  test_ui_free (self->ui);
  test_folder_free (self->folder);
}

static PktmonPacketLine *
find_line (Fixture *self, guint row)
{
  return pktmon_packet_line_find (GTK_LIST_VIEW (self->list),
                                  pktmon_packet_line_find_row (GTK_LIST_VIEW (self->list), row));
}

/* --- Waiting --- */

typedef struct {
  GType type;
  GtkWidget *window; /* (out) */
} ExpectedWindow;

static gboolean
window_is_active (gpointer data)
{
  ExpectedWindow *expected = data;

  expected->window = test_ui_find_window (expected->type);
  return expected->window != NULL && gtk_window_is_active (GTK_WINDOW (expected->window));
}

static GtkWidget *
wait_window (GType type)
{
  ExpectedWindow expected = { type, NULL };

  test_wait (window_is_active, &expected, g_type_name (type));
  return expected.window;
}

static gboolean
window_is_gone (gpointer data)
{
  return test_ui_find_window (*(GType *) data) == NULL;
}

static void
wait_gone (Fixture *self, GType type)
{
  ExpectedWindow main_window = { PKTMON_TYPE_WINDOW, NULL };

  test_wait (window_is_gone, &type, "the dialog is gone");
  gtk_window_present (GTK_WINDOW (self->window)); /* there is no window manager that does it */
  test_wait (window_is_active, &main_window, "the window has the focus again");
}

typedef struct {
  PktmonNotes *notes;
  guint64 position;
  const char *text;
} ExpectedComment;

static gboolean
comment_is (gpointer data)
{
  const ExpectedComment *expected = data;
  g_autofree char *comment = pktmon_notes_dup_comment (expected->notes, expected->position);

  return g_strcmp0 (comment, expected->text) == 0;
}

static void
wait_comment (Fixture *self, guint64 position, const char *text)
{
  ExpectedComment expected = { self->notes, position, text };

  test_wait (comment_is, &expected, text != NULL ? text : "the packet has no comment");
}

typedef struct {
  PktmonDocument *document;
  guint64 position;
} ExpectedCurrent;

static gboolean
current_is (gpointer data)
{
  const ExpectedCurrent *expected = data;

  return pktmon_document_get_current (expected->document) == expected->position;
}

static void
wait_current (Fixture *self, guint64 position)
{
  ExpectedCurrent expected = { self->document, position };

  test_wait (current_is, &expected, "the packet is the current one");
}

static gboolean
has_rows (gpointer data)
{
  const guint *expected = data;
  GtkWidget *window = test_ui_find_window (PKTMON_TYPE_NOTES_WINDOW);
  GtkWidget *view = test_ui_find (window, GTK_TYPE_LIST_VIEW);

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)))) ==
         *expected;
}

static void
wait_rows (guint n_rows)
{
  test_wait (has_rows, &n_rows, "the list has the rows");
}

/* --- Comments --- */

/* By the keyboard alone, with a line break in it; @position: of the current packet. */
static void
comment (Fixture *self, const char *first, const char *second)
{
  test_ui_press ("ctrl+alt+c");
  wait_window (PKTMON_TYPE_COMMENT_DIALOG);
  test_ui_press ("ctrl+a");
  test_ui_type (first);
  test_ui_press ("Return");
  test_ui_type (second);
  test_ui_save_screenshot (test_ui_find_window (PKTMON_TYPE_COMMENT_DIALOG), "comment-dialog");
  test_ui_press ("ctrl+Return");
  wait_gone (self, PKTMON_TYPE_COMMENT_DIALOG);
}

static void
test_comment (Fixture *self, gconstpointer user_data)
{
  GtkWidget *fields = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_FIELD_VIEW);

  test_ui_press ("Down");
  wait_current (self, 1);
  test_ui_activate (fields, "fields.expand-all");
  comment (self, "one", "two");
  wait_comment (self, 1, "one\ntwo");
  test_ui_wait_shows (GTK_WIDGET (self->window), "Comment added");
  test_ui_wait_shows (GTK_WIDGET (self->window), "• capture.pcapng");
  test_ui_wait_shows (GTK_WIDGET (self->window), "500 packets · 1 comment");
  test_ui_wait_shows (fields, "one\\ntwo");
  g_assert_true (pktmon_packet_line_get_commented (find_line (self, 1)));
  g_assert_false (pktmon_packet_line_get_commented (find_line (self, 2)));
  test_ui_save_screenshot (GTK_WIDGET (self->window), "comment");
  comment (self, "three", "four");
  wait_comment (self, 1, "three\nfour");
  test_ui_wait_shows (GTK_WIDGET (self->window), "Comment changed");
  test_ui_press ("ctrl+z");
  wait_comment (self, 1, "one\ntwo");
  test_ui_press ("ctrl+z");
  wait_comment (self, 1, NULL);
  g_assert_false (test_ui_shows (GTK_WIDGET (self->window), "• capture.pcapng"));
  test_ui_press ("ctrl+shift+z");
  wait_comment (self, 1, "one\ntwo");
}

static void
test_remove (Fixture *self, gconstpointer user_data)
{
  GtkWidget *button;

  comment (self, "one", "two");
  test_ui_press ("ctrl+alt+c");
  wait_window (PKTMON_TYPE_COMMENT_DIALOG);
  test_ui_press ("ctrl+a");
  test_ui_press ("Delete");
  test_ui_press ("ctrl+Return");
  wait_gone (self, PKTMON_TYPE_COMMENT_DIALOG);
  wait_comment (self, 0, NULL);
  test_ui_wait_shows (GTK_WIDGET (self->window), "Comment removed");
  button = gtk_widget_get_ancestor (test_ui_find_text (GTK_WIDGET (self->window), "Undo"),
                                    GTK_TYPE_BUTTON);
  test_ui_wait_painted (GTK_WIDGET (self->window));
  test_widget_click (button, 10, 10, 1, NULL);
  wait_comment (self, 0, "one\ntwo");
}

/* Without a change there is nothing to apply, and Escape changes nothing. */
static void
test_cancel (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog;

  test_ui_press ("ctrl+alt+c");
  dialog = wait_window (PKTMON_TYPE_COMMENT_DIALOG);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "apply"));
  test_ui_type ("x");
  test_ui_wait_painted (dialog);
  test_ui_press ("Escape");
  wait_gone (self, PKTMON_TYPE_COMMENT_DIALOG);
  g_assert_false (pktmon_notes_is_unsaved (self->notes));
}

static void
test_several (Fixture *self, gconstpointer user_data)
{
  gtk_selection_model_select_range (
      GTK_SELECTION_MODEL (pktmon_document_get_selection (self->document)), 0, 3, TRUE);
  test_ui_press ("ctrl+alt+c");
  test_ui_wait_shows (wait_window (PKTMON_TYPE_COMMENT_DIALOG), "Comment on 3 Packets");
  test_ui_type ("all");
  test_ui_press ("ctrl+Return");
  wait_gone (self, PKTMON_TYPE_COMMENT_DIALOG);
  wait_comment (self, 0, "all");
  wait_comment (self, 2, "all");
  test_ui_wait_shows (GTK_WIDGET (self->window), "3 comments");
  test_ui_press ("ctrl+z");
  wait_comment (self, 0, NULL);
  wait_comment (self, 2, NULL);
}

static gboolean
has_capture_comment (gpointer notes)
{
  g_autofree char *text = pktmon_notes_dup_capture_comment (notes);

  return g_strcmp0 (text, "all of it") == 0;
}

static void
test_capture (Fixture *self, gconstpointer user_data)
{
  test_ui_press ("ctrl+shift+alt+c");
  test_ui_wait_shows (wait_window (PKTMON_TYPE_COMMENT_DIALOG), "Comment on Capture");
  test_ui_type ("all of it");
  test_ui_press ("ctrl+Return");
  test_wait (has_capture_comment, self->notes, "the capture has the comment");
  wait_gone (self, PKTMON_TYPE_COMMENT_DIALOG);
  test_ui_press ("ctrl+alt+m");
  test_ui_wait_shows (wait_window (PKTMON_TYPE_NOTES_WINDOW), "all of it");
}

static void
note (Fixture *self, guint64 position, const char *text)
{
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();

  pktmon_positions_add (positions, position);
  if (text != NULL)
    g_assert_true (pktmon_notes_set_comment (self->notes, positions, text, NULL));
  else
    pktmon_notes_toggle_marks (self->notes, positions);
}

/* Who types takes back what was typed. */
static void
test_typing (Fixture *self, gconstpointer user_data)
{
  note (self, 0, NULL);
  test_rows_wait_visible (self->list, "● 1|");
  test_ui_press ("ctrl+l");
  test_ui_press ("ctrl+z");
  test_ui_type ("x");
  test_ui_wait_shows (GTK_WIDGET (self->window), "x");
  test_ui_press ("ctrl+z");
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
}

/* --- The list --- */

static void
test_list (Fixture *self, gconstpointer user_data)
{
  GtkWidget *window;

  note (self, 400, "Slow here");
  note (self, 300, NULL);
  note (self, 100, "slower there");
  note (self, 50, "something else");
  test_ui_press ("ctrl+alt+m");
  window = wait_window (PKTMON_TYPE_NOTES_WINDOW);
  wait_rows (4);
  test_ui_wait_shows (window, "1 mark, 3 comments");
  test_ui_wait_shows (window, "something else");
  test_ui_save_screenshot (window, "notes-window");
  test_ui_type ("SLOW");
  wait_rows (2);
  test_ui_press ("Return");
  wait_current (self, 100);
  test_ui_press ("Tab");
  test_ui_press ("Down");
  test_ui_press ("Return");
  wait_current (self, 400);
  note (self, 200, "slow, too"); /* it follows what is noted */
  wait_rows (3);
  test_ui_press ("Escape");
  wait_gone (self, PKTMON_TYPE_NOTES_WINDOW);
}

static void
test_nothing_listed (Fixture *self, gconstpointer user_data)
{
  GtkWidget *window;

  test_ui_press ("ctrl+alt+m");
  window = wait_window (PKTMON_TYPE_NOTES_WINDOW);
  test_ui_wait_shows (window, "No Marks or Comments");
  note (self, 3, "abc");
  wait_rows (1);
  test_ui_wait_shows (window, "abc");
  test_ui_type ("abd");
  test_ui_wait_shows (window, "No Comments Found");
  test_ui_press ("Escape");
  wait_rows (1);
  test_ui_press ("Escape");
  wait_gone (self, PKTMON_TYPE_NOTES_WINDOW);
}

/* A packet that is not shown is offered. */
static void
test_hidden (Fixture *self, gconstpointer user_data)
{
  GtkWidget *window, *button;

  note (self, 10, NULL);
  g_assert_true (test_ui_set_filter (self->document, "tcp", NULL));
  test_rows_wait_top (self->list, "2|");
  test_ui_press ("ctrl+alt+m");
  window = wait_window (PKTMON_TYPE_NOTES_WINDOW);
  wait_rows (1);
  test_ui_press ("Return");
  test_ui_wait_shows (window, "This packet is not among those that are shown.");
  test_ui_wait_painted (window);
  button =
      gtk_widget_get_ancestor (test_ui_find_text (window, "Show All Packets"), GTK_TYPE_BUTTON);
  test_widget_click (button, 10, 10, 1, NULL);
  wait_current (self, 10);
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "");
}

static void
test_next (Fixture *self, gconstpointer user_data)
{
  note (self, 11, NULL);
  note (self, 20, "x");
  note (self, 25, "x");
  test_ui_press ("ctrl+shift+n");
  wait_current (self, 11);
  test_ui_press ("ctrl+shift+n");
  wait_current (self, 20);
  g_assert_true (test_ui_set_filter (self->document, "tcp", NULL));
  test_ui_press ("ctrl+shift+n");
  wait_current (self, 25);
  test_ui_press ("ctrl+shift+n");
  test_ui_wait_shows (GTK_WIDGET (self->window), "No marks or comments below this packet");
  test_ui_press ("ctrl+shift+b");
  wait_current (self, 11);
  test_ui_press ("ctrl+shift+b");
  test_ui_wait_shows (GTK_WIDGET (self->window), "No marks or comments above this packet");
}

/* Rows before and behind what has changed are told to stay. */
static void
check_change_cb (GListModel *list, guint row, guint removed, guint added, guint *change)
{
  change[0] = row;
  change[1] = removed;
  change[2] = added;
}

static void
test_changes (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonNoteList) list =
      pktmon_note_list_new (pktmon_document_get_store (self->document), self->notes);
  guint change[3];

  g_signal_connect (list, "items-changed", G_CALLBACK (check_change_cb), change);
  note (self, 10, NULL);
  note (self, 30, NULL);
  note (self, 20, "x");
  g_assert_true (change[0] == 1 && change[1] == 0 && change[2] == 1);
  pktmon_notes_undo (self->notes);
  g_assert_true (change[0] == 1 && change[1] == 1 && change[2] == 0);
  note (self, 40, NULL);
  g_assert_true (change[0] == 2 && change[1] == 0 && change[2] == 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/notes-window/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("comment", test_comment);
  ADD ("remove", test_remove);
  ADD ("cancel", test_cancel);
  ADD ("several", test_several);
  ADD ("capture", test_capture);
  ADD ("typing", test_typing);
  ADD ("list", test_list);
  ADD ("nothing-listed", test_nothing_listed);
  ADD ("hidden", test_hidden);
  ADD ("next", test_next);
  ADD ("changes", test_changes);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "support/capture-builder.h"
#include "support/compression.h"
#include "support/pktmon.h"
#include "support/program.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"

/* Marks and comments get into the file, and are not lost with the window. */

typedef struct {
  TestUi *ui;
  TestFolder *folder;
  char *path;
  PktmonWindow *window;
  PktmonDocument *document;
  PktmonNotes *notes;
} Fixture;

static void
save_pcap (const char *path)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MICROSECONDS, 0, 1);
  for (guint i = 0; i < 10; i++)
    test_builder_pcap_record (builder, i, 0, 60, 60, 0);
  test_builder_save (builder, path);
}

/* What it was compressed from stays away. */
static void
compress_file (const char *path, const char *to)
{
  guint n_compressions;
  const TestCompression *compressions = test_compressions_get_all (&n_compressions);
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (guint i = 0; i < n_compressions; i++)
    if (g_str_equal (compressions[i].name, "gzip"))
      packed = compressions[i].compress ((const guint8 *) data, size);
  g_assert_nonnull (packed);
  g_assert_true (g_file_set_contents (to, (const char *) packed->data, packed->len, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
open_window (Fixture *self)
{
  self->window = test_ui_open (self->ui, self->path);
  self->document = pktmon_window_get_document (self->window);
  self->notes = pktmon_document_get_notes (self->document);
  test_rows_wait_top (test_rows_find_list (GTK_WIDGET (self->window)), "1|");
}

/* @user_data: the name of the file. */
static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autofree char *plain = NULL;

  self->folder = test_folder_new();
  self->path = test_folder_build (self->folder, user_data);
  plain = test_folder_build (self->folder, "plain");
  if (g_str_has_suffix (user_data, ".pcap"))
    save_pcap (self->path);
  else
    test_ui_save_packets (plain, 10);
  if (g_str_has_suffix (user_data, ".gz"))
    compress_file (plain, self->path);
  else if (!g_str_has_suffix (user_data, ".pcap"))
    g_assert_cmpint (g_rename (plain, self->path), ==, 0);
  self->ui = test_ui_new();
  open_window (self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
  test_folder_free (self->folder);
  g_free (self->path);
}

static void
note (Fixture *self)
{
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();

  pktmon_positions_add (positions, 3);
  g_assert_true (pktmon_notes_set_comment (self->notes, positions, "mine", NULL));
  pktmon_notes_toggle_marks (self->notes, positions);
  g_assert_true (pktmon_notes_set_capture_comment (self->notes, "all of it", NULL));
}

static gboolean
is_saved (gpointer notes)
{
  return !pktmon_notes_is_unsaved (notes);
}

/* --- The file --- */

static char *
dup_comments (const char *path)
{
  const char *arguments[] = { "tshark", "-n",     "-r", path,           "-Y", "frame.comment",
                              "-T",     "fields", "-e", "frame.number", "-e", "frame.comment",
                              NULL };
  g_autoptr (TestProgramResult) result = test_program_run (arguments, NULL);

  g_assert_cmpint (result->status, ==, 0);
  return test_program_result_dup_text (result);
}

static void
check_comments (const char *path, const char *expected)
{
  g_autofree char *found = g_find_program_in_path ("tshark");
  g_autofree char *comments = NULL;

  if (found == NULL)
    return;
  comments = dup_comments (path);
  g_assert_cmpstr (comments, ==, expected);
}

/* The window sees it as another program has left it. */
static void
check_opened_again (Fixture *self, const char *path)
{
  PktmonWindow *window = test_ui_open (self->ui, path);
  PktmonNotes *notes = pktmon_document_get_notes (pktmon_window_get_document (window));
  g_autofree char *comment = NULL;
  g_autofree char *capture = NULL;

  test_rows_wait_visible (test_rows_find_list (GTK_WIDGET (window)), "● 4|");
  comment = pktmon_notes_dup_comment (notes, 3);
  capture = pktmon_notes_dup_capture_comment (notes);
  g_assert_cmpstr (comment, ==, "mine");
  g_assert_cmpstr (capture, ==, "all of it");
  g_assert_false (pktmon_notes_is_unsaved (notes));
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (self->window));
}

/* --- Saving --- */

static void
test_save (Fixture *self, gconstpointer user_data)
{
  note (self);
  test_ui_press ("ctrl+s");
  test_wait (is_saved, self->notes, "the notes are saved");
  check_comments (self->path, "4\tmine\n");
  g_assert_cmpuint (test_folder_count (self->folder), ==, 1);
  check_opened_again (self, self->path);
  g_assert_false (test_ui_shows (GTK_WIDGET (self->window), "has changed"));
  pktmon_notes_undo (self->notes);
  pktmon_notes_undo (self->notes);
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
  pktmon_notes_redo (self->notes);
  pktmon_notes_redo (self->notes);
  g_assert_false (pktmon_notes_is_unsaved (self->notes));
}

static void
test_compressed (Fixture *self, gconstpointer user_data)
{
  g_autofree char *data = NULL;
  gsize size;

  note (self);
  test_ui_press ("ctrl+s");
  test_wait (is_saved, self->notes, "the notes are saved");
  g_assert_true (g_file_get_contents (self->path, &data, &size, NULL));
  g_assert_cmpmem (data, 2, "\x1f\x8b", 2);
  check_opened_again (self, self->path);
}

/* What somebody else does to the file is still told. */
static void
test_changed_later (Fixture *self, gconstpointer user_data)
{
  note (self);
  test_ui_press ("ctrl+s");
  test_wait (is_saved, self->notes, "the notes are saved");
  test_ui_save_packets (self->path, 20);
  test_ui_wait_shows (GTK_WIDGET (self->window), "The file has changed since it was opened.");
}

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

/* A pcap file has no place for notes, and stays as it is. */
static void
test_pcap (Fixture *self, gconstpointer user_data)
{
  g_autofree char *other = test_folder_build (self->folder, "other.pcapng");

  note (self);
  test_ui_press ("ctrl+s");
  test_ui_wait_shows (wait_window (GTK_TYPE_FILE_CHOOSER_DIALOG), "capture.pcapng");
  test_ui_press ("ctrl+a");
  test_ui_type (other);
  test_ui_press ("Return");
  test_wait (is_saved, self->notes, "the notes are saved");
  check_comments (other, "4\tmine\n");
  check_comments (self->path, "");
  check_opened_again (self, other);
  test_ui_wait_shows (GTK_WIDGET (self->window), "other.pcapng");
}

/* Nothing is lost when the file cannot be written. */
static void
test_failure (Fixture *self, gconstpointer user_data)
{
  g_autofree char *moved = g_strconcat (self->folder->path, ".moved", NULL);

  note (self);
  g_assert_cmpint (g_rename (self->folder->path, moved), ==, 0);
  test_ui_press ("ctrl+s");
  test_ui_wait_shows (wait_window (ADW_TYPE_MESSAGE_DIALOG), "could not be written");
  test_ui_press ("Escape");
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
  g_assert_cmpint (g_rename (moved, self->folder->path), ==, 0);
  check_comments (self->path, "");
  pktmon_notes_set_saved (self->notes, pktmon_notes_get_edits (self->notes));
}

/* --- Closing --- */

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
answer (Fixture *self, const char *keys)
{
  test_ui_press ("ctrl+w");
  test_ui_wait_shows (wait_window (ADW_TYPE_MESSAGE_DIALOG), "Save Marks and Comments?");
  test_ui_press (keys);
}

static gboolean
no_dialog (gpointer data)
{
  return test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL;
}

static void
test_close (Fixture *self, gconstpointer user_data)
{
  gpointer window = self->window;

  note (self);
  answer (self, "Escape");
  test_wait (no_dialog, NULL, "the dialog is gone");
  gtk_window_present (GTK_WINDOW (self->window));
  wait_window (PKTMON_TYPE_WINDOW);
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
  g_object_add_weak_pointer (window, &window);
  answer (self, "alt+s");
  test_wait (is_gone, &window, "the window is gone");
  check_comments (self->path, "4\tmine\n");
}

static void
test_discard (Fixture *self, gconstpointer user_data)
{
  gpointer window = self->window;

  note (self);
  g_object_add_weak_pointer (window, &window);
  answer (self, "alt+d");
  test_wait (is_gone, &window, "the window is gone");
  check_comments (self->path, "");
}

#define ADD(name, file, function)                                                                  \
  g_test_add ("/notes-saving/" name, Fixture, file, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("save", "capture.pcapng", test_save);
  ADD ("compressed", "capture.pcapng.gz", test_compressed);
  ADD ("changed-later", "capture.pcapng", test_changed_later);
  ADD ("pcap", "capture.pcap", test_pcap);
  ADD ("failure", "capture.pcapng", test_failure);
  ADD ("close", "capture.pcapng", test_close);
  ADD ("discard", "capture.pcapng", test_discard);
  return g_test_run();
}

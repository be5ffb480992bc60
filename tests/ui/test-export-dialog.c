/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/capture-builder.h"
#include "support/pktmon.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "ui/export-dialog.h"
#include "ui/export-scope.h"

/* Exporting as the user does it: by the keyboard, up to the file. */

typedef struct {
  TestUi *ui;
  TestFolder *folder;
  char *out;
  PktmonWindow *window;
  PktmonDocument *document;
  GtkWidget *dialog;
} Fixture;

/* Packets of two interfaces in turn, those of the second one only TCP. */
static void
save_capture (const char *path, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  guint8 frame[TEST_FRAME_SIZE];

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++) {
    test_frame_make (frame, i % 2 == 0 ? 17 : 6, (guint16) (1000 + i % 1000), 53);
    test_builder_begin_enhanced (builder, i % 2, i, frame, sizeof frame, sizeof frame);
    test_builder_end (builder);
  }
  test_builder_save (builder, path);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autofree char *path = NULL;

  self->folder = test_folder_new();
  path = test_folder_build (self->folder, "capture.pcapng");
  self->out = test_folder_build (self->folder, "out");
  save_capture (path, GPOINTER_TO_UINT (user_data));
  self->ui = test_ui_new();
  self->window = test_ui_open (self->ui, path);
  self->document = pktmon_window_get_document (self->window);
  test_rows_wait_top (test_rows_find_list (GTK_WIDGET (self->window)), "1|");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  PktmonNotes *notes = pktmon_document_get_notes (self->document);

  pktmon_notes_set_saved (notes, pktmon_notes_get_edits (notes));
  test_ui_free (self->ui);
  test_folder_free (self->folder);
  g_free (self->out);
}

/* --- The dialog --- */

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
chooser_is_gone (gpointer data)
{
  return test_ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) == NULL;
}

static gboolean
dialog_is_gone (gpointer data)
{
  return test_ui_find_window (PKTMON_TYPE_EXPORT_DIALOG) == NULL;
}

static void
open_dialog (Fixture *self)
{
  test_ui_press ("ctrl+alt+e");
  self->dialog = wait_window (PKTMON_TYPE_EXPORT_DIALOG);
}

static gpointer
get_child (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->dialog, PKTMON_TYPE_EXPORT_DIALOG, name);
}

typedef struct {
  AdwComboRow *row;
  guint selected;
} ExpectedChoice;

static gboolean
is_chosen (gpointer data)
{
  const ExpectedChoice *expected = data;

  return adw_combo_row_get_selected (expected->row) == expected->selected;
}

static gboolean
is_open (gpointer row)
{
  return gtk_widget_get_mapped (test_ui_find (row, GTK_TYPE_POPOVER));
}

static gboolean
is_closed (gpointer row)
{
  return !is_open (row);
}

/* Opens the list of the row, and goes down in it. */
static void
choose (Fixture *self, const char *name, guint selected)
{
  ExpectedChoice expected = { get_child (self, name), selected };
  guint before = adw_combo_row_get_selected (expected.row);

  if (before == selected)
    return;
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (expected.row)));
  test_ui_press ("space");
  test_wait (is_open, expected.row, "the list is open");
  for (guint i = before; i < selected; i++)
    test_ui_press ("Down");
  for (guint i = selected; i < before; i++)
    test_ui_press ("Up");
  test_ui_press ("Return");
  test_wait (is_chosen, &expected, name);
  test_wait (is_closed, expected.row, "the list is closed");
  test_ui_wait_painted (self->dialog);
}

/* --- The file --- */

static gboolean
can_export (gpointer data)
{
  return gtk_widget_get_sensitive (get_child (data, "export"));
}

static void
finish (Fixture *self)
{
  test_wait (can_export, self, "there is something to export");
  test_ui_save_screenshot (self->dialog, "export-chosen");
  test_ui_press ("alt+e");
  wait_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  test_ui_press ("ctrl+a");
  test_ui_type (self->out);
  test_ui_press ("Return");
  test_wait (dialog_is_gone, NULL, "the dialog is closed");
  gtk_window_present (GTK_WINDOW (self->window)); /* there is no window manager that does it */
  wait_window (PKTMON_TYPE_WINDOW);
}

static void
check_written (Fixture *self, const char *expected)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "read", self->out, "--count", NULL);

  test_pktmon_check_result (result, 0, expected, "");
}

static void
check_lines (Fixture *self, guint expected)
{
  g_autofree char *text = NULL;
  guint lines = 0;

  g_assert_true (g_file_get_contents (self->out, &text, NULL, NULL));
  for (const char *at = text; (at = strchr (at, '\n')) != NULL; at++)
    lines++;
  g_assert_cmpuint (lines, ==, expected);
}

/* --- Tests --- */

static void
test_all (Fixture *self, gconstpointer user_data)
{
  GtkWidget *button;

  open_dialog (self);
  test_ui_wait_shows (self->dialog, "100 packets, about ");
  test_ui_save_screenshot (self->dialog, "export-dialog");
  finish (self);
  test_ui_wait_shows (GTK_WIDGET (self->window), "100 packets exported");
  button = test_ui_find_text (GTK_WIDGET (self->window), "Show in Files");
  g_assert_nonnull (button);
  check_written (self, "100\n");
}

static void
test_shown (Fixture *self, gconstpointer user_data)
{
  g_assert_true (test_ui_set_filter (self->document, "tcp and src port 1001", NULL));
  test_ui_wait_shows (GTK_WIDGET (self->window), "1 of 100 packets");
  open_dialog (self);
  test_ui_wait_shows (self->dialog, "1 packet, about ");
  g_assert_cmpuint (adw_combo_row_get_selected (get_child (self, "scope")), ==,
                    PKTMON_EXPORT_SHOWN);
  choose (self, "format", PKTMON_EXPORT_PCAP);
  g_assert_false (gtk_widget_get_visible (get_child (self, "comments_row")));
  finish (self);
  test_ui_wait_shows (GTK_WIDGET (self->window), "1 packet exported");
  check_written (self, "1\n");
}

static void
test_selected (Fixture *self, gconstpointer user_data)
{
  gtk_selection_model_select_range (
      GTK_SELECTION_MODEL (pktmon_document_get_selection (self->document)), 3, 4, TRUE);
  open_dialog (self);
  test_ui_wait_shows (self->dialog, "4 packets, about ");
  choose (self, "format", PKTMON_EXPORT_CSV);
  g_assert_false (gtk_widget_get_visible (get_child (self, "bytes_row")));
  finish (self);
  test_ui_wait_shows (GTK_WIDGET (self->window), "4 packets exported");
  check_lines (self, 5);
}

static void
test_marked (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();

  open_dialog (self);
  choose (self, "scope", PKTMON_EXPORT_MARKED);
  test_ui_wait_shows (self->dialog, "There are no such packets.");
  g_assert_false (can_export (self));
  test_ui_press ("Escape");
  test_wait (dialog_is_gone, NULL, "the dialog is closed");
  gtk_window_present (GTK_WINDOW (self->window));
  wait_window (PKTMON_TYPE_WINDOW);
  pktmon_positions_add_range (positions, 10, 3);
  pktmon_notes_toggle_marks (pktmon_document_get_notes (self->document), positions);
  open_dialog (self);
  choose (self, "scope", PKTMON_EXPORT_MARKED);
  choose (self, "format", PKTMON_EXPORT_JSON);
  test_ui_wait_shows (self->dialog, "3 packets, about ");
  finish (self);
  test_ui_wait_shows (GTK_WIDGET (self->window), "3 packets exported");
  check_lines (self, 3);
}

static void
test_range (Fixture *self, gconstpointer user_data)
{
  open_dialog (self);
  choose (self, "scope", PKTMON_EXPORT_RANGE);
  test_ui_wait_shows (self->dialog, "is neither a packet number");
  g_assert_false (can_export (self));
  g_assert_true (gtk_widget_grab_focus (get_child (self, "range")));
  test_ui_type ("5-8,10,99-");
  test_ui_wait_shows (self->dialog, "7 packets, about ");
  choose (self, "format", PKTMON_EXPORT_C);
  finish (self);
  test_ui_wait_shows (GTK_WIDGET (self->window), "7 packets exported");
}

/* What came in at one place, into parts that are compressed. */
static void
test_source (Fixture *self, gconstpointer user_data)
{
  g_autofree char *whole = g_strconcat (self->out, ".pcapng.gz", NULL);
  g_autofree char *part = pktmon_export_options_dup_part_path (whole, 2);

  open_dialog (self);
  choose (self, "source", 2);
  test_ui_wait_shows (self->dialog, "50 packets, about ");
  choose (self, "compression", PKTMON_COMPRESSION_GZIP);
  choose (self, "split", 2);
  gtk_spin_button_set_value (get_child (self, "part"), 30);
  g_free (self->out);
  self->out = g_steal_pointer (&whole);
  finish (self);
  test_ui_wait_shows (GTK_WIDGET (self->window), "50 packets exported into 2 files");
  g_free (self->out);
  self->out = g_steal_pointer (&part);
  check_written (self, "20\n");
}

static void
chosen_cb (PktmonExportDialog *dialog, GFile *file, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Nothing is begun before there is a file. */
static void
test_no_file (Fixture *self, gconstpointer user_data)
{
  gboolean chosen = FALSE;

  open_dialog (self);
  g_signal_connect (self->dialog, "chosen", G_CALLBACK (chosen_cb), &chosen);
  test_wait (can_export, self, "there is something to export");
  test_ui_press ("alt+e");
  wait_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  test_ui_press ("Escape");
  test_wait (chooser_is_gone, NULL, "no file is chosen");
  gtk_window_present (GTK_WINDOW (self->dialog));
  wait_window (PKTMON_TYPE_EXPORT_DIALOG);
  test_ui_press ("Escape");
  test_wait (dialog_is_gone, NULL, "the dialog is closed");
  g_assert_false (chosen);
  g_assert_cmpuint (test_folder_count (self->folder), ==, 1);
}

static void
test_cancel (Fixture *self, gconstpointer user_data)
{
  open_dialog (self);
  finish (self);
  test_ui_activate (GTK_WIDGET (self->window), "win.cancel-export");
  test_ui_wait_shows (GTK_WIDGET (self->window), "The export was cancelled.");
  g_assert_cmpuint (test_folder_count (self->folder), ==, 1);
}

/* What was there stays, and the user is told why. */
static void
test_failure (Fixture *self, gconstpointer user_data)
{
  g_autofree char *path = test_folder_build (self->folder, "no-such-folder/../capture.pcapng/out");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  open_dialog (self);
  g_signal_emit_by_name (self->dialog, "chosen", file);
  gtk_window_close (GTK_WINDOW (self->dialog));
  test_ui_wait_shows (wait_window (ADW_TYPE_MESSAGE_DIALOG), "could not be written");
  test_ui_press ("Escape");
  g_assert_cmpuint (test_folder_count (self->folder), ==, 1);
}

#define ADD(name, packets, function)                                                               \
  g_test_add ("/export-dialog/" name, Fixture, GUINT_TO_POINTER (packets), set_up, function,       \
              tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("all", 100, test_all);
  ADD ("shown", 100, test_shown);
  ADD ("selected", 100, test_selected);
  ADD ("marked", 100, test_marked);
  ADD ("range", 100, test_range);
  ADD ("source", 100, test_source);
  ADD ("no-file", 100, test_no_file);
  ADD ("cancel", 400000, test_cancel);
  ADD ("failure", 100, test_failure);
  return g_test_run();
}

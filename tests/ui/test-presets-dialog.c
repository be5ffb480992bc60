/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "support/pktmon.h"
#include "support/presets.h"
#include "support/temp-folder.h"
#include "ui/preset-row.h"
#include "ui/presets-dialog.h"
#include "ui/rename-dialog.h"

/* The list of presets, by keyboard alone. */

#define WEB "[Preset]\nversion=1\nname=Web\nsnap-length=128\n\n[Constraint 1]\nport=443\n"
#define N_PRESETS 20

typedef struct {
  TestUi *ui;
  GtkWidget *window, *dialog;
} Fixture;

static void
open_dialog (Fixture *self)
{
  self->dialog = test_presets_open_dialog ("ctrl+p", PKTMON_TYPE_PRESETS_DIALOG);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  test_presets_clear();
  if (data != NULL)
    test_presets_write ("Web", data);
  self->ui = test_ui_new();
  self->window = GTK_WIDGET (test_ui_open (self->ui, NULL));
  open_dialog (self);
  test_ui_wait_shows (self->dialog, "DNS");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  test_ui_free (self->ui);
}

/* --- Looking --- */

typedef struct {
  GtkWidget *widget;
  const char *text;
} Text;

static gboolean
shows_not (gpointer data)
{
  const Text *text = data;

  return !test_ui_shows (text->widget, text->text);
}

static void
wait_shows_not (GtkWidget *widget, const char *what)
{
  Text text = { widget, what };

  test_wait (shows_not, &text, what);
}

/* The row of the list that is selected. */
static PktmonPreset *
get_selected (Fixture *self)
{
  GtkListView *list = GTK_LIST_VIEW (test_ui_find (self->dialog, GTK_TYPE_LIST_VIEW));

  return gtk_single_selection_get_selected_item (
      GTK_SINGLE_SELECTION (gtk_list_view_get_model (list)));
}

static gboolean
is_selected (gpointer data)
{
  const Text *text = data;
  Fixture fixture = { .dialog = text->widget };
  PktmonPreset *preset = get_selected (&fixture);

  return preset != NULL && g_str_equal (pktmon_preset_get_name (preset), text->text);
}

static void
wait_selected (Fixture *self, const char *name)
{
  Text text = { self->dialog, name };

  test_wait (is_selected, &text, name);
}

static void
search (Fixture *self, const char *text, const char *selected)
{
  test_ui_press ("ctrl+f");
  test_ui_type (text);
  wait_selected (self, selected);
}

static void
test_list (Fixture *self, gconstpointer data)
{
  g_assert_true (test_ui_shows (self->dialog, "1 constraint · First 128 bytes of each packet"));
  g_assert_true (test_ui_shows (self->dialog, "Built-in"));
  test_ui_save_screenshot (self->dialog, "presets");
  test_ui_press ("Down");
  wait_selected (self, "ARP and neighbor discovery");
  test_ui_type ("names looked"); /* begins a search, of all words, in what they say */
  wait_selected (self, "DNS");
  wait_shows_not (self->dialog, "ICMP");
  g_assert_false (test_ui_shows (self->dialog, "Web"));
  test_ui_type (" or not");
  test_ui_wait_shows (self->dialog, "No Presets Found");
  test_ui_press ("Escape"); /* the search */
  test_ui_wait_shows (self->dialog, "ICMP");
  test_ui_press ("Escape");
  test_presets_wait_closed (PKTMON_TYPE_PRESETS_DIALOG, self->window);
}

/* What cannot be used is there with the reason, and stays as it is. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  test_presets_write ("newer", "[Preset]\nversion=7\nname=Web of tomorrow\n");
  test_ui_wait_shows (self->dialog, "The preset is of a newer version of Packet Monitor.");
  g_assert_true (test_ui_shows (self->dialog, "The file is no preset, or a damaged one."));
  before = test_presets_read ("Web");
  wait_selected (self, "Web");
  test_ui_save_screenshot (self->dialog, "presets-damaged");
  test_ui_press ("F2");
  test_ui_press ("ctrl+d");
  test_ui_press ("Return");
  search (self, "tomorrow", "Web of tomorrow");
  test_ui_press ("Return");
  test_ui_press ("F2");
  test_ui_wait_painted (self->dialog);
  g_assert_true (test_ui_find_window (PKTMON_TYPE_PRESETS_DIALOG) == self->dialog);
  g_assert_null (test_ui_find_window (PKTMON_TYPE_RENAME_DIALOG));
  after = test_presets_read ("Web");
  g_assert_cmpstr (after, ==, before);
}

static gboolean
is_said (gpointer data)
{
  GtkWidget *dialog = test_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);

  return dialog != NULL && test_ui_shows (dialog, data);
}

static void
wait_said (const char *text)
{
  test_wait (is_said, (gpointer) text, text);
}

/* --- Changing --- */

static void
test_rename (Fixture *self, gconstpointer data)
{
  GtkWidget *rename;

  test_presets_write ("Other", "[Preset]\nversion=1\nname=Other\n");
  test_ui_wait_shows (self->dialog, "Other");
  search (self, "443", "Web");
  rename = test_presets_open_dialog ("F2", PKTMON_TYPE_RENAME_DIALOG);
  test_ui_type ("Other");
  test_ui_wait_shows (rename, "There is a preset of that name already.");
  test_ui_save_screenshot (rename, "preset-rename");
  test_ui_press ("Return");
  test_ui_press ("ctrl+a");
  test_ui_press ("BackSpace");
  test_ui_wait_shows (rename, "Give it a name");
  test_ui_type ("../a/b <i>&");
  test_ui_press ("Return");
  test_presets_wait_closed (PKTMON_TYPE_RENAME_DIALOG, self->dialog);
  test_presets_wait ("Web", FALSE);
  test_ui_press ("Escape");
  wait_selected (self, "../a/b <i>&");
}

static void
test_duplicate (Fixture *self, gconstpointer data)
{
  search (self, "dns names", "DNS");
  test_ui_press ("F2"); /* built-in ones cannot be changed */
  test_ui_press ("Delete");
  test_ui_press ("ctrl+d");
  wait_selected (self, "DNS (copy)");
  test_ui_press ("ctrl+d");
  wait_selected (self, "DNS (copy) (copy)");
  test_presets_wait ("DNS (copy)", TRUE);
  g_assert_null (test_ui_find_window (PKTMON_TYPE_RENAME_DIALOG));
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autofree char *after = NULL;

  test_presets_write ("Other", "[Preset]\nversion=1\nname=Other\n");
  test_ui_wait_shows (self->dialog, "Other");
  wait_selected (self, "Web");
  test_ui_press ("Delete");
  test_ui_wait_shows (self->dialog, "Preset “Web” deleted");
  g_assert_false (test_presets_has ("Web"));
  test_ui_press ("Up");
  wait_selected (self, "Other");
  test_ui_press ("Delete");
  test_ui_wait_shows (self->dialog, "Preset “Other” deleted");
  test_ui_save_screenshot (self->dialog, "preset-deleted");
  test_ui_press ("ctrl+z");
  wait_selected (self, "Other");
  g_assert_true (test_presets_has ("Other"));
  test_ui_press ("ctrl+z");
  wait_selected (self, "Web");
  after = test_presets_read ("Web");
  g_assert_cmpstr (after, ==, data);
  test_ui_press ("ctrl+z"); /* nothing is left */
  wait_selected (self, "Web");
}

/* What could be read once comes back byte by byte, and so does what could not. */
static void
test_delete_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *after = NULL;

  wait_selected (self, "Web");
  test_ui_press ("Delete");
  test_presets_wait ("Web", FALSE);
  test_ui_wait_shows (self->dialog, "Preset “Web” deleted");
  test_ui_press ("ctrl+z");
  test_presets_wait ("Web", TRUE);
  wait_selected (self, "Web");
  after = test_presets_read ("Web");
  g_assert_cmpstr (after, ==, data);
}

/* --- Files --- */

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "any name.preset");

  g_assert_true (g_file_set_contents (path, WEB, -1, NULL));
  test_presets_open_dialog ("ctrl+o", GTK_TYPE_FILE_CHOOSER_DIALOG);
  test_ui_type (path);
  test_ui_press ("Return");
  test_presets_wait_closed (GTK_TYPE_FILE_CHOOSER_DIALOG, self->dialog);
  test_ui_wait_shows (self->dialog, "Preset “Web (copy)” imported");
  wait_selected (self, "Web (copy)");
}

/* What is good is taken, and what is not is said. */
static void
test_import_many (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  static const char *const texts[] = { WEB, "nonsense", WEB };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *name = g_strdup_printf ("%u.preset", i);
    g_autofree char *path = test_folder_build (folder, name);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_list_store_append (files, file);
  }
  pktmon_presets_dialog_import (PKTMON_PRESETS_DIALOG (self->dialog), G_LIST_MODEL (files));
  test_ui_wait_shows (self->dialog, "2 presets imported");
  wait_said ("The file is no preset");
  g_assert_true (test_ui_shows (self->dialog, "Web (copy 2)"));
}

static gboolean
exists (gpointer data)
{
  return g_file_test (data, G_FILE_TEST_EXISTS);
}

static void
test_export (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out.preset");
  g_autofree char *text = NULL;

  wait_selected (self, "Web");
  test_presets_open_dialog ("ctrl+s", GTK_TYPE_FILE_CHOOSER_DIALOG);
  test_ui_press ("ctrl+a");
  test_ui_type (path);
  test_ui_press ("Return");
  test_wait (exists, path, "the preset is exported");
  test_presets_wait_closed (GTK_TYPE_FILE_CHOOSER_DIALOG, self->dialog);
  test_ui_wait_shows (self->dialog, "Exported to “out.preset”");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, data);
}

static void
test_drop (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "dropped.preset");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, WEB, -1, NULL));
  test_presets_drop (self->dialog, file);
  wait_selected (self, "Web (copy)");
  test_presets_drop (self->window, file);
  test_ui_wait_shows (self->window, "Preset “Web (copy 2)” imported");
  g_assert_null (pktmon_window_get_file (PKTMON_WINDOW (self->window)));
}

/* A row gives its file to whatever it is dropped on. */
static void
test_drag (Fixture *self, gconstpointer data)
{
  GtkWidget *row = test_ui_find (self->dialog, PKTMON_TYPE_PRESET_ROW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (row);
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autofree char *path = test_presets_build ("Web");
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DRAG_SOURCE (controller))
      g_signal_emit_by_name (controller, "prepare", 1.0, 1.0, &provider);
  }
  g_assert_nonnull (provider);
  g_value_init (&value, G_TYPE_FILE);
  g_assert_true (gdk_content_provider_get_value (provider, &value, NULL));
  g_assert_cmpstr (g_file_peek_path (g_value_get_object (&value)), ==, path);
}

/* --- Other programs --- */

static void
run (const char *script)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run_script (script, NULL);

  test_pktmon_check_result (result, 0, NULL, NULL);
}

static void
test_follow (Fixture *self, gconstpointer data)
{
  run ("$pktmon preset save 'From outside' --snaplen 64");
  test_ui_wait_shows (self->dialog, "From outside");
  g_assert_true (test_ui_shows (self->dialog, "First 64 bytes of each packet"));
  wait_selected (self, "Web"); /* what was selected stays so */
  run ("$pktmon preset rename 'From outside' Renamed");
  wait_shows_not (self->dialog, "From outside");
  test_ui_wait_shows (self->dialog, "Renamed");
  run ("$pktmon preset delete Web");
  wait_shows_not (self->dialog, "Web");
}

/* Another program writes all the time while the window does. */
static void
test_together (Fixture *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = test_pktmon_start_script (
      "for i in {1..20}; do $pktmon preset save p$i --snaplen $i || exit; done", NULL);
  g_autoptr (TestProgramResult) result = NULL;
  GString *copy = g_string_new ("Web");

  wait_selected (self, "Web");
  for (guint i = 0; i < N_PRESETS; i++) {
    g_string_append (copy, " (copy)");
    test_ui_activate (self->dialog, "presets.duplicate");
    wait_selected (self, copy->str);
  }
  result = test_program_finish (program);
  g_assert_cmpint (result->status, ==, 0);
  for (guint i = 1; i <= N_PRESETS; i++) {
    g_autofree char *name = g_strdup_printf ("p%u", i);

    g_string_truncate (copy, 3 + 7 * i);
    g_assert_true (test_presets_has (name));
    g_assert_true (test_presets_has (copy->str));
  }
  g_string_free (copy, TRUE);
}

/* Two change the same one: the second is told. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  GtkWidget *rename = test_presets_open_dialog ("F2", PKTMON_TYPE_RENAME_DIALOG);
  g_autofree char *after = NULL;

  test_ui_type ("Mine");
  test_ui_wait_shows (rename, "Mine");
  test_presets_write ("Web", "[Preset]\nversion=1\nname=Web\nsnap-length=1\n");
  test_ui_press ("Return");
  wait_said ("changed meanwhile");
  after = test_presets_read ("Web");
  g_assert_nonnull (strstr (after, "snap-length=1"));
  g_assert_false (test_presets_has ("Mine"));
}

/* What was begun is done, though the dialog is closed meanwhile. */
static void
close_meanwhile (Fixture *self, const char *action, const char *file, gboolean there)
{
  wait_selected (self, "Web");
  test_ui_watch (self->ui, self->dialog);
  test_ui_activate (self->dialog, action);
  gtk_window_close (GTK_WINDOW (self->dialog));
  test_presets_wait (file, there);
}

static void
test_close_duplicating (Fixture *self, gconstpointer data)
{
  close_meanwhile (self, "presets.duplicate", "Web (copy)", TRUE);
}

static void
test_close_deleting (Fixture *self, gconstpointer data)
{
  close_meanwhile (self, "presets.delete", "Web", FALSE);
}

static void
add (const char *path, gconstpointer text, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, text, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_setenv ("PKTMON_PRESET_DIR", TEST_SOURCE_ROOT "/data/presets", TRUE);
  test_ui_init (&argc, &argv);
  add ("/presets-dialog/list", WEB, test_list);
  add ("/presets-dialog/damaged", "[Preset", test_damaged);
  add ("/presets-dialog/rename", WEB, test_rename);
  add ("/presets-dialog/duplicate", NULL, test_duplicate);
  add ("/presets-dialog/delete", WEB, test_delete);
  add ("/presets-dialog/delete-damaged", "[Preset", test_delete_damaged);
  add ("/presets-dialog/import", WEB, test_import);
  add ("/presets-dialog/import-many", WEB, test_import_many);
  add ("/presets-dialog/export", WEB, test_export);
  add ("/presets-dialog/drag", WEB, test_drag);
  add ("/presets-dialog/drop", WEB, test_drop);
  add ("/presets-dialog/follow", WEB, test_follow);
  add ("/presets-dialog/together", WEB, test_together);
  add ("/presets-dialog/conflict", WEB, test_conflict);
  add ("/presets-dialog/close-duplicating", WEB, test_close_duplicating);
  add ("/presets-dialog/close-deleting", WEB, test_close_deleting);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/live-window.h"
#include "support/pktmon.h"
#include "support/presets.h"
#include "ui/column-choice.h"
#include "ui/presets-dialog.h"
#include "ui/save-preset-dialog.h"
#include "ui/settings.h"
#include "ui/start-page.h"

/* What presets do to a window, by keyboard alone. */

#define ALL                                                                                        \
  "[Preset]\nversion=1\nname=All five\nsources=kind:loopback;\nsnap-length=100\nfilter=tcp\n"      \
  "columns=info;number;\n\n[Constraint 1]\nport=443\n\n[Constraint 2]\nname=Names\nport=53\n"

typedef struct {
  TestUi *ui;
  PktmonWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  g_settings_reset (settings, PKTMON_SETTING_COLUMNS);
  test_presets_clear();
  test_presets_write ("all", ALL);
  self->ui = test_ui_new();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  test_ui_free (self->ui);
}

/* As its user ends the program and starts it again. */
static void
restart (TestUi **ui, PktmonWindow **window)
{
  test_ui_free (*ui);
  *ui = test_ui_new();
  *window = test_ui_open (*ui, NULL);
}

/* --- Using --- */

/* In the dialog, by its name. */
static void
use (PktmonWindow *window, const char *name)
{
  GtkWidget *dialog = test_presets_open_dialog ("ctrl+p", PKTMON_TYPE_PRESETS_DIALOG);

  test_ui_wait_shows (dialog, name);
  test_ui_type (name);
  test_ui_press ("Return"); /* at once */
  test_presets_wait_closed (PKTMON_TYPE_PRESETS_DIALOG, GTK_WIDGET (window));
}

static PktmonSourceTicks *
get_ticks (PktmonWindow *window)
{
  GObject *start = gtk_widget_get_template_child (GTK_WIDGET (window), PKTMON_TYPE_WINDOW, "start");

  return pktmon_source_view_get_ticks (
      pktmon_start_page_get_source_view (PKTMON_START_PAGE (start)));
}

typedef struct {
  PktmonWindow *window;
  const char *id;
} Tick;

static gboolean
is_only_tick (gpointer data)
{
  const Tick *tick = data;
  g_auto (GStrv) ids = pktmon_source_ticks_dup_all (get_ticks (tick->window));

  return tick->id == NULL ? ids[0] == NULL
                          : g_strv_length (ids) == 1 && g_str_equal (ids[0], tick->id);
}

/* @id: NULL: nothing is to be ticked. */
static void
wait_only_tick (PktmonWindow *window, const char *id)
{
  Tick tick = { window, id };

  test_wait (is_only_tick, &tick, "that source is ticked");
}

static void
assert_constraints (PktmonConstraintList *list, guint n, const char *first)
{
  g_autofree char *text = NULL;

  g_assert_cmpuint (pktmon_constraint_list_get_size (list), ==, n);
  text = n > 0 ? pktmon_constraint_dup_text (pktmon_constraint_list_get (list, 0)) : NULL;
  g_assert_cmpstr (text, ==, first);
}

static PktmonConstraintList *
get_capture_constraints (PktmonWindow *window)
{
  return pktmon_live_get_constraints (pktmon_window_get_live (window));
}

static char *
dup_columns (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_auto (GStrv) columns = pktmon_column_choice_dup (settings);

  return g_strjoinv (",", columns);
}

static gboolean
is_last (gpointer name)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (NULL, "preset", "list", "--json", NULL);
  g_autofree char *last =
      test_python ("' '.join(p['name'] for p in json.loads(text) if p['last'])", result->output);

  return g_str_equal (last, name);
}

/* What was used last, as other programs see it, before the window is closed. */
static void
wait_last (const char *name)
{
  test_wait (is_last, (gpointer) name, name);
}

static void
assert_all_set (PktmonWindow *window)
{
  wait_only_tick (window, "if:lo");
  assert_constraints (get_capture_constraints (window), 2, "port=443");
  g_assert_cmpuint (pktmon_live_get_snap_length (pktmon_window_get_live (window)), ==, 100);
}

static void
test_start_page (Fixture *self, gconstpointer data)
{
  g_autofree char *columns = NULL;
  GtkWidget *window;

  self->window = test_ui_open (self->ui, NULL);
  window = GTK_WIDGET (self->window);
  wait_only_tick (self->window, NULL);
  use (self->window, "All five");
  test_ui_wait_shows (window, "Preset “All five” in use");
  test_ui_wait_shows (window, "Preset: All five");
  assert_all_set (self->window);
  columns = dup_columns();
  g_assert_cmpstr (columns, ==, "info,number");
  test_ui_save_screenshot (window, "preset-in-use");
  wait_last ("All five"); /* whatever happens to the program from now on */
  use (self->window, "DNS");
  wait_only_tick (self->window, NULL);
  assert_constraints (get_capture_constraints (self->window), 3, "port=53");
  g_assert_cmpuint (pktmon_live_get_snap_length (pktmon_window_get_live (self->window)), ==, 0);
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  self->window = test_ui_open (self->ui, NULL);
  use (self->window, "All five");
  test_ui_wait_shows (GTK_WIDGET (self->window), "Preset: All five");
  wait_last ("All five");
  restart (&self->ui, &self->window);
  test_ui_wait_shows (GTK_WIDGET (self->window), "Preset: All five");
  assert_all_set (self->window);
  test_ui_activate (GTK_WIDGET (self->window), "win.no-preset");
  test_ui_wait_shows (GTK_WIDGET (self->window), "Presets…");
  wait_only_tick (self->window, NULL);
  assert_constraints (get_capture_constraints (self->window), 0, NULL);
}

static gboolean
lists_half (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pktmon_document_get_list (data))) == 50;
}

/* The constraints narrow what is shown of a file, and so does the filter. */
static void
test_file (Fixture *self, gconstpointer data)
{
  PktmonDocument *document;

  self->window = test_ui_open_packets (self->ui, 100);
  document = pktmon_window_get_document (self->window);
  use (self->window, "All five");
  test_ui_wait_filter (document, "tcp");
  assert_constraints (pktmon_document_get_constraints (document), 2, "port=443");
  test_wait (lists_half, document, "half of the packets are shown");
  use (self->window, "DNS");
  test_ui_wait_filter (document, "");
  test_wait (lists_half, document, "the other half is shown");
}

static void
test_wrong_filter (Fixture *self, gconstpointer data)
{
  test_presets_write ("wrong", "[Preset]\nversion=1\nname=Wrong\nfilter=tcp and\n");
  self->window = test_ui_open_packets (self->ui, 10);
  use (self->window, "Wrong");
  test_ui_wait_shows (GTK_WIDGET (self->window), "The filter of the preset is wrong");
  test_ui_wait_filter (pktmon_window_get_document (self->window), "");
}

/* What is not there is said, and captured from as soon as it comes. */
static void
test_missing (Fixture *self, gconstpointer data)
{
  test_presets_write (
      "away", "[Preset]\nversion=1\nname=Away\nsources=kind:nothing;if:nowhere;kind:loopback;\n");
  self->window = test_ui_open (self->ui, NULL);
  use (self->window, "Away");
  test_ui_wait_shows (GTK_WIDGET (self->window), "“kind:nothing” of the preset is not there now");
  g_assert_true (pktmon_source_ticks_contains (get_ticks (self->window), "if:nowhere"));
  g_assert_true (pktmon_source_ticks_contains (get_ticks (self->window), "if:lo"));
}

/* --- Saving --- */

static GtkWidget *
open_save_dialog (void)
{
  return test_presets_open_dialog ("shift+ctrl+p", PKTMON_TYPE_SAVE_PRESET_DIALOG);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  GtkWidget *window, *dialog;
  g_autofree char *text = NULL;

  self->window = test_ui_open (self->ui, NULL);
  window = GTK_WIDGET (self->window);
  use (self->window, "All five");
  assert_all_set (self->window);
  dialog = open_save_dialog();
  g_assert_true (test_ui_shows (dialog, "if:lo"));
  g_assert_true (test_ui_shows (dialog, "port=443"));
  test_ui_type ("All five");
  test_ui_wait_shows (dialog, "Saving replaces it.");
  test_ui_type (" again");
  test_ui_wait_shows (dialog, "Save");
  test_ui_save_screenshot (dialog, "preset-save");
  test_ui_press ("Return");
  test_presets_wait_closed (PKTMON_TYPE_SAVE_PRESET_DIALOG, window);
  test_ui_wait_shows (window, "Preset: All five again");
  text = test_presets_read ("All five again");
  g_assert_cmpstr (text, ==,
                   "[Preset]\nversion=1\nname=All five again\nsources=if:lo;\nsnap-length=100\n"
                   "filter=tcp\ncolumns=info;number;\n\n[Constraint 1]\nport=443\n\n"
                   "[Constraint 2]\nport=53\nname=Names\n");
  wait_last ("All five again");
}

/* By kind, and with the name of one that cannot be read, which stays as it is. */
static void
test_save_choices (Fixture *self, gconstpointer data)
{
  GtkWidget *dialog;
  g_autofree char *broken = NULL;
  g_autofree char *text = NULL;

  test_presets_write ("Broken", "nonsense");
  self->window = test_ui_open (self->ui, NULL);
  use (self->window, "All five");
  assert_all_set (self->window);
  dialog = open_save_dialog();
  test_ui_type ("Broken");
  test_ui_wait_shows (dialog, "which cannot be used");
  test_ui_press ("Return");
  test_ui_type (" no more");
  /* Its list is a window of its own, to which only a window manager gives the focus. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (dialog, ADW_TYPE_COMBO_ROW)), 2);
  test_ui_wait_shows (dialog, "kind:loopback");
  test_ui_press ("Tab");
  test_ui_press ("Tab");
  test_ui_press ("Down");
  test_ui_press ("space"); /* no constraints */
  test_ui_press ("Down");
  test_ui_press ("Tab");
  test_ui_press ("ctrl+a");
  test_ui_type ("64");
  test_ui_press ("Tab");
  test_ui_press ("space"); /* no filter */
  test_ui_press ("Down");
  test_ui_press ("space"); /* no columns */
  test_ui_save_screenshot (dialog, "preset-save-choices");
  test_ui_activate (dialog, "save-preset.save");
  test_presets_wait_closed (PKTMON_TYPE_SAVE_PRESET_DIALOG, GTK_WIDGET (self->window));
  text = test_presets_read ("Broken no more");
  g_assert_cmpstr (text, ==,
                   "[Preset]\nversion=1\nname=Broken no more\nsources=kind:loopback;\n"
                   "snap-length=64\n");
  broken = test_presets_read ("Broken");
  g_assert_cmpstr (broken, ==, "nonsense");
}

/* --- Capturing --- */

#define NUMBERED                                                                                   \
  "[Preset]\nversion=1\nname=Numbered\nsources=%s;\nsnap-length=30\nfilter=greater 60\n\n"         \
  "[Constraint 1]\nethertype=0x88b5\n"
#define OTHERS                                                                                     \
  "[Preset]\nversion=1\nname=Others\nsources=%s;\nsnap-length=40\n\n"                              \
  "[Constraint 1]\nethertype=0x88b6\n"

static void
write_preset (const char *name, const char *format, const char *source)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strjoinv (source, parts);

  test_presets_write (name, text);
}

static void
send (TestLiveWindow *live, guint8 kind, guint count)
{
  live->sender->kind = kind;
  test_frame_sender_send (live->sender, count);
}

static guint
count_rows (gpointer window)
{
  PktmonDocument *document = pktmon_window_get_document (window);

  return g_list_model_get_n_items (G_LIST_MODEL (pktmon_document_get_list (document)));
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

/* Sends frames of that kind until one is captured: other constraints are in force a little later.
 */
static void
send_until_captured (TestLiveWindow *live, guint8 kind)
{
  guint before = count_rows (live->window);

  while (count_rows (live->window) == before) {
    gboolean passed = FALSE;

    send (live, kind, 1);
    g_timeout_add (100, pass_cb, &passed);
    test_wait (is_true, &passed, "a moment has passed");
  }
}

/* Bytes kept of the first packet that is captured now. */
static void
assert_snap_length (const char *bytes)
{
  g_autofree char *spool = test_live_window_find_spool();
  g_autoptr (TestProgramResult) result =
      test_pktmon_run (NULL, "read", "--json", "-n", "1", spool, NULL);
  g_autofree char *length = test_python ("json.loads(text)['frame.cap_len']", result->output);

  g_assert_cmpstr (length, ==, bytes);
}

static void
capture_numbered (TestLiveWindow *live, const char *id)
{
  pktmon_source_ticks_clear (get_ticks (live->window));
  use (live->window, "Numbered");
  wait_only_tick (live->window, id);
  test_live_window_start (live->window);
  test_ui_wait_filter (pktmon_window_get_document (live->window), "greater 60");
  send (live, 0xb6, 7);
  send (live, 0xb5, 10);
  test_ui_wait_shows (GTK_WIDGET (live->window), "10 captured");
  assert_snap_length ("30");
}

/* Another one takes its place while packets come; what was captured stays. */
static void
use_others (TestLiveWindow *live)
{
  use (live->window, "Others");
  test_ui_wait_filter (pktmon_window_get_document (live->window), "");
  send_until_captured (live, 0xb6);
  g_assert_cmpuint (count_rows (live->window), >=, 11);
}

/* The whole way: use one, capture what it says, use another one, save, start the program again, and
 * capture again. */
static void
test_live (TestLiveWindow *live, gconstpointer data)
{
  g_autofree char *id = NULL;

  if (live->window == NULL)
    return;
  test_presets_clear();
  id = g_strdup_printf ("ns:%s/if:b0", live->b);
  write_preset ("numbered", NUMBERED, id);
  write_preset ("others", OTHERS, id);
  capture_numbered (live, id);
  use_others (live);
  test_live_window_stop (live->window);
  open_save_dialog();
  test_ui_type ("Kept");
  test_ui_press ("Return");
  test_presets_wait_closed (PKTMON_TYPE_SAVE_PRESET_DIALOG, GTK_WIDGET (live->window));
  wait_last ("Kept");
  restart (&live->ui, &live->window);
  test_ui_wait_shows (GTK_WIDGET (live->window), "Preset: Kept");
  wait_only_tick (live->window, id);
  test_live_window_start (live->window);
  send (live, 0xb5, 7);
  send (live, 0xb6, 3);
  test_ui_wait_shows (GTK_WIDGET (live->window), "3 captured");
  assert_snap_length ("40");
  test_live_window_stop (live->window);
}

/* A whole namespace is its interfaces. */
static void
test_group (TestLiveWindow *live, gconstpointer data)
{
  g_autofree char *preset = NULL;
  g_autofree char *all = NULL;
  g_autofree char *expected = NULL;
  g_auto (GStrv) ids = NULL;

  if (live->window == NULL)
    return;
  test_presets_clear();
  preset = g_strdup_printf ("[Preset]\nversion=1\nname=Whole\nsources=ns:%s;\n", live->b);
  expected = g_strdup_printf ("ns:%s/if:b0 ns:%s/if:lo", live->b, live->b);
  test_presets_write ("whole", preset);
  use (live->window, "Whole");
  test_ui_wait_shows (GTK_WIDGET (live->window), "Preset: Whole");
  ids = pktmon_source_ticks_dup_all (get_ticks (live->window));
  all = g_strjoinv (" ", ids);
  g_assert_cmpstr (all, ==, expected);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_setenv ("PKTMON_PRESET_DIR", TEST_SOURCE_ROOT "/data/presets", TRUE);
  test_ui_init (&argc, &argv);
  add ("/window-presets/start-page", test_start_page);
  add ("/window-presets/restart", test_restart);
  add ("/window-presets/file", test_file);
  add ("/window-presets/wrong-filter", test_wrong_filter);
  add ("/window-presets/missing", test_missing);
  add ("/window-presets/save", test_save);
  add ("/window-presets/save-choices", test_save_choices);
  test_live_window_add ("/window-presets/live", test_live);
  test_live_window_add ("/window-presets/group", test_group);
  return g_test_run();
}

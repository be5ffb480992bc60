/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "support/live-window.h"
#include "support/reading.h"
#include "ui/interface-list.h"
#include "ui/capture-options-dialog.h"
#include "ui/capture-options.h"
#include "ui/settings.h"

/* The options of captures: their dialog, and what comes of them. */

static const char *const keys[] = {
  PKTMON_SETTING_CAPTURE_SNAP_LENGTH,  PKTMON_SETTING_CAPTURE_PROMISCUOUS,
  PKTMON_SETTING_CAPTURE_KEEP,         PKTMON_SETTING_CAPTURE_NEWEST_SIZE,
  PKTMON_SETTING_CAPTURE_RING_FILE,    PKTMON_SETTING_CAPTURE_RING_SIZE,
  PKTMON_SETTING_CAPTURE_RING_PACKETS, PKTMON_SETTING_CAPTURE_RING_FILES,
  PKTMON_SETTING_CAPTURE_STOP_PACKETS, PKTMON_SETTING_CAPTURE_STOP_MATCH,
  PKTMON_SETTING_CAPTURE_STOP_AFTER,
};

static void
reset (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
}

/* --- The dialog --- */

static gboolean
is_shown (gpointer data)
{
  return test_ui_find_window (PKTMON_TYPE_CAPTURE_OPTIONS_DIALOG) != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return test_ui_find_window (PKTMON_TYPE_CAPTURE_OPTIONS_DIALOG) == NULL;
}

/* By its key. */
static GtkWidget *
open_dialog (void)
{
  GtkWidget *dialog;

  test_ui_press ("ctrl+shift+o");
  test_wait (is_shown, NULL, "the dialog is shown");
  dialog = test_ui_find_window (PKTMON_TYPE_CAPTURE_OPTIONS_DIALOG);
  test_ui_wait_painted (dialog);
  return dialog;
}

typedef struct {
  GSettings *settings;
  const char *key;
  const char *value; /* as text */
} Expected;

static gboolean
is_set (gpointer data)
{
  const Expected *expected = data;
  g_autoptr (GVariant) value = g_settings_get_value (expected->settings, expected->key);
  g_autofree char *text = g_variant_print (value, FALSE);

  return g_str_equal (text, expected->value);
}

static void
wait_set (GSettings *settings, const char *key, const char *value)
{
  Expected expected = { settings, key, value };

  test_wait (is_set, &expected, value);
}

/* Mnemonics lead to what they name; what is typed there holds at once. */
static void
test_keyboard (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autoptr (TestUi) ui = test_ui_new();
  GtkWidget *dialog;

  test_ui_open (ui, NULL);
  dialog = open_dialog();
  test_ui_save_screenshot (dialog, "capture-options");
  test_ui_press ("alt+b");
  test_ui_press ("ctrl+a");
  test_ui_type ("96");
  test_ui_press ("Tab");
  wait_set (settings, PKTMON_SETTING_CAPTURE_SNAP_LENGTH, "96");
  test_ui_press ("alt+o");
  wait_set (settings, PKTMON_SETTING_CAPTURE_PROMISCUOUS, "false");
  test_ui_press ("Escape");
  test_wait (is_gone, NULL, "the dialog is closed");
  reset();
}

/* While it is typed, what is wrong is said, and what was right before holds. */
static void
test_match (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autoptr (TestUi) ui = test_ui_new();
  GtkWidget *dialog;

  test_ui_open (ui, NULL);
  dialog = open_dialog();
  test_ui_press ("alt+m");
  test_ui_type ("port=443");
  wait_set (settings, PKTMON_SETTING_CAPTURE_STOP_MATCH, "'port=443'");
  test_ui_type ("x");
  test_ui_wait_shows (dialog, "port");
  test_ui_wait_shows (dialog, "65535");
  wait_set (settings, PKTMON_SETTING_CAPTURE_STOP_MATCH, "'port=443'");
  test_ui_save_screenshot (dialog, "capture-options-wrong");
  reset();
}

/* The rows of what is kept are those that there is a use for. */
static void
test_keep (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autoptr (TestUi) ui = test_ui_new();
  GtkWidget *dialog;

  test_ui_open (ui, NULL);
  dialog = open_dialog();
  g_assert_false (test_ui_shows (dialog, "Older packets"));
  g_settings_set_enum (settings, PKTMON_SETTING_CAPTURE_KEEP, PKTMON_CAPTURE_KEEP_NEWEST);
  test_ui_wait_shows (dialog, "Older packets");
  test_ui_save_screenshot (dialog, "capture-options-newest");
  g_settings_set_enum (settings, PKTMON_SETTING_CAPTURE_KEEP, PKTMON_CAPTURE_KEEP_RING);
  test_ui_wait_shows (dialog, "have no name yet");
  test_ui_save_screenshot (dialog, "capture-options-ring");
  reset();
}

/* --- What comes of them --- */

static void
check_refused (GSettings *settings, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pktmon_capture_options_make_output (settings, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  if (strstr (error->message, words) == NULL)
    g_assert_cmpstr (error->message, ==, words);
}

static void
test_refused (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  g_settings_set_enum (settings, PKTMON_SETTING_CAPTURE_KEEP, PKTMON_CAPTURE_KEEP_NEWEST);
  g_settings_set_int (settings, PKTMON_SETTING_CAPTURE_NEWEST_SIZE, 0);
  check_refused (settings, "how much is kept");
  g_settings_set_int (settings, PKTMON_SETTING_CAPTURE_NEWEST_SIZE, 5);
  check_refused (settings, "8 MB");
  g_settings_set_enum (settings, PKTMON_SETTING_CAPTURE_KEEP, PKTMON_CAPTURE_KEEP_RING);
  check_refused (settings, "no name yet");
  g_settings_set_string (settings, PKTMON_SETTING_CAPTURE_RING_FILE, "r.pcapng");
  check_refused (settings, "folder");
  g_settings_set_string (settings, PKTMON_SETTING_CAPTURE_RING_FILE, "/nowhere/r.pcapng");
  check_refused (settings, "folder");
  reset();
}

static void
test_stop (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  GtkWidget *window = GTK_WIDGET (live->window);

  if (live->window == NULL)
    return;
  g_settings_set_string (settings, PKTMON_SETTING_CAPTURE_STOP_MATCH, "vlan=5");
  g_settings_set_int (settings, PKTMON_SETTING_CAPTURE_STOP_AFTER, 30);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 100);
  live->sender->vlan = 5;
  test_frame_sender_send (live->sender, 500);
  test_ui_wait_shows (window, "Stopped");
  g_assert_true (test_ui_shows (window, "131 captured"));
  reset();
}

static gboolean
is_there (gpointer data)
{
  return g_file_test (data, G_FILE_TEST_EXISTS);
}

static guint64
count_packets (const char *path)
{
  g_autoptr (TestReading) reading = test_reading_new_file (path);

  g_assert_no_error (reading->error);
  return reading->packets;
}

/* What was captured so far can be saved while more comes, which is not saved then. */
static void
test_save_running (TestLiveWindow *live, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  if (live->window == NULL)
    return;
  path = test_folder_build (live->folder, "part.pcapng");
  file = g_file_new_for_path (path);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 100);
  test_live_window_wait (live->window, 100);
  pktmon_window_save (live->window, file);
  test_wait (is_there, path, "the part is saved");
  test_ui_wait_shows (GTK_WIDGET (live->window), "captured so far");
  g_assert_cmpuint (count_packets (path), ==, 100);
  test_frame_sender_send (live->sender, 50);
  test_live_window_wait (live->window, 150);
  test_live_window_stop (live->window);
  test_ui_wait_shows (GTK_WIDGET (live->window), "Not saved");
  g_assert_cmpuint (count_packets (path), ==, 100);
}

static gboolean
has_lost_some (gpointer data)
{
  PktmonDocument *document = pktmon_window_get_document (data);
  guint64 packets;

  pktmon_spool_get_start (pktmon_store_get_spool (pktmon_document_get_store (document)), &packets);
  return packets > 3000;
}

/* The interfaces of what is not kept are not listed. */
static void
check_interfaces (PktmonStore *store)
{
  PktmonDirectory *directory = pktmon_store_get_directory (store);
  g_autoptr (PktmonInterfaceList) list = pktmon_interface_list_new (store);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autoptr (PktmonInterfaceItem) last = g_list_model_get_item (G_LIST_MODEL (list), n - 1);

  g_assert_cmpuint (n, <, pktmon_directory_get_n_interfaces (directory));
  g_assert_cmpuint (pktmon_interface_item_get_number (last), ==,
                    pktmon_directory_get_n_interfaces (directory) - 1);
}

/* All packets stay in the list; those that are not kept have no bytes, and are in no file. */
static void
test_newest (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  if (live->window == NULL)
    return;
  path = test_folder_build (live->folder, "newest.pcapng");
  file = g_file_new_for_path (path);
  g_settings_set_enum (settings, PKTMON_SETTING_CAPTURE_KEEP, PKTMON_CAPTURE_KEEP_NEWEST);
  g_settings_set_int (settings, PKTMON_SETTING_CAPTURE_NEWEST_SIZE, 8);
  live->sender->size = 1000;
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 12000);
  test_live_window_wait (live->window, 12000);
  test_wait (has_lost_some, live->window, "the oldest packets are dropped");
  pktmon_document_set_current (pktmon_window_get_document (live->window), 0);
  test_ui_wait_shows (GTK_WIDGET (live->window), "not kept");
  check_interfaces (pktmon_document_get_store (pktmon_window_get_document (live->window)));
  test_ui_save_screenshot (GTK_WIDGET (live->window), "capture-newest");
  test_live_window_stop (live->window);
  pktmon_window_save (live->window, file);
  test_wait (is_there, path, "what is kept is saved");
  g_assert_cmpuint (count_packets (path), >, 5000);
  g_assert_cmpuint (count_packets (path), <, 9000);
  reset();
}

/* Files of the user's: the window shows all that are kept, and nothing is unsaved. */
static void
test_ring (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autofree char *path = NULL;

  if (live->window == NULL)
    return;
  path = test_folder_build (live->folder, "ring.pcapng");
  g_settings_set_enum (settings, PKTMON_SETTING_CAPTURE_KEEP, PKTMON_CAPTURE_KEEP_RING);
  g_settings_set_string (settings, PKTMON_SETTING_CAPTURE_RING_FILE, path);
  g_settings_set_int (settings, PKTMON_SETTING_CAPTURE_RING_PACKETS, 500);
  g_settings_set_int (settings, PKTMON_SETTING_CAPTURE_RING_FILES, 3);
  test_live_window_start (live->window);
  test_frame_sender_send (live->sender, 2200);
  test_live_window_wait (live->window, 2200);
  test_live_window_stop (live->window);
  g_assert_cmpuint (test_folder_count (live->folder), ==, 3);
  test_ui_wait_shows (GTK_WIDGET (live->window), "Saved");
  reset();
}

/* In the chosen folder from the first packet on, under a name made from the time. */
static void
test_autosave (TestLiveWindow *live, gconstpointer data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autofree char *title = NULL, *path = NULL;

  if (live->window == NULL)
    return;
  g_settings_set_boolean (settings, PKTMON_SETTING_AUTOSAVE, TRUE);
  g_settings_set_string (settings, PKTMON_SETTING_AUTOSAVE_FOLDER, live->folder->path);
  test_live_window_start (live->window);
  g_assert_cmpuint (test_folder_count (live->folder), ==, 1);
  test_frame_sender_send (live->sender, 100);
  test_live_window_wait (live->window, 100);
  test_live_window_stop (live->window);
  title = pktmon_document_dup_title (pktmon_window_get_document (live->window));
  g_assert_true (g_str_has_prefix (title, "Capture "));
  g_assert_true (g_str_has_suffix (title, ".pcapng"));
  path = test_folder_build (live->folder, title);
  g_assert_cmpuint (count_packets (path), ==, 100);
  /* Nothing is asked, and it stays. */
  gtk_window_close (GTK_WINDOW (live->window));
  g_assert_cmpuint (count_packets (path), ==, 100);
  g_settings_reset (settings, PKTMON_SETTING_AUTOSAVE);
  g_settings_reset (settings, PKTMON_SETTING_AUTOSAVE_FOLDER);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/capture-options/keyboard", test_keyboard);
  g_test_add_func ("/capture-options/match", test_match);
  g_test_add_func ("/capture-options/keep", test_keep);
  g_test_add_func ("/capture-options/refused", test_refused);
  test_live_window_add ("/capture-options/stop", test_stop);
  test_live_window_add ("/capture-options/save-running", test_save_running);
  test_live_window_add ("/capture-options/newest", test_newest);
  test_live_window_add ("/capture-options/ring", test_ring);
  test_live_window_add ("/capture-options/autosave", test_autosave);
  return g_test_run();
}

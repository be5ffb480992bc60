/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "config.h"
#include "session/capture-files.h"
#include "support/ui.h"
#include "support/waiting.h"
#include "ui/about.h"
#include "ui/preferences.h"
#include "ui/settings.h"

/* Preferences, and what the program says of itself. */

static GtkWidget *
find_child (GtkWidget *preferences, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (preferences, PKTMON_TYPE_PREFERENCES, name));
}

static void
test_apply (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  GtkWidget *preferences = GTK_WIDGET (pktmon_preferences_new());
  AdwComboRow *format = ADW_COMBO_ROW (find_child (preferences, "time_format"));
  GtkSpinButton *precision = GTK_SPIN_BUTTON (find_child (preferences, "time_precision"));

  g_assert_cmpuint (adw_combo_row_get_selected (format), ==, PKTMON_TIME_FORMAT_RELATIVE);
  adw_combo_row_set_selected (format, PKTMON_TIME_FORMAT_UTC);
  g_assert_cmpint (g_settings_get_enum (settings, PKTMON_SETTING_TIME_FORMAT), ==,
                   PKTMON_TIME_FORMAT_UTC);
  g_settings_set_enum (settings, PKTMON_SETTING_TIME_FORMAT, PKTMON_TIME_FORMAT_DELTA);
  g_assert_cmpuint (adw_combo_row_get_selected (format), ==, PKTMON_TIME_FORMAT_DELTA);
  gtk_spin_button_set_value (precision, 9);
  g_assert_cmpint (g_settings_get_int (settings, PKTMON_SETTING_TIME_PRECISION), ==, 9);
  gtk_switch_set_active (GTK_SWITCH (find_child (preferences, "color_rows")), FALSE);
  g_assert_false (g_settings_get_boolean (settings, PKTMON_SETTING_COLOR_ROWS));
  gtk_window_destroy (GTK_WINDOW (preferences));
  g_settings_reset (settings, PKTMON_SETTING_TIME_FORMAT);
  g_settings_reset (settings, PKTMON_SETTING_TIME_PRECISION);
  g_settings_reset (settings, PKTMON_SETTING_COLOR_ROWS);
}

/* Captures that were never saved are listed, and can be removed. */
static void
test_unsaved (void)
{
  g_autofree char *folder = pktmon_capture_files_dup_folder();
  g_autofree char *path = g_build_filename (folder, "left.pcapng", NULL);
  GtkWidget *preferences;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  test_ui_save_packets (path, 7);
  preferences = GTK_WIDGET (pktmon_preferences_new());
  gtk_window_present (GTK_WINDOW (preferences));
  test_ui_wait_shows (preferences, "Unsaved Captures");
  test_ui_wait_shows (preferences, " · 7 packets");
  test_ui_save_screenshot (preferences, "preferences-unsaved");
  gtk_window_destroy (GTK_WINDOW (preferences));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_autosave (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  GtkWidget *preferences = GTK_WIDGET (pktmon_preferences_new());
  AdwActionRow *folder = ADW_ACTION_ROW (find_child (preferences, "autosave_folder"));

  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (folder)));
  gtk_switch_set_active (GTK_SWITCH (find_child (preferences, "autosave")), TRUE);
  g_assert_true (g_settings_get_boolean (settings, PKTMON_SETTING_AUTOSAVE));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (folder)));
  g_settings_set_string (settings, PKTMON_SETTING_AUTOSAVE_FOLDER, "/a & b");
  g_assert_cmpstr (adw_action_row_get_subtitle (folder), ==, "/a & b");
  gtk_window_destroy (GTK_WINDOW (preferences));
  g_settings_reset (settings, PKTMON_SETTING_AUTOSAVE);
  g_settings_reset (settings, PKTMON_SETTING_AUTOSAVE_FOLDER);
}

/* The names of the schema are the values of the enumeration. */
static void
test_time_formats (void)
{
  static const char *const names[] = { "relative", "delta", "absolute", "utc" };
  g_autoptr (GSettings) settings = pktmon_settings_new();

  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++) {
    g_assert_true (g_settings_set_string (settings, PKTMON_SETTING_TIME_FORMAT, names[i]));
    g_assert_cmpint (g_settings_get_enum (settings, PKTMON_SETTING_TIME_FORMAT), ==, i);
  }
  g_settings_reset (settings, PKTMON_SETTING_TIME_FORMAT);
}

/* --- Windows above the window --- */

static gboolean
has_preferences (gpointer data)
{
  return test_ui_find_window (PKTMON_TYPE_PREFERENCES) != NULL;
}

static gboolean
has_about (gpointer data)
{
  return test_ui_find_window (ADW_TYPE_ABOUT_WINDOW) != NULL;
}

static void
test_windows (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open (ui, NULL);

  test_ui_press ("ctrl+comma");
  test_wait (has_preferences, NULL, "the preferences are shown");
  test_ui_save_screenshot (test_ui_find_window (PKTMON_TYPE_PREFERENCES), "preferences");
  gtk_window_close (GTK_WINDOW (test_ui_find_window (PKTMON_TYPE_PREFERENCES)));
  test_ui_activate (GTK_WIDGET (window), "app.about");
  test_wait (has_about, NULL, "the program says what it is");
  test_ui_save_screenshot (test_ui_find_window (ADW_TYPE_ABOUT_WINDOW), "about");
}

static void
test_debug_info (void)
{
  g_autofree char *info = pktmon_about_dup_debug_info();

  g_assert_nonnull (strstr (info, "Packet Monitor " PACKAGE_VERSION "\n"));
  g_assert_nonnull (strstr (info, "\nlibpcap version "));
  g_assert_nonnull (strstr (info, "\nLinux "));
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/preferences/unsaved", test_unsaved);
  g_test_add_func ("/preferences/autosave", test_autosave);
  g_test_add_func ("/preferences/apply", test_apply);
  g_test_add_func ("/preferences/time-formats", test_time_formats);
  g_test_add_func ("/preferences/windows", test_windows);
  g_test_add_func ("/preferences/debug-info", test_debug_info);
  return g_test_run();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "support/capture-builder.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "ui/packet-view.h"
#include "ui/settings.h"
#include "ui/sidebar.h"

/* The window in the dark, on a phone, in other languages and from right to left. */

#define PHONE_WIDTH 360

/* Runs a test below "/subprocess" in another language: GLib decides on texts only once. */
static void
run_in_language (const char *language, const char *test)
{
  g_setenv ("LANGUAGE", language, TRUE);
  g_test_trap_subprocess (test, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed();
  g_unsetenv ("LANGUAGE");
}

/* The colour of the texts of @widget, as brightness: 0 is black. */
static float
get_brightness (GtkWidget *widget)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  return (color.red + color.green + color.blue) / 3;
}

static void
test_dark (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 100);
  AdwStyleManager *style = adw_style_manager_get_default();
  GtkWidget *list = test_rows_find_list (GTK_WIDGET (window));

  g_assert_cmpfloat (get_brightness (list), <, 0.5);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  test_ui_wait_painted (GTK_WIDGET (window));
  g_assert_cmpfloat (get_brightness (list), >, 0.5);
  test_ui_save_screenshot (GTK_WIDGET (window), "looks-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

/* --- Languages --- */

static void
test_german (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 5000);

  g_assert_true (test_ui_shows (GTK_WIDGET (window), "5,000 Pakete"));
  g_assert_true (test_ui_shows (GTK_WIDGET (window), "Schnittstellen"));
  test_ui_save_screenshot (GTK_WIDGET (window), "looks-german");
}

static void
run_german (void)
{
  run_in_language ("de", "/looks/german/subprocess");
}

static double
get_x (GtkWidget *widget, GtkWidget *window)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
  return (double) bounds.origin.x;
}

static void
test_mirrored (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  GtkWidget *window, *list, *sidebar;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = GTK_WIDGET (test_ui_open_packets (ui, 100));
  sidebar = test_ui_find (window, PKTMON_TYPE_SIDEBAR);
  list = test_rows_find_list (window);
  g_assert_cmpfloat (get_x (sidebar, window), >, get_x (list, window));
  test_ui_save_screenshot (window, "looks-mirrored");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* --- Phones --- */

static PktmonWindow *
open_on_phone (TestUi *ui, const char *path)
{
  PktmonWindow *window = test_ui_open (ui, path);
  int minimum;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_test_message ("%s: %d pixels", path, minimum);
  g_assert_cmpint (minimum, <=, PHONE_WIDTH);
  return window;
}

static void
set_up_phone (void)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  g_object_set (gtk_settings_get_default(), "gtk-decoration-layout", ":close", NULL);
  g_settings_set (settings, PKTMON_SETTING_WINDOW_SIZE, "(ii)", PHONE_WIDTH, 640);
}

/* Each page fits, whatever the words are. */
static void
test_phone (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *good = test_folder_build (folder, "capture.pcapng");
  g_autofree char *damaged = test_folder_build (folder, "damaged.pcapng");
  g_autofree char *name = g_strconcat ("looks-phone-", g_getenv ("LANGUAGE"), NULL);
  g_autofree char *failure = g_strconcat (name, "-failure", NULL);
  PktmonWindow *window;

  set_up_phone();
  test_ui_save_packets (good, 5000);
  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_frame (builder, 0, 17, 1000, 53);
  test_builder_frame (builder, 1, 17, 1000, 53);
  g_byte_array_set_size (builder->bytes, builder->bytes->len - 1);
  test_builder_save (builder, damaged);
  window = open_on_phone (ui, good);
  test_ui_save_screenshot (GTK_WIDGET (window), name);
  test_rows_wait_top (test_rows_find_list (GTK_WIDGET (window)), "1|");
  open_on_phone (ui, damaged);
  open_on_phone (ui, NULL);
  test_ui_save_screenshot (GTK_WIDGET (open_on_phone (ui, "/nowhere/a/long/name/of/a/file.pcapng")),
                           failure);
}

static void
run_phone (void)
{
  static const char *const languages[] = { "en", "de", "fr" };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    run_in_language (languages[i], "/looks/phone/subprocess");
}

int
main (int argc, char **argv)
{
  pktmon_i18n_init();
  test_ui_init (&argc, &argv);
  g_test_add_func ("/looks/dark", test_dark);
  g_test_add_func ("/looks/german", run_german);
  g_test_add_func ("/looks/german/subprocess", test_german);
  g_test_add_func ("/looks/mirrored", test_mirrored);
  g_test_add_func ("/looks/phone", run_phone);
  g_test_add_func ("/looks/phone/subprocess", test_phone);
  return g_test_run();
}

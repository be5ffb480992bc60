/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/presets.h"

#include <glib/gstdio.h>

#include "preset/file-name.h"

static char *
build_folder (void)
{
  return g_build_filename (g_get_user_config_dir(), "packet-monitor", "presets", NULL);
}

char *
test_presets_build (const char *name)
{
  g_autofree char *folder = build_folder();
  g_autofree char *file = g_strconcat (name, PKTMON_PRESET_SUFFIX, NULL);

  return g_build_filename (folder, file, NULL);
}

void
test_presets_write (const char *name, const char *text)
{
  g_autofree char *folder = build_folder();
  g_autofree char *path = test_presets_build (name);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

gboolean
test_presets_has (const char *name)
{
  g_autofree char *path = test_presets_build (name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_there (gpointer data)
{
  return test_presets_has (data);
}

static gboolean
is_gone (gpointer data)
{
  return !test_presets_has (data);
}

void
test_presets_wait (const char *name, gboolean there)
{
  test_wait (there ? is_there : is_gone, (gpointer) name, "the preset's file comes or goes");
}

char *
test_presets_read (const char *name)
{
  g_autofree char *path = test_presets_build (name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

void
test_presets_clear (void)
{
  g_autofree char *folder = build_folder();
  g_autofree char *last =
      g_build_filename (g_get_user_config_dir(), "packet-monitor", "last-preset", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_unlink (last);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
}

/* --- Dialogs --- */

static gboolean
has_focus (gpointer data)
{
  GtkWidget *dialog = test_ui_find_window (*(GType *) data);

  return dialog != NULL && gtk_window_is_active (GTK_WINDOW (dialog));
}

GtkWidget *
test_presets_open_dialog (const char *keys, GType type)
{
  test_ui_press (keys);
  test_wait (has_focus, &type, "the dialog has the focus");
  return test_ui_find_window (type);
}

static gboolean
no_window (gpointer data)
{
  return test_ui_find_window (*(GType *) data) == NULL;
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

/* There is no window manager that gives the focus back. */
void
test_presets_wait_closed (GType type, GtkWidget *below)
{
  test_wait (no_window, &type, "the dialog is closed");
  gtk_window_present (GTK_WINDOW (below));
  test_wait (is_active, below, "the window below has the focus");
}

/* --- Dropping --- */

void
test_presets_drop (GtkWidget *widget, GFile *file)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoptr (GSList) files = g_slist_append (NULL, file);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &taken);
  }
  g_assert_true (taken);
}

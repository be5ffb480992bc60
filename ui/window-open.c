/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the user of a window chooses files that are to be opened. */
#include "preset/file-name.h"
#include "ui/open-dialog.h"
#include "ui/window-private.h"

/* The first one in this window, the others in windows of their own. */
static void
open_files_cb (GtkWindow *window, GListModel *files)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));
  guint n_files = g_list_model_get_n_items (files);

  for (guint i = 0; i < n_files; i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    if (i == 0)
      pktmon_window_open (PKTMON_WINDOW (window), file);
    else
      g_application_open (application, &file, 1, "");
  }
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_open_dialog_show (GTK_WINDOW (widget), open_files_cb);
}

static void
open_uri_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  gtk_menu_button_popdown (self->recent_button);
  pktmon_window_open (self, file);
}

static gboolean
is_preset (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && pktmon_preset_file_name_check (name);
}

static gboolean
drop_cb (PktmonWindow *self, const GValue *value)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GListStore) presets = g_list_store_new (G_TYPE_FILE);
  guint n_files, n_presets;

  for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
    g_list_store_append (is_preset (item->data) ? presets : files, item->data);
  n_files = g_list_model_get_n_items (G_LIST_MODEL (files));
  n_presets = g_list_model_get_n_items (G_LIST_MODEL (presets));
  if (n_files > 0)
    open_files_cb (GTK_WINDOW (self), G_LIST_MODEL (files));
  if (n_presets > 0)
    pktmon_window_import_presets (self, G_LIST_MODEL (presets));
  return n_files + n_presets > 0;
}

void
pktmon_window_install_open_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.open", NULL, open_cb);
  gtk_widget_class_install_action (klass, "win.open-uri", "s", open_uri_cb);
}

/* What is dragged out of a window of this program is not meant for one. */
static gboolean
accept_cb (GtkDropTarget *target, GdkDrop *drop)
{
  return gdk_drop_get_drag (drop) == NULL &&
         (gdk_drop_get_actions (drop) & gtk_drop_target_get_actions (target)) != 0 &&
         gdk_content_formats_match (gtk_drop_target_get_formats (target),
                                    gdk_drop_get_formats (drop));
}

void
pktmon_window_accept_files (PktmonWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), NULL);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

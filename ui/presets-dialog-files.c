/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How presets come from files and go to files. */
#include "base/error.h"
#include "base/i18n.h"
#include "preset/file-name.h"
#include "ui/failure-dialog.h"
#include "ui/open-dialog.h"
#include "ui/preset-import.h"
#include "ui/presets-dialog-private.h"
#include "ui/save-dialog.h"
#include "ui/weak.h"

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPresetsDialog) self = pktmon_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) presets = pktmon_preset_import_finish (result, &error);

  if (error != NULL)
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
  if (self == NULL || presets->len == 0)
    return;
  pktmon_presets_dialog_select (self, g_ptr_array_index (presets, presets->len - 1));
  pktmon_presets_dialog_toast_take (self, pktmon_preset_import_dup_message (presets));
}

void
pktmon_presets_dialog_import (PktmonPresetsDialog *self, GListModel *files)
{
  g_return_if_fail (PKTMON_IS_PRESETS_DIALOG (self));

  pktmon_preset_import_async (self->store, files, imported_cb, pktmon_weak_new (self));
}

static void
import_chosen_cb (GtkWindow *parent, GListModel *files)
{
  pktmon_presets_dialog_import (PKTMON_PRESETS_DIALOG (parent), files);
}

static void
import_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_open_dialog_show_presets (GTK_WINDOW (widget), import_chosen_cb);
}

/* What is dragged out of the list is in it. */
static gboolean
drop_cb (PktmonPresetsDialog *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GdkDrop *drop = gtk_drop_target_get_current_drop (target);

  if (drop != NULL && gdk_drop_get_drag (drop) != NULL)
    return FALSE;
  for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
    g_list_store_append (files, item->data);
  pktmon_presets_dialog_import (self, G_LIST_MODEL (files));
  return TRUE;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPresetsDialog) self = pktmon_weak_take (user_data);
  g_autofree char *path = g_file_get_parse_name (G_FILE (source));
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *what = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    what = g_strdup_printf (_ ("“%s” could not be written"), name);
    pktmon_error_set (&failure, PKTMON_ERROR_IO, what, error->message);
    pktmon_failure_dialog_show (GTK_WINDOW (self), failure);
  } else if (self != NULL) {
    pktmon_presets_dialog_toast_take (self, g_strdup_printf (_ ("Exported to “%s”"), name));
  }
}

void
pktmon_presets_dialog_export (PktmonPresetsDialog *self, GFile *file)
{
  PktmonPreset *preset = pktmon_presets_dialog_get_selected (self);

  g_return_if_fail (PKTMON_IS_PRESETS_DIALOG (self));

  if (preset != NULL)
    g_file_replace_contents_bytes_async (file, pktmon_preset_get_bytes (preset), NULL, FALSE,
                                         G_FILE_CREATE_NONE, NULL, exported_cb,
                                         pktmon_weak_new (self));
}

static void
export_chosen_cb (GtkWindow *parent, GFile *file, gpointer user_data)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (parent);

  if (file == NULL)
    return;
  pktmon_presets_dialog_select (self, user_data);
  pktmon_presets_dialog_export (self, file);
}

static void
export_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const PktmonSaveKind kind = { N_ ("Export Preset"), N_ ("Presets"), "preset" };
  PktmonPreset *preset = pktmon_presets_dialog_get_selected (PKTMON_PRESETS_DIALOG (widget));
  g_autofree char *file = pktmon_preset_file_name_new (pktmon_preset_get_name (preset));

  pktmon_save_dialog_show_kind (GTK_WINDOW (widget), &kind, file, export_chosen_cb,
                                g_object_ref (preset), g_object_unref);
}

void
pktmon_presets_dialog_install_files (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "presets.import", NULL, import_cb);
  gtk_widget_class_install_action (klass, "presets.export", NULL, export_cb);
}

void
pktmon_presets_dialog_accept_drops (PktmonPresetsDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

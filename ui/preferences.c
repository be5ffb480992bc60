/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preferences.h"

#include "base/i18n.h"
#include "ui/capture-options.h"
#include "ui/leftover-list.h"
#include "ui/settings.h"

struct _PktmonPreferences {
  AdwPreferencesWindow parent_instance;

  GSettings *settings;

  GtkWidget *time_format;
  GtkWidget *time_precision;
  GtkWidget *color_rows;
  GtkWidget *font_scale;
  GtkWidget *autosave;
  AdwActionRow *autosave_folder;
};

G_DEFINE_FINAL_TYPE (PktmonPreferences, pktmon_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The rows of the combo are the values of the enumeration, in its order. */
static void
show_time_format (PktmonPreferences *self)
{
  adw_combo_row_set_selected (
      ADW_COMBO_ROW (self->time_format),
      (guint) g_settings_get_enum (self->settings, PKTMON_SETTING_TIME_FORMAT));
}

static void
time_format_cb (PktmonPreferences *self)
{
  g_settings_set_enum (self->settings, PKTMON_SETTING_TIME_FORMAT,
                       (int) adw_combo_row_get_selected (ADW_COMBO_ROW (self->time_format)));
}

/* --- Saving --- */

static void
show_folder (PktmonPreferences *self)
{
  g_autofree char *folder = pktmon_capture_options_dup_autosave_folder (self->settings);
  g_autofree char *name = g_filename_display_name (folder);
  g_autofree char *text = g_markup_escape_text (name, -1);

  adw_action_row_set_subtitle (self->autosave_folder, text);
}

static void
folder_chosen_cb (GtkNativeDialog *chooser, int response, PktmonPreferences *self)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && folder != NULL && g_file_peek_path (folder) != NULL)
    g_settings_set_string (self->settings, PKTMON_SETTING_AUTOSAVE_FOLDER,
                           g_file_peek_path (folder));
  g_object_unref (chooser);
}

static void
choose_folder_cb (PktmonPreferences *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Folder for Captures"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Select"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (folder_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
pktmon_preferences_dispose (GObject *object)
{
  g_clear_object (&PKTMON_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (pktmon_preferences_parent_class)->dispose (object);
}

static void
pktmon_preferences_class_init (PktmonPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_preferences_dispose;
  g_type_ensure (PKTMON_TYPE_LEFTOVER_LIST);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonPreferences, time_format);
  gtk_widget_class_bind_template_child (widget_class, PktmonPreferences, time_precision);
  gtk_widget_class_bind_template_child (widget_class, PktmonPreferences, color_rows);
  gtk_widget_class_bind_template_child (widget_class, PktmonPreferences, font_scale);
  gtk_widget_class_bind_template_child (widget_class, PktmonPreferences, autosave);
  gtk_widget_class_bind_template_child (widget_class, PktmonPreferences, autosave_folder);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
}

static void
pktmon_preferences_init (PktmonPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  const struct {
    const char *key;
    GtkWidget *widget;
    const char *property;
  } bindings[] = {
    { PKTMON_SETTING_TIME_PRECISION, self->time_precision, "value" },
    { PKTMON_SETTING_COLOR_ROWS, self->color_rows, "active" },
    { PKTMON_SETTING_FONT_SCALE, self->font_scale, "value" },
    { PKTMON_SETTING_AUTOSAVE, self->autosave, "active" },
  };

  self->settings = pktmon_settings_new();
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (self->settings, bindings[i].key, bindings[i].widget, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  show_time_format (self);
  show_folder (self);
  g_signal_connect_object (self->settings, "changed::" PKTMON_SETTING_AUTOSAVE_FOLDER,
                           G_CALLBACK (show_folder), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" PKTMON_SETTING_TIME_FORMAT,
                           G_CALLBACK (show_time_format), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->time_format, "notify::selected", G_CALLBACK (time_format_cb), self,
                           G_CONNECT_SWAPPED);
}

PktmonPreferences *
pktmon_preferences_new (void)
{
  return g_object_new (PKTMON_TYPE_PREFERENCES, NULL);
}

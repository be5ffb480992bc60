/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/capture-options-dialog.h"

#include "base/i18n.h"
#include "ui/capture-options.h"
#include "ui/message-line.h"
#include "ui/save-dialog.h"
#include "ui/settings.h"

struct _PktmonCaptureOptionsDialog {
  AdwPreferencesWindow parent_instance;

  GSettings *settings;

  GtkSwitch *promiscuous;
  AdwComboRow *keep;
  GtkWidget *newest_group;
  GtkWidget *ring_group;
  GtkEditable *ring_file;
  PktmonMessageLine *keep_message;
  GtkEditable *stop_match;
  PktmonMessageLine *match_message;
};

G_DEFINE_FINAL_TYPE (PktmonCaptureOptionsDialog, pktmon_capture_options_dialog,
                     ADW_TYPE_PREFERENCES_WINDOW)

/* Settings that are numbers, and their widgets in the template. */
static const struct {
  const char *key;
  const char *widget;
} numbers[] = {
  { PKTMON_SETTING_CAPTURE_SNAP_LENGTH, "snap_length" },
  { PKTMON_SETTING_CAPTURE_BUFFER, "buffer" },
  { PKTMON_SETTING_CAPTURE_NEWEST_SIZE, "newest_size" },
  { PKTMON_SETTING_CAPTURE_NEWEST_TIME, "newest_time" },
  { PKTMON_SETTING_CAPTURE_RING_SIZE, "ring_size" },
  { PKTMON_SETTING_CAPTURE_RING_PACKETS, "ring_packets" },
  { PKTMON_SETTING_CAPTURE_RING_TIME, "ring_time" },
  { PKTMON_SETTING_CAPTURE_RING_FILES, "ring_files" },
  { PKTMON_SETTING_CAPTURE_RING_TOTAL, "ring_total" },
  { PKTMON_SETTING_CAPTURE_STOP_DURATION, "stop_duration" },
  { PKTMON_SETTING_CAPTURE_STOP_PACKETS, "stop_packets" },
  { PKTMON_SETTING_CAPTURE_STOP_SIZE, "stop_size" },
  { PKTMON_SETTING_CAPTURE_STOP_AFTER, "stop_after" },
};

static void
mark (GtkEditable *row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* @error: NULL: nothing is wrong. */
static void
show_error (PktmonMessageLine *line, const GError *error)
{
  if (error != NULL)
    pktmon_message_line_set_error (line, error);
  else
    pktmon_message_line_set (line, "error", NULL);
}

/* --- Keeping --- */

/* What is wrong with it is said, whatever the user has changed. */
static void
check_keeping (PktmonCaptureOptionsDialog *self)
{
  g_autoptr (GError) error = NULL;
  PktmonFileOutput *output = pktmon_capture_options_make_output (self->settings, &error);

  g_clear_object (&output);
  show_error (self->keep_message, error);
}

static void
show_keeping (PktmonCaptureOptionsDialog *self)
{
  int keep = g_settings_get_enum (self->settings, PKTMON_SETTING_CAPTURE_KEEP);

  adw_combo_row_set_selected (self->keep, (guint) keep);
  gtk_widget_set_visible (self->newest_group, keep == PKTMON_CAPTURE_KEEP_NEWEST);
  gtk_widget_set_visible (self->ring_group, keep == PKTMON_CAPTURE_KEEP_RING);
}

static void
keep_cb (PktmonCaptureOptionsDialog *self)
{
  g_settings_set_enum (self->settings, PKTMON_SETTING_CAPTURE_KEEP,
                       (int) adw_combo_row_get_selected (self->keep));
}

static void
ring_file_cb (PktmonCaptureOptionsDialog *self)
{
  g_settings_set_string (self->settings, PKTMON_SETTING_CAPTURE_RING_FILE,
                         gtk_editable_get_text (self->ring_file));
}

static void
chosen_cb (GtkWindow *parent, GFile *file, gpointer user_data)
{
  PktmonCaptureOptionsDialog *self = PKTMON_CAPTURE_OPTIONS_DIALOG (parent);

  if (file != NULL && g_file_peek_path (file) != NULL)
    gtk_editable_set_text (self->ring_file, g_file_peek_path (file));
}

static void
choose_cb (PktmonCaptureOptionsDialog *self)
{
  pktmon_save_dialog_show (GTK_WINDOW (self), _ ("capture.pcapng"), chosen_cb, NULL, NULL);
}

/* --- Stopping --- */

/* What is wrong is no setting: the one before it stays. */
static void
match_cb (PktmonCaptureOptionsDialog *self)
{
  const char *text = gtk_editable_get_text (self->stop_match);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = pktmon_capture_options_parse_match (text, &error);

  mark (self->stop_match, found == NULL);
  show_error (self->match_message, error);
  if (found != NULL)
    g_settings_set_string (self->settings, PKTMON_SETTING_CAPTURE_STOP_MATCH, text);
}

/* --- Life --- */

static void
pktmon_capture_options_dialog_dispose (GObject *object)
{
  g_clear_object (&PKTMON_CAPTURE_OPTIONS_DIALOG (object)->settings);
  G_OBJECT_CLASS (pktmon_capture_options_dialog_parent_class)->dispose (object);
}

static void
pktmon_capture_options_dialog_class_init (PktmonCaptureOptionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_capture_options_dialog_dispose;
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/capture-options-dialog.ui");
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    gtk_widget_class_bind_template_child_full (widget_class, numbers[i].widget, FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, promiscuous);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, newest_group);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, ring_group);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, ring_file);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, keep_message);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, stop_match);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureOptionsDialog, match_message);
  gtk_widget_class_bind_template_callback (widget_class, ring_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, match_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
show_texts (PktmonCaptureOptionsDialog *self)
{
  g_autofree char *file = g_settings_get_string (self->settings, PKTMON_SETTING_CAPTURE_RING_FILE);
  g_autofree char *match =
      g_settings_get_string (self->settings, PKTMON_SETTING_CAPTURE_STOP_MATCH);

  gtk_editable_set_text (self->ring_file, file);
  gtk_editable_set_text (self->stop_match, match);
}

static void
pktmon_capture_options_dialog_init (PktmonCaptureOptionsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = pktmon_settings_new();
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_settings_bind (self->settings, numbers[i].key,
                     gtk_widget_get_template_child (
                         GTK_WIDGET (self), PKTMON_TYPE_CAPTURE_OPTIONS_DIALOG, numbers[i].widget),
                     "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, PKTMON_SETTING_CAPTURE_PROMISCUOUS, self->promiscuous, "active",
                   G_SETTINGS_BIND_DEFAULT);
  show_texts (self);
  show_keeping (self);
  check_keeping (self);
  g_signal_connect_object (self->keep, "notify::selected", G_CALLBACK (keep_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" PKTMON_SETTING_CAPTURE_KEEP,
                           G_CALLBACK (show_keeping), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (check_keeping), self,
                           G_CONNECT_SWAPPED);
}

PktmonCaptureOptionsDialog *
pktmon_capture_options_dialog_new (GtkWindow *parent)
{
  return g_object_new (PKTMON_TYPE_CAPTURE_OPTIONS_DIALOG, "transient-for", parent, NULL);
}

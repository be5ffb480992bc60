/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/rename-dialog.h"

#include "base/i18n.h"
#include "ui/message-line.h"
#include "ui/preset-name.h"

struct _PktmonRenameDialog {
  AdwMessageDialog parent_instance;

  PktmonPresetStore *store;
  PktmonPreset *preset;

  GtkEntry *entry;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonRenameDialog, pktmon_rename_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *
get_name (PktmonRenameDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
mark_entry (PktmonRenameDialog *self, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
update (PktmonRenameDialog *self)
{
  PktmonPreset *other = pktmon_preset_name_find_own (self->store, get_name (self));
  g_autoptr (GError) error = NULL;
  gboolean valid = pktmon_preset_name_check (get_name (self), &error);
  gboolean taken = other != NULL && other != self->preset;

  if (valid)
    pktmon_message_line_set (self->message, "error",
                             taken ? _ ("There is a preset of that name already.") : NULL);
  else
    pktmon_message_line_set_error (self->message, error);
  mark_entry (self, !valid || taken);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "rename",
                                           valid && other == NULL);
}

static void
pktmon_rename_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  PktmonRenameDialog *self = PKTMON_RENAME_DIALOG (dialog);

  if (g_str_equal (response, "rename"))
    g_signal_emit (self, signals[CHOSEN], 0, get_name (self));
}

static void
pktmon_rename_dialog_finalize (GObject *object)
{
  PktmonRenameDialog *self = PKTMON_RENAME_DIALOG (object);

  g_clear_object (&self->store);
  g_clear_object (&self->preset);
  G_OBJECT_CLASS (pktmon_rename_dialog_parent_class)->finalize (object);
}

static void
pktmon_rename_dialog_class_init (PktmonRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pktmon_rename_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = pktmon_rename_dialog_response;
  signals[CHOSEN] = g_signal_new ("chosen", PKTMON_TYPE_RENAME_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonRenameDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, PktmonRenameDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
pktmon_rename_dialog_init (PktmonRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonRenameDialog *
pktmon_rename_dialog_new (GtkWindow *parent, PktmonPresetStore *store, PktmonPreset *preset)
{
  PktmonRenameDialog *self =
      g_object_new (PKTMON_TYPE_RENAME_DIALOG, "transient-for", parent, NULL);

  self->store = g_object_ref (store);
  self->preset = g_object_ref (preset);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), pktmon_preset_get_name (preset));
  /* Others may take the name, or let it go. */
  g_signal_connect_object (store, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}

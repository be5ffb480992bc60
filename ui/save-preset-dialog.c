/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/save-preset-dialog.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "ui/failure-dialog.h"
#include "ui/message-line.h"
#include "ui/preset-name.h"
#include "ui/preset-text.h"
#include "ui/weak.h"

/* Which sources it keeps; as they are in the choice. */
enum { SOURCES_USUAL, SOURCES_IDS, SOURCES_KINDS };

struct _PktmonSavePresetDialog {
  AdwWindow parent_instance;

  PktmonPresetStore *store;
  PktmonPresetContents contents; /* what is set now */
  char **kinds;
  gboolean saving;

  AdwEntryRow *name;
  AdwEntryRow *description;
  PktmonMessageLine *message;
  GtkButton *save_button;
  AdwComboRow *sources;
  AdwActionRow *constraints;
  AdwActionRow *filter;
  AdwActionRow *columns;
  GtkSpinButton *snap_length;
  GtkSwitch *keep_constraints;
  GtkSwitch *keep_filter;
  GtkSwitch *keep_columns;
};

G_DEFINE_FINAL_TYPE (PktmonSavePresetDialog, pktmon_save_preset_dialog, ADW_TYPE_WINDOW)

enum { SAVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* --- The name --- */

/* What cannot be read is left alone. Returns: FALSE with an error when it has the name. */
static gboolean
check_replaced (PktmonPreset *replaced, GError **error)
{
  if (replaced == NULL || pktmon_preset_check (replaced, NULL))
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("There is a preset of that name already, which cannot be used."),
                    _ ("Choose another name."));
  return FALSE;
}

static void
mark_name (PktmonSavePresetDialog *self, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* A name that was not begun yet is no mistake. */
static void
update (PktmonSavePresetDialog *self)
{
  const char *name = get_text (self->name);
  PktmonPreset *replaced = pktmon_preset_name_find_own (self->store, name);
  g_autoptr (GError) error = NULL;
  gboolean valid = pktmon_preset_name_check (name, &error) && check_replaced (replaced, &error);
  gboolean replaces = valid && replaced != NULL;

  pktmon_message_line_set (self->message, "warning",
                           replaces ? _ ("There is a preset of that name. Saving replaces it.")
                                    : NULL);
  if (!valid && *name != '\0')
    pktmon_message_line_set_error (self->message, error);
  mark_name (self, !valid && *name != '\0');
  gtk_button_set_label (self->save_button, replaces ? _ ("_Replace") : _ ("_Save"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "save-preset.save", valid && !self->saving);
}

/* --- Saving --- */

static void
choose_sources (PktmonSavePresetDialog *self, PktmonPresetContents *contents)
{
  guint choice = adw_combo_row_get_selected (self->sources);

  if (choice == SOURCES_IDS)
    return;
  g_clear_pointer (&contents->sources, g_strfreev);
  if (choice == SOURCES_KINDS)
    contents->sources = g_strdupv (self->kinds);
}

static void
collect (PktmonSavePresetDialog *self, PktmonPresetContents *contents)
{
  pktmon_preset_contents_copy (contents, &self->contents);
  g_free (contents->name);
  contents->name = g_strdup (get_text (self->name));
  g_free (contents->description);
  contents->description = g_strdup (get_text (self->description));
  choose_sources (self, contents);
  gtk_spin_button_update (self->snap_length); /* what was typed last */
  contents->snap_length = (guint) gtk_spin_button_get_value_as_int (self->snap_length);
  if (!gtk_switch_get_active (self->keep_constraints))
    g_clear_pointer (&contents->constraints, g_ptr_array_unref);
  if (!gtk_switch_get_active (self->keep_filter))
    g_clear_pointer (&contents->filter, g_free);
  if (!gtk_switch_get_active (self->keep_columns))
    g_clear_pointer (&contents->columns, g_strfreev);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonSavePresetDialog) self = pktmon_weak_take (user_data);
  g_autoptr (PktmonPreset) preset = NULL;
  g_autoptr (GError) error = NULL;

  pktmon_preset_store_change_finish (PKTMON_PRESET_STORE (source), result, &preset, &error);
  if (self == NULL && error != NULL)
    pktmon_failure_dialog_show (NULL, error);
  if (self == NULL)
    return; /* closed */
  self->saving = FALSE;
  if (error == NULL) {
    gtk_window_close (GTK_WINDOW (self));
    g_signal_emit (self, signals[SAVED], 0, preset);
    return;
  }
  update (self);
  pktmon_message_line_set_error (self->message, error);
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonSavePresetDialog *self = PKTMON_SAVE_PRESET_DIALOG (widget);
  g_auto (PktmonPresetContents) contents = { 0 };

  collect (self, &contents);
  self->saving = TRUE;
  gtk_widget_action_set_enabled (widget, "save-preset.save", FALSE);
  pktmon_preset_store_change_async (self->store, &contents,
                                    pktmon_preset_name_find_own (self->store, contents.name), NULL,
                                    saved_cb, pktmon_weak_new (self));
}

static void
entered_cb (PktmonSavePresetDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "save-preset.save", NULL);
}

/* --- What there is to be kept --- */

/* What is not there cannot be chosen, and comes at the end. */
static void
offer_sources (PktmonSavePresetDialog *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);
  const PktmonPresetContents *contents = &self->contents;
  g_autofree char *ids = contents->sources != NULL ? g_strjoinv (", ", contents->sources) : NULL;
  g_autofree char *kinds = self->kinds != NULL ? g_strjoinv (", ", self->kinds) : NULL;

  gtk_string_list_append (choices, _ ("All interfaces that are up"));
  if (ids != NULL)
    gtk_string_list_append (choices, _ ("These"));
  if (kinds != NULL)
    gtk_string_list_append (choices, _ ("All of their kinds"));
  adw_combo_row_set_model (self->sources, G_LIST_MODEL (choices));
  adw_combo_row_set_selected (self->sources, ids != NULL ? SOURCES_IDS : SOURCES_USUAL);
}

static void
show_chosen_sources (PktmonSavePresetDialog *self)
{
  guint choice = adw_combo_row_get_selected (self->sources);
  char **sources = choice == SOURCES_IDS     ? self->contents.sources
                   : choice == SOURCES_KINDS ? self->kinds
                                             : NULL;
  g_autofree char *text = sources != NULL ? g_strjoinv (", ", sources) : g_strdup ("");
  g_autofree char *subtitle = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->sources), subtitle);
}

/* @text: NULL: there is nothing to keep. */
static void
offer (AdwActionRow *row, GtkSwitch *keep, const char *text, const char *nothing)
{
  g_autofree char *subtitle = g_markup_escape_text (text != NULL ? text : nothing, -1);

  adw_action_row_set_subtitle (row, subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (row), text != NULL);
  gtk_switch_set_active (keep, text != NULL);
}

static void
show_contents (PktmonSavePresetDialog *self)
{
  const PktmonPresetContents *contents = &self->contents;
  g_autofree char *constraints = pktmon_preset_text_dup_constraints (contents->constraints);
  g_autofree char *columns = pktmon_preset_text_dup_columns (contents->columns);

  offer_sources (self);
  show_chosen_sources (self);
  gtk_spin_button_set_range (self->snap_length, 0, PKTMON_MAX_SNAP_LENGTH);
  gtk_spin_button_set_value (self->snap_length, contents->snap_length);
  offer (self->constraints, self->keep_constraints, constraints, _ ("None"));
  offer (self->filter, self->keep_filter, contents->filter, _ ("None"));
  offer (self->columns, self->keep_columns, contents->columns != NULL ? columns : NULL, _ ("None"));
}

/* --- Life --- */

static void
pktmon_save_preset_dialog_finalize (GObject *object)
{
  PktmonSavePresetDialog *self = PKTMON_SAVE_PRESET_DIALOG (object);

  pktmon_preset_contents_clear (&self->contents);
  g_strfreev (self->kinds);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_save_preset_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (
      klass, "/org/packetmonitor/PacketMonitor/ui/save-preset-dialog.ui");
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, name);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, description);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, message);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, save_button);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, sources);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, constraints);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, filter);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, columns);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, snap_length);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, keep_constraints);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, keep_filter);
  gtk_widget_class_bind_template_child (klass, PktmonSavePresetDialog, keep_columns);
  gtk_widget_class_bind_template_callback (klass, update);
  gtk_widget_class_bind_template_callback (klass, entered_cb);
  gtk_widget_class_bind_template_callback (klass, show_chosen_sources);
}

static void
pktmon_save_preset_dialog_class_init (PktmonSavePresetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pktmon_save_preset_dialog_finalize;
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, PKTMON_TYPE_PRESET);
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_install_action (widget_class, "save-preset.save", NULL, save_cb);
  bind_template (widget_class);
}

static void
pktmon_save_preset_dialog_init (PktmonSavePresetDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonSavePresetDialog *
pktmon_save_preset_dialog_new (GtkWindow *parent, PktmonPresetStore *store,
                               const PktmonPresetContents *contents, char **kinds)
{
  PktmonSavePresetDialog *self =
      g_object_new (PKTMON_TYPE_SAVE_PRESET_DIALOG, "transient-for", parent, NULL);

  self->store = g_object_ref (store);
  pktmon_preset_contents_copy (&self->contents, contents);
  self->kinds = g_strdupv (kinds);
  if (contents->name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name), contents->name);
  if (contents->description != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->description), contents->description);
  show_contents (self);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return self;
}

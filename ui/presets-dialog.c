/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/presets-dialog-private.h"

#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/failure-dialog.h"
#include "ui/preset-row.h"
#include "ui/rename-dialog.h"
#include "ui/weak.h"

/* As many as are seen, and what takes well below a frame. */
#define FIRST_ROWS 16
#define ROWS_PER_FRAME 8

G_DEFINE_FINAL_TYPE (PktmonPresetsDialog, pktmon_presets_dialog, ADW_TYPE_WINDOW)

enum { USE, RENAMED, SAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

PktmonPreset *
pktmon_presets_dialog_get_selected (PktmonPresetsDialog *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

/* --- The list --- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (PKTMON_TYPE_PRESET_ROW, NULL));
}

static void
bind_cb (PktmonPresetsDialog *self, GtkListItem *item)
{
  PktmonPreset *preset = gtk_list_item_get_item (item);
  g_autofree char *path = pktmon_preset_store_dup_path (self->store, preset);

  pktmon_preset_row_set_preset (PKTMON_PRESET_ROW (gtk_list_item_get_child (item)), preset, path,
                                pktmon_preset_is_in_file_of (preset, self->used));
}

static gboolean
matches (gpointer preset, gpointer user_data)
{
  PktmonPresetsDialog *self = user_data;

  return pktmon_preset_matches (preset, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static gboolean
more_rows_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  guint size = gtk_slice_list_model_get_size (self->slice) + ROWS_PER_FRAME;
  gboolean all = size >= g_list_model_get_n_items (G_LIST_MODEL (self->found));

  gtk_slice_list_model_set_size (self->slice, all ? G_MAXUINT : size);
  if (all)
    self->more_rows = 0;
  return all ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* Many rows at once would take longer than a frame. */
static void
begin_rows (PktmonPresetsDialog *self)
{
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
  if (self->more_rows == 0)
    self->more_rows = gtk_widget_add_tick_callback (GTK_WIDGET (self), more_rows_cb, NULL, NULL);
}

/* Who searches means the first that is found. */
static void
search_changed_cb (PktmonPresetsDialog *self)
{
  begin_rows (self);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
}

static void
selected_cb (PktmonPresetsDialog *self)
{
  PktmonPreset *preset = pktmon_presets_dialog_get_selected (self);
  gboolean usable = preset != NULL && pktmon_preset_check (preset, NULL);
  gboolean own = preset != NULL && !pktmon_preset_is_built_in (preset);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "presets.use", usable);
  gtk_widget_action_set_enabled (widget, "presets.rename", usable && own);
  gtk_widget_action_set_enabled (widget, "presets.duplicate", usable);
  gtk_widget_action_set_enabled (widget, "presets.export", preset != NULL);
  gtk_widget_action_set_enabled (widget, "presets.delete", own);
}

static void
show_page (PktmonPresetsDialog *self)
{
  gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->store)) > 0;

  gtk_stack_set_visible_child_name (self->stack, found ? "presets" : any ? "nothing" : "none");
  selected_cb (self);
}

static void
store_changed_cb (PktmonPresetsDialog *self)
{
  const GError *error = pktmon_preset_store_get_error (self->store);

  if (error != NULL)
    pktmon_message_line_set_error (self->message, error);
  else
    pktmon_message_line_set (self->message, "error", NULL);
  show_page (self);
}

void
pktmon_presets_dialog_select (PktmonPresetsDialog *self, PktmonPreset *preset)
{
  GListModel *model = G_LIST_MODEL (self->found);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (PktmonPreset) other = g_list_model_get_item (model, i);

    if (!pktmon_preset_is_in_file_of (preset, other))
      continue;
    if (i >= gtk_slice_list_model_get_size (self->slice))
      gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
    gtk_single_selection_set_selected (self->selection, i);
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
    return;
  }
}

/* --- Using --- */

static void
use_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  g_autoptr (PktmonPreset) preset = g_object_ref (pktmon_presets_dialog_get_selected (self));

  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[USE], 0, preset);
}

static void
activate_cb (PktmonPresetsDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "presets.use", NULL);
}

/* What was typed last may not have been searched for yet. */
static void
entered_cb (PktmonPresetsDialog *self)
{
  search_changed_cb (self);
  activate_cb (self);
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
  g_signal_emit (widget, signals[SAVE], 0);
}

/* --- Changing --- */

/* Takes @message. */
AdwToast *
pktmon_presets_dialog_toast_take (PktmonPresetsDialog *self, char *message)
{
  g_autofree char *taken = message;
  g_autofree char *title = g_markup_escape_text (taken, -1);
  AdwToast *toast = adw_toast_new (title);

  adw_toast_overlay_add_toast (self->toasts, toast);
  return toast;
}

/* What has changed is what the user goes on with. */
static void
go_on_with (PktmonPresetsDialog *self, PktmonPreset *preset)
{
  pktmon_presets_dialog_select (self, preset);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
note_renamed (PktmonPresetsDialog *self, PktmonPreset *before, PktmonPreset *after)
{
  if (pktmon_preset_is_in_file_of (before, self->used))
    g_set_object (&self->used, after);
  g_signal_emit (self, signals[RENAMED], 0, before, after);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPresetsDialog) self = pktmon_weak_take (user_data);
  g_autoptr (PktmonPreset) preset = NULL;
  g_autoptr (PktmonPreset) renamed = self != NULL ? g_steal_pointer (&self->renamed) : NULL;
  g_autoptr (GError) error = NULL;

  if (!pktmon_preset_store_change_finish (PKTMON_PRESET_STORE (source), result, &preset, &error)) {
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
    return;
  }
  if (renamed != NULL)
    note_renamed (self, renamed, preset);
  if (self != NULL)
    go_on_with (self, preset);
}

/* Keeps what @preset says as another one by that name. @replaced: NULL: none. */
static void
save_as (PktmonPresetsDialog *self, PktmonPreset *preset, const char *name, PktmonPreset *replaced)
{
  g_auto (PktmonPresetContents) contents = { 0 };

  pktmon_preset_contents_copy (&contents, pktmon_preset_get_contents (preset));
  g_free (contents.name);
  contents.name = g_strdup (name);
  pktmon_preset_store_change_async (self->store, &contents, replaced, NULL, changed_cb,
                                    pktmon_weak_new (self));
}

static void
duplicate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  PktmonPreset *preset = pktmon_presets_dialog_get_selected (self);
  g_autofree char *copy =
      pktmon_preset_store_dup_free_name (self->store, pktmon_preset_get_name (preset));

  save_as (self, preset, copy, NULL);
}

static void
name_chosen_cb (PktmonPresetsDialog *self, const char *name)
{
  save_as (self, self->renamed, name, self->renamed);
}

static void
rename_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  PktmonRenameDialog *dialog;

  g_set_object (&self->renamed, pktmon_presets_dialog_get_selected (self));
  dialog = pktmon_rename_dialog_new (GTK_WINDOW (self), self->store, self->renamed);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (name_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Deleting --- */

static void
dismiss_toast (PktmonPresetsDialog *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
}

static void
offer_undo (PktmonPresetsDialog *self, PktmonPreset *deleted)
{
  g_autofree char *title =
      g_strdup_printf (_ ("Preset “%s” deleted"), pktmon_preset_get_name (deleted));

  dismiss_toast (self);
  self->toast = g_object_ref (pktmon_presets_dialog_toast_take (self, g_steal_pointer (&title)));
  adw_toast_set_button_label (self->toast, _ ("_Undo"));
  adw_toast_set_action_name (self->toast, "presets.undo");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "presets.undo", TRUE);
}

typedef struct {
  gpointer dialog; /* pktmon_weak_new */
  PktmonPreset *preset;
} Deletion;

/* @preset: taken. */
static Deletion *
deletion_new_take (PktmonPresetsDialog *self, PktmonPreset *preset)
{
  Deletion *deletion = g_new (Deletion, 1);

  deletion->dialog = pktmon_weak_new (self);
  deletion->preset = preset;
  return deletion;
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Deletion *deletion = user_data;
  g_autoptr (PktmonPresetsDialog) self = pktmon_weak_take (deletion->dialog);
  g_autoptr (PktmonPreset) preset = deletion->preset;
  g_autoptr (GError) error = NULL;

  if (!pktmon_preset_store_change_finish (PKTMON_PRESET_STORE (source), result, NULL, &error)) {
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
    return;
  }
  if (self == NULL)
    return;
  g_ptr_array_add (self->deleted, g_object_ref (preset));
  offer_undo (self, preset);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  PktmonPreset *preset = g_object_ref (pktmon_presets_dialog_get_selected (self));

  pktmon_preset_store_change_async (self->store, NULL, preset, NULL, deleted_cb,
                                    deletion_new_take (self, preset));
}

/* What could not be brought back can be tried again. */
static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Deletion *deletion = user_data;
  g_autoptr (PktmonPresetsDialog) self = pktmon_weak_take (deletion->dialog);
  g_autoptr (PktmonPreset) deleted = deletion->preset;
  g_autoptr (PktmonPreset) preset = NULL;
  g_autoptr (GError) error = NULL;

  pktmon_preset_store_change_finish (PKTMON_PRESET_STORE (source), result, &preset, &error);
  if (error != NULL)
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
  if (self == NULL)
    return;
  if (error == NULL) {
    go_on_with (self, preset);
    return;
  }
  g_ptr_array_add (self->deleted, g_steal_pointer (&deleted));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "presets.undo", TRUE);
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  PktmonPreset *preset = g_ptr_array_steal_index (self->deleted, self->deleted->len - 1);

  dismiss_toast (self);
  gtk_widget_action_set_enabled (widget, "presets.undo", self->deleted->len > 0);
  pktmon_preset_store_change_async (self->store, NULL, NULL, preset, restored_cb,
                                    deletion_new_take (self, preset));
}

/* --- The menu, and the search --- */

static void
open_menu (PktmonPresetsDialog *self, double x, double y)
{
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

/* The press goes to the row first, which is selected then. */
static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y,
                 PktmonPresetsDialog *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = gtk_widget_get_ancestor (widget, PKTMON_TYPE_PRESET_ROW);

  if (row == NULL)
    return;
  gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  open_menu (self, x, y);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  double x = 0, y = 0;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    gtk_widget_translate_coordinates (focus, GTK_WIDGET (self->list), 0,
                                      gtk_widget_get_height (focus), &x, &y);
  open_menu (self, x, y);
}

static void
find_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Who has found it goes on with the list. */
static void
to_list_cb (PktmonPresetsDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* --- Life --- */

static void
pktmon_presets_dialog_dispose (GObject *object)
{
  PktmonPresetsDialog *self = PKTMON_PRESETS_DIALOG (object);

  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->slice);
  g_clear_object (&self->found);
  g_clear_object (&self->toast);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PKTMON_TYPE_PRESETS_DIALOG);
  g_clear_object (&self->used);
  g_clear_object (&self->renamed);
  g_clear_object (&self->store);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  G_OBJECT_CLASS (pktmon_presets_dialog_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc function;
  } actions[] = {
    { "presets.use", use_cb },       { "presets.save", save_cb },
    { "presets.rename", rename_cb }, { "presets.duplicate", duplicate_cb },
    { "presets.delete", delete_cb }, { "presets.undo", undo_cb },
    { "presets.menu", menu_cb },     { "presets.find", find_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].function);
  pktmon_presets_dialog_install_files (klass);
  pktmon_actions_bind_class (klass, "presets.");
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (
      klass, "/org/packetmonitor/PacketMonitor/ui/presets-dialog.ui");
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, search_bar);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, search);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, save_button);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, import_button);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, rename_button);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, duplicate_button);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, export_button);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, delete_button);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, message);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, toasts);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, stack);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, list);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, selection);
  gtk_widget_class_bind_template_child (klass, PktmonPresetsDialog, menu);
  gtk_widget_class_bind_template_callback (klass, setup_cb);
  gtk_widget_class_bind_template_callback (klass, bind_cb);
  gtk_widget_class_bind_template_callback (klass, selected_cb);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, activate_cb);
  gtk_widget_class_bind_template_callback (klass, entered_cb);
  gtk_widget_class_bind_template_callback (klass, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (klass, to_list_cb);
}

static void
pktmon_presets_dialog_class_init (PktmonPresetsDialogClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_presets_dialog_dispose;
  signals[USE] = g_signal_new ("use", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               PKTMON_TYPE_PRESET);
  signals[RENAMED] = g_signal_new ("renamed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, PKTMON_TYPE_PRESET, PKTMON_TYPE_PRESET);
  signals[SAVE] =
      g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  install_actions (GTK_WIDGET_CLASS (klass));
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
describe_buttons (PktmonPresetsDialog *self)
{
  GtkButton *buttons[] = { self->save_button,      self->import_button, self->rename_button,
                           self->duplicate_button, self->export_button, self->delete_button };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    pktmon_actions_describe (GTK_ACTIONABLE (buttons[i]));
}

static void
pktmon_presets_dialog_init (PktmonPresetsDialog *self)
{
  self->deleted = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self->list));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "presets.undo", FALSE);
  pktmon_presets_dialog_accept_drops (self);
  describe_buttons (self);
}

PktmonPresetsDialog *
pktmon_presets_dialog_new (GtkWindow *parent, PktmonPresetStore *store, PktmonPreset *used)
{
  PktmonPresetsDialog *self =
      g_object_new (PKTMON_TYPE_PRESETS_DIALOG, "transient-for", parent, NULL);

  self->store = g_object_ref (store);
  g_set_object (&self->used, used);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->found =
      gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (store)), GTK_FILTER (self->filter));
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->found)), 0, FIRST_ROWS);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->slice));
  begin_rows (self);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (show_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (store, "complete", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  store_changed_cb (self);
  if (used != NULL)
    pktmon_presets_dialog_select (self, used);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return self;
}

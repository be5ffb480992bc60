/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a window uses presets. */
#include "base/error.h"
#include "base/i18n.h"
#include "ui/column-choice.h"
#include "ui/failure-dialog.h"
#include "ui/preset-import.h"
#include "ui/preset-sources.h"
#include "ui/presets-dialog.h"
#include "ui/save-preset-dialog.h"
#include "ui/weak.h"
#include "ui/window-private.h"

/* Takes @text. @wrong: whether the user should see it before
 * anything else. */
static void
toast_take (PktmonWindow *self, char *text, gboolean wrong)
{
  g_autofree char *taken = text;
  g_autofree char *title = g_markup_escape_text (taken, -1);
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_priority (toast, wrong ? ADW_TOAST_PRIORITY_HIGH : ADW_TOAST_PRIORITY_NORMAL);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
set_preset (PktmonWindow *self, PktmonPreset *preset)
{
  g_set_object (&self->preset, preset);
  pktmon_start_page_set_preset (self->start,
                                preset != NULL ? pktmon_preset_get_name (preset) : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.no-preset", preset != NULL);
}

/* What is set without a preset is nothing. */
static const PktmonPresetContents *
get_contents (PktmonWindow *self)
{
  static const PktmonPresetContents none = { 0 };

  return self->preset != NULL ? pktmon_preset_get_contents (self->preset) : &none;
}

/* --- Using one --- */

static void
apply_sources (PktmonWindow *self)
{
  PktmonSourceTree *tree = pktmon_monitor_get_source_tree (self->monitor);
  g_autofree char *missing = NULL;
  g_auto (GStrv) ids = pktmon_preset_sources_resolve (tree, get_contents (self)->sources, &missing);

  pktmon_source_ticks_set_all (self->ticks, ids);
  if (missing != NULL)
    /* Translators: %s: the id of a data source, such as “if:eth0”. */
    toast_take (self, g_strdup_printf (_ ("“%s” of the preset is not there now"), missing), TRUE);
}

static void
tree_changed_cb (PktmonWindow *self, PktmonSourceTree *tree)
{
  if (!pktmon_source_tree_is_complete (tree))
    return;
  g_clear_signal_handler (&self->preset_handler, tree);
  apply_sources (self);
}

/* What a preset means is only known once all sources are. */
static void
choose_sources (PktmonWindow *self)
{
  PktmonSourceTree *tree;

  if (get_contents (self)->sources == NULL && self->preset_handler == 0) {
    pktmon_source_ticks_clear (self->ticks);
    return;
  }
  tree = pktmon_monitor_get_source_tree (self->monitor);
  if (pktmon_source_tree_is_complete (tree))
    apply_sources (self);
  else if (self->preset_handler == 0)
    self->preset_handler =
        g_signal_connect_swapped (tree, "changed", G_CALLBACK (tree_changed_cb), self);
}

static void
filtered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonWindow) self = pktmon_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;

  if (pktmon_document_set_filter_finish (PKTMON_DOCUMENT (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self == NULL)
    return;
  what = pktmon_error_dup_what (error);
  toast_take (self, g_strdup_printf (_ ("The filter of the preset is wrong: %s"), what), TRUE);
}

static void
filter_document (PktmonWindow *self, PktmonDocument *document, const char *filter)
{
  pktmon_document_set_filter (document, filter != NULL ? filter : "", filtered_cb,
                              pktmon_weak_new (self));
}

/* What is captured, and how much of it; what is captured now goes on with the length that it has.
 */
static void
apply_capture (PktmonWindow *self)
{
  const PktmonPresetContents *contents = get_contents (self);

  choose_sources (self);
  pktmon_constraint_list_set_all (pktmon_live_get_constraints (self->live), contents->constraints);
  pktmon_live_set_snap_length (self->live, contents->snap_length);
  g_free (self->live_filter);
  self->live_filter = g_strdup (contents->filter);
}

/* While packets come, the constraints say which ones do; later they say which ones are shown. */
static void
apply_view (PktmonWindow *self)
{
  const PktmonPresetContents *contents = get_contents (self);

  filter_document (self, self->document, contents->filter);
  if (pktmon_document_get_capture_constraints (self->document) == NULL)
    pktmon_constraint_list_set_all (pktmon_document_get_constraints (self->document),
                                    contents->constraints);
}

/* @preset: NULL: none, and nothing is set any more. */
static void
use (PktmonWindow *self, PktmonPreset *preset)
{
  set_preset (self, preset);
  apply_capture (self);
  if (self->document != NULL)
    apply_view (self);
  pktmon_column_choice_set (self->settings, get_contents (self)->columns);
  pktmon_preset_store_note_last (self->presets, preset);
}

static void
use_cb (PktmonWindow *self, PktmonPreset *preset)
{
  use (self, preset);
  toast_take (self, g_strdup_printf (_ ("Preset “%s” in use"), pktmon_preset_get_name (preset)),
              FALSE);
}

void
pktmon_window_begin_with_preset (PktmonWindow *self, PktmonDocument *document)
{
  if (self->live_filter != NULL)
    filter_document (self, document, self->live_filter);
}

/* --- The last one --- */

/* Whoever has set something already wants that. Columns are in the settings. */
static void
restore (PktmonWindow *self)
{
  g_autoptr (PktmonPreset) last = NULL;

  if (self->preset != NULL || !pktmon_source_ticks_is_empty (self->ticks) ||
      pktmon_window_is_capturing (self))
    return;
  last = pktmon_preset_store_dup_last (self->presets);
  if (last == NULL || !pktmon_preset_check (last, NULL))
    return;
  set_preset (self, last);
  apply_capture (self);
}

/* --- Files that are dropped --- */

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonWindow) self = pktmon_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) presets = pktmon_preset_import_finish (result, &error);

  if (error != NULL)
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
  if (self != NULL && presets->len > 0)
    toast_take (self, pktmon_preset_import_dup_message (presets), FALSE);
}

void
pktmon_window_import_presets (PktmonWindow *self, GListModel *files)
{
  pktmon_preset_import_async (self->presets, files, imported_cb, pktmon_weak_new (self));
}

/* --- Saving one --- */

/* Those of the capture; of a file that was opened, those of the view. */
static GPtrArray *
dup_constraints (PktmonWindow *self)
{
  PktmonConstraintList *list = self->file != NULL && self->document != NULL
                                   ? pktmon_document_get_constraints (self->document)
                                   : pktmon_live_get_constraints (self->live);

  return pktmon_constraint_list_dup_all (list);
}

static void
collect (PktmonWindow *self, PktmonPresetContents *contents)
{
  contents->sources = pktmon_source_ticks_dup_all (self->ticks);
  if (contents->sources[0] == NULL)
    g_clear_pointer (&contents->sources, g_strfreev);
  contents->constraints = dup_constraints (self);
  contents->snap_length = pktmon_live_get_snap_length (self->live);
  contents->filter = g_strdup (self->document != NULL ? pktmon_document_get_filter (self->document)
                                                      : self->live_filter);
  if (contents->filter != NULL && contents->filter[0] == '\0')
    g_clear_pointer (&contents->filter, g_free);
  contents->columns = pktmon_column_choice_dup (self->settings);
}

/* It says what is set now. */
static void
saved_cb (PktmonWindow *self, PktmonPreset *preset)
{
  set_preset (self, preset);
  pktmon_live_set_snap_length (self->live, pktmon_preset_get_contents (preset)->snap_length);
  pktmon_preset_store_note_last (self->presets, preset);
  toast_take (self, g_strdup_printf (_ ("Preset “%s” saved"), pktmon_preset_get_name (preset)),
              FALSE);
}

static void
show_save_dialog (PktmonWindow *self)
{
  g_auto (PktmonPresetContents) contents = { 0 };
  g_auto (GStrv) kinds = NULL;
  PktmonSavePresetDialog *dialog;

  collect (self, &contents);
  if (contents.sources != NULL)
    kinds = pktmon_preset_sources_dup_kinds (pktmon_monitor_get_source_tree (self->monitor),
                                             self->ticks);
  dialog = pktmon_save_preset_dialog_new (GTK_WINDOW (self), self->presets, &contents, kinds);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Actions --- */

static void
renamed_cb (PktmonWindow *self, PktmonPreset *before, PktmonPreset *after)
{
  if (pktmon_preset_is_in_file_of (before, self->preset))
    set_preset (self, after);
}

static void
presets_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  PktmonPresetsDialog *dialog =
      pktmon_presets_dialog_new (GTK_WINDOW (self), self->presets, self->preset);

  g_signal_connect_object (dialog, "use", G_CALLBACK (use_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "renamed", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "save", G_CALLBACK (show_save_dialog), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_preset_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_save_dialog (PKTMON_WINDOW (widget));
}

static void
no_preset_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  use (PKTMON_WINDOW (widget), NULL);
}

void
pktmon_window_install_preset_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.presets", NULL, presets_cb);
  gtk_widget_class_install_action (klass, "win.save-preset", NULL, save_preset_cb);
  gtk_widget_class_install_action (klass, "win.no-preset", NULL, no_preset_cb);
}

/* --- Life --- */

void
pktmon_window_init_presets (PktmonWindow *self, PktmonPresetStore *presets)
{
  self->presets = g_object_ref (presets);
  set_preset (self, NULL);
  if (pktmon_preset_store_is_complete (presets))
    restore (self);
  else
    g_signal_connect_object (presets, "complete", G_CALLBACK (restore), self, G_CONNECT_SWAPPED);
}

void
pktmon_window_clear_presets (PktmonWindow *self)
{
  if (self->preset_handler != 0)
    g_clear_signal_handler (&self->preset_handler, pktmon_monitor_get_source_tree (self->monitor));
  if (self->presets != NULL)
    g_signal_handlers_disconnect_by_data (self->presets, self);
  g_clear_object (&self->preset);
  g_clear_object (&self->presets);
  g_clear_pointer (&self->live_filter, g_free);
}

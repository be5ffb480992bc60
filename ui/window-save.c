/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a window saves what it has captured, and does not lose it. */
#include "base/i18n.h"
#include "ui/failure-dialog.h"
#include "ui/recent-list.h"
#include "ui/save-dialog.h"
#include "ui/window-private.h"

static gboolean
has_packets (PktmonWindow *self)
{
  PktmonStore *store = pktmon_live_get_store (self->live);

  return store != NULL && pktmon_store_get_count (store) > 0;
}

/* What is shown was captured here, and is still in the file that it was captured to. */
static gboolean
is_captured (PktmonWindow *self)
{
  return has_packets (self) &&
         pktmon_document_get_store (self->document) == pktmon_live_get_store (self->live);
}

/* There are packets, and they are all, or they come from the capture that goes on. */
static gboolean
can_save (PktmonWindow *self)
{
  PktmonStore *store = self->document != NULL ? pktmon_document_get_store (self->document) : NULL;

  if (store == NULL || pktmon_saving_is_busy (self->saving))
    return FALSE;
  if (pktmon_window_is_capturing (self))
    return store == pktmon_live_get_store (self->live);
  return pktmon_store_get_count (store) > 0 && pktmon_store_is_complete (store);
}

static gboolean
has_unsaved_notes (PktmonWindow *self)
{
  return self->document != NULL &&
         pktmon_notes_is_unsaved (pktmon_document_get_notes (self->document));
}

static gboolean
has_unsaved (PktmonWindow *self)
{
  return (self->unsaved && has_packets (self)) || has_unsaved_notes (self);
}

void
pktmon_window_refresh_save (PktmonWindow *self)
{
  gboolean possible = can_save (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save",
                                 possible && has_unsaved (self) &&
                                     !pktmon_window_is_capturing (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save-as", possible);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reload",
                                 self->file != NULL && !pktmon_window_is_capturing (self) &&
                                     !pktmon_saving_is_busy (self->saving));
}

/* --- Saving --- */

/* As its name says; and the file that is shown stays as it is. */
static PktmonCompression
get_compression (PktmonWindow *self, GFile *file)
{
  PktmonStore *store = pktmon_document_get_store (self->document);
  const char *id = pktmon_spool_get_compression (pktmon_store_get_spool (store));
  g_autofree char *name = g_file_get_basename (file);
  PktmonExportOptions options = { 0 };

  if (self->file == NULL || !g_file_equal (file, self->file))
    pktmon_export_options_set_from_name (&options, name);
  else if (id != NULL)
    pktmon_compression_from_id (id, &options.compression);
  return options.compression;
}

void
pktmon_window_save (PktmonWindow *self, GFile *file)
{
  PktmonNoteEdits *notes;
  PktmonStore *store;
  const char *path;

  g_return_if_fail (PKTMON_IS_WINDOW (self));
  g_return_if_fail (can_save (self));

  notes = pktmon_notes_get_edits (pktmon_document_get_notes (self->document));
  store = pktmon_document_get_store (self->document);
  path = is_captured (self) ? pktmon_live_get_path (self->live) : NULL;
  self->saving_notes = pktmon_note_edits_ref (notes);
  self->partial = pktmon_window_is_capturing (self);
  if (!is_captured (self) || !pktmon_note_edits_is_empty (notes))
    pktmon_saving_start_noted (self->saving, store, notes, get_compression (self, file), file);
  else if (path != NULL && !self->partial)
    pktmon_saving_start (self->saving, path, file);
  else
    pktmon_saving_start_spool (self->saving, pktmon_store_get_spool (store), file);
  pktmon_window_refresh_save (self);
}

static void
chosen_cb (GtkWindow *parent, GFile *file, gpointer user_data)
{
  PktmonWindow *self = PKTMON_WINDOW (parent);

  if (file != NULL && can_save (self))
    pktmon_window_save (self, file);
  else
    self->then = NULL;
}

/* (transfer full) */
static char *
dup_file_name (PktmonWindow *self)
{
  const PktmonExportOptions options = { 0 };
  g_autofree char *name = NULL;

  /* Translators: the name that is suggested for a file, made from the time. */
  if (is_captured (self) && self->file == NULL)
    name = g_date_time_format (self->begun, _ ("Capture %Y-%m-%d %H.%M.%S"));
  else
    name = pktmon_document_dup_title (self->document);
  return pktmon_export_options_dup_path (&options, name);
}

static void
choose_file (PktmonWindow *self)
{
  g_autofree char *name = dup_file_name (self);

  pktmon_save_dialog_show (GTK_WINDOW (self), name, chosen_cb, NULL, NULL);
}

/* Only pcapng has a place for notes; other files stay as they are. */
static gboolean
can_take_notes (PktmonWindow *self)
{
  PktmonDirectory *directory =
      pktmon_store_get_directory (pktmon_document_get_store (self->document));
  const PktmonSection *section = pktmon_directory_get_section (directory, 0);

  return self->file != NULL && !self->unsaved && section != NULL &&
         section->format == PKTMON_FORMAT_PCAPNG;
}

static void
save (PktmonWindow *self)
{
  if (can_take_notes (self))
    pktmon_window_save (self, self->file);
  else
    choose_file (self);
}

void
pktmon_window_take_saved (PktmonWindow *self, GFile *file)
{
  PktmonCaptureFrame *frame = PKTMON_CAPTURE_FRAME (adw_bin_get_child (self->capture));

  self->unsaved = FALSE;
  g_set_object (&self->file, file);
  pktmon_document_set_file (self->document, file);
  pktmon_capture_frame_take_file (frame);
  if (self->saving_notes != NULL)
    pktmon_notes_set_saved (pktmon_document_get_notes (self->document), self->saving_notes);
  pktmon_recent_list_add (file);
  pktmon_window_show_title (self);
}

/* It goes on, and is still to be saved. */
static void
take_part (PktmonWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = g_strdup_printf (_ ("What was captured so far is in “%s”"), name);

  pktmon_recent_list_add (file);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
saved_cb (PktmonWindow *self, GFile *file, const GError *error)
{
  if (error == NULL && self->partial)
    take_part (self, file);
  else if (error == NULL)
    pktmon_window_take_saved (self, file);
  else
    self->then = NULL;
  g_clear_pointer (&self->saving_notes, pktmon_note_edits_unref);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
  pktmon_window_refresh_live (self);
  pktmon_window_proceed (self);
}

/* --- Not losing anything --- */

gboolean
pktmon_window_is_settled (PktmonWindow *self)
{
  return !pktmon_window_is_capturing (self) && !pktmon_saving_is_busy (self->saving) &&
         !pktmon_exporting_is_busy (self->exporting) && !has_unsaved (self);
}

void
pktmon_window_discard (PktmonWindow *self)
{
  self->unsaved = FALSE;
  if (self->document != NULL)
    pktmon_notes_set_saved (pktmon_document_get_notes (self->document),
                            pktmon_notes_get_edits (pktmon_document_get_notes (self->document)));
}

static void
answered_cb (GtkWindow *parent, PktmonUnsavedAnswer answer)
{
  PktmonWindow *self = PKTMON_WINDOW (parent);

  if (self->saving == NULL)
    return; /* the window is gone */
  self->answer = answer;
  if (answer == PKTMON_UNSAVED_CANCEL)
    self->then = NULL;
  pktmon_window_proceed (self);
}

static void
ask (PktmonWindow *self)
{
  g_autofree char *title = pktmon_document_dup_title (self->document);
  PktmonUnsavedKind kind = PKTMON_UNSAVED_NOTES;

  if (self->unsaved)
    kind = pktmon_window_is_capturing (self) ? PKTMON_UNSAVED_ACTIVE : PKTMON_UNSAVED_PACKETS;
  pktmon_unsaved_dialog_show (GTK_WINDOW (self), title, kind, answered_cb);
}

static void
finish (PktmonWindow *self)
{
  PktmonWindowFunc then = self->then;

  self->then = NULL;
  then (self);
}

void
pktmon_window_proceed (PktmonWindow *self)
{
  gboolean unsaved = has_unsaved (self);
  gboolean asks = self->answer == PKTMON_UNSAVED_CANCEL && unsaved;

  if (self->then == NULL || pktmon_saving_is_busy (self->saving) ||
      pktmon_exporting_is_busy (self->exporting))
    return;
  if (asks)
    ask (self);
  else if (pktmon_window_is_capturing (self))
    pktmon_window_stop_capturing (self);
  else if (self->answer == PKTMON_UNSAVED_SAVE && unsaved)
    save (self);
  else
    finish (self);
}

void
pktmon_window_settle (PktmonWindow *self, PktmonWindowFunc then)
{
  gboolean busy = self->then != NULL;

  self->then = then;
  if (busy)
    return;
  self->answer = PKTMON_UNSAVED_CANCEL;
  pktmon_window_proceed (self);
}

/* --- Actions --- */

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save (PKTMON_WINDOW (widget));
}

static void
save_as_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_file (PKTMON_WINDOW (widget));
}

static void
cancel_save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_saving_cancel (PKTMON_WINDOW (widget)->saving);
}

void
pktmon_window_install_save_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.save", NULL, save_cb);
  gtk_widget_class_install_action (klass, "win.save-as", NULL, save_as_cb);
  gtk_widget_class_install_action (klass, "win.cancel-save", NULL, cancel_save_cb);
}

/* --- Life --- */

void
pktmon_window_init_save (PktmonWindow *self)
{
  self->saving = pktmon_saving_new();
  g_signal_connect_object (self->saving, "ended", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  pktmon_work_bar_follow (self->saving_bar, self->saving);
}

void
pktmon_window_clear_save (PktmonWindow *self)
{
  self->then = NULL;
  g_clear_object (&self->then_file);
  if (self->saving != NULL)
    pktmon_saving_cancel (self->saving);
  g_clear_object (&self->saving);
  g_clear_pointer (&self->saving_notes, pktmon_note_edits_unref);
}

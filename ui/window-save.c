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

/* What was captured is shown; while more comes, what there is can be saved. */
static gboolean
can_save (PktmonWindow *self)
{
  return (has_packets (self) || pktmon_window_is_capturing (self)) && self->document != NULL &&
         pktmon_document_get_store (self->document) == pktmon_live_get_store (self->live) &&
         !pktmon_saving_is_busy (self->saving);
}

void
pktmon_window_refresh_save (PktmonWindow *self)
{
  gboolean possible = can_save (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save",
                                 possible && self->unsaved && !pktmon_window_is_capturing (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save-as", possible);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reload",
                                 self->file != NULL && !pktmon_window_is_capturing (self) &&
                                     !pktmon_saving_is_busy (self->saving));
}

/* --- Saving --- */

void
pktmon_window_save (PktmonWindow *self, GFile *file)
{
  const char *path;

  g_return_if_fail (PKTMON_IS_WINDOW (self));
  g_return_if_fail (can_save (self));

  path = pktmon_live_get_path (self->live);
  self->partial = pktmon_window_is_capturing (self);
  if (path != NULL && !self->partial)
    pktmon_saving_start (self->saving, path, file);
  else
    pktmon_saving_start_spool (
        self->saving, pktmon_store_get_spool (pktmon_document_get_store (self->document)), file);
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

static void
choose_file (PktmonWindow *self)
{
  /* Translators: the name that is suggested for a file, made from the time. */
  g_autofree char *name = g_date_time_format (self->begun, _ ("Capture %Y-%m-%d %H.%M.%S"));
  g_autofree char *full = g_strconcat (name, ".pcapng", NULL);

  pktmon_save_dialog_show (GTK_WINDOW (self), full, chosen_cb, NULL, NULL);
}

void
pktmon_window_take_saved (PktmonWindow *self, GFile *file)
{
  self->unsaved = FALSE;
  g_set_object (&self->file, file);
  pktmon_document_set_file (self->document, file);
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
         !(self->unsaved && has_packets (self));
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

  pktmon_unsaved_dialog_show (GTK_WINDOW (self), title, pktmon_window_is_capturing (self),
                              answered_cb);
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
  gboolean asks = self->answer == PKTMON_UNSAVED_CANCEL && self->unsaved && has_packets (self);

  if (self->then == NULL || pktmon_saving_is_busy (self->saving))
    return;
  if (asks)
    ask (self);
  else if (pktmon_window_is_capturing (self))
    pktmon_window_stop_capturing (self);
  else if (self->answer == PKTMON_UNSAVED_SAVE && self->unsaved && has_packets (self))
    choose_file (self);
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
  gtk_widget_class_install_action (klass, "win.save-as", NULL, save_cb);
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
}

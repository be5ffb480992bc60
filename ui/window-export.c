/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a window writes some of its packets to a file. */
#include "base/format.h"
#include "base/i18n.h"
#include "ui/export-dialog.h"
#include "ui/failure-dialog.h"
#include "ui/show-in-files.h"
#include "ui/window-private.h"

/* Seconds that the user has to ask for the file. */
#define TOAST_S 10

void
pktmon_window_refresh_export (PktmonWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export",
                                 self->document != NULL &&
                                     !pktmon_exporting_is_busy (self->exporting));
}

/* --- Beginning --- */

static void
chosen_cb (PktmonWindow *self, GFile *file, PktmonExportDialog *dialog)
{
  PktmonExportOptions options = *pktmon_export_dialog_get_options (dialog);
  PktmonExportChoice choice = {
    .positions = pktmon_export_dialog_get_positions (dialog),
    .interfaces = pktmon_export_dialog_get_interfaces (dialog),
  };

  if (self->document == NULL || pktmon_exporting_is_busy (self->exporting))
    return;
  options.notes = pktmon_notes_get_edits (pktmon_document_get_notes (self->document));
  pktmon_exporting_start (self->exporting, pktmon_document_get_store (self->document), file,
                          &choice, &options);
  pktmon_window_refresh_export (self);
}

static void
export_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  PktmonExportDialog *dialog = pktmon_export_dialog_new (GTK_WINDOW (self), self->document);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_exporting_cancel (PKTMON_WINDOW (widget)->exporting);
}

/* --- The end --- */

static void
show_cb (AdwToast *toast, PktmonWindow *self)
{
  pktmon_show_in_files (GTK_WINDOW (self), g_object_get_data (G_OBJECT (toast), "file"));
}

static char *
dup_text (const PktmonExportResult *result)
{
  g_autofree char *packets = pktmon_format_dup_count (result->packets);
  g_autofree char *files = pktmon_format_dup_count (result->files);

  if (result->files > 1)
    /* Translators: how many packets, and into how many files. */
    return g_strdup_printf (_ ("%s packets exported into %s files"), packets, files);
  return g_strdup_printf (
      ngettext ("%s packet exported", "%s packets exported", (gulong) result->packets), packets);
}

static void
tell (PktmonWindow *self)
{
  g_autofree char *text = dup_text (pktmon_exporting_get_result (self->exporting));
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, TOAST_S);
  adw_toast_set_button_label (toast, _ ("Show in Files"));
  g_object_set_data_full (G_OBJECT (toast), "file", pktmon_exporting_dup_written (self->exporting),
                          g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (show_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
ended_cb (PktmonWindow *self, GFile *file, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The export was cancelled.")));
  else if (error != NULL)
    pktmon_failure_dialog_show (GTK_WINDOW (self), error);
  if (pktmon_exporting_get_result (self->exporting)->kept)
    tell (self);
  pktmon_window_refresh_export (self);
  pktmon_window_proceed (self);
}

/* --- Life --- */

void
pktmon_window_install_export_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.export", NULL, export_cb);
  gtk_widget_class_install_action (klass, "win.cancel-export", NULL, cancel_cb);
}

void
pktmon_window_init_export (PktmonWindow *self)
{
  self->exporting = pktmon_exporting_new();
  g_signal_connect_object (self->exporting, "ended", G_CALLBACK (ended_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_work_bar_follow (self->export_bar, self->exporting);
  pktmon_window_refresh_export (self);
}

void
pktmon_window_clear_export (PktmonWindow *self)
{
  if (self->exporting == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->exporting, self);
  pktmon_exporting_cancel (self->exporting);
  g_clear_object (&self->exporting);
}

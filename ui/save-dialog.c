/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/save-dialog.h"

#include "base/i18n.h"

/* Who is told. */
typedef struct {
  PktmonSaveDialogFunc chosen;
  gpointer user_data;
  GDestroyNotify destroy;
} Listener;

static void
listener_free (gpointer data, GClosure *closure)
{
  Listener *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

/* The dialog belongs to its parent, so that it goes with it. */
static void
set_dialog (GtkWindow *parent, GtkFileChooserNative *dialog)
{
  g_object_set_data_full (G_OBJECT (parent), "save-dialog", dialog, g_object_unref);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  const Listener *listener = user_data;
  g_autoptr (GtkFileChooserNative) alive = g_object_ref (GTK_FILE_CHOOSER_NATIVE (dialog));
  GtkWindow *parent = gtk_native_dialog_get_transient_for (dialog);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (alive));
  set_dialog (parent, NULL);
  listener->chosen (parent, file, listener->user_data);
}

void
pktmon_save_dialog_show_kind (GtkWindow *parent, const PktmonSaveKind *kind, const char *name,
                              PktmonSaveDialogFunc chosen, gpointer user_data,
                              GDestroyNotify destroy)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new();
  Listener *listener = g_new (Listener, 1);
  GtkFileChooserNative *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  dialog = gtk_file_chooser_native_new (_ (kind->title), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_filter_set_name (filter, _ (kind->filter));
  gtk_file_filter_add_suffix (filter, kind->suffix);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  *listener = (Listener){ chosen, user_data, destroy };
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), listener, listener_free, 0);
  set_dialog (parent, dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
pktmon_save_dialog_show (GtkWindow *parent, const char *name, PktmonSaveDialogFunc chosen,
                         gpointer user_data, GDestroyNotify destroy)
{
  static const PktmonSaveKind captures = { N_ ("Save Capture"), N_ ("pcapng Captures"), "pcapng" };

  pktmon_save_dialog_show_kind (parent, &captures, name, chosen, user_data, destroy);
}

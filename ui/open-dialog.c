/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/open-dialog.h"

#include "base/i18n.h"

/* What a file is, its first bytes say; names only help to find it. */
static const struct {
  const char *name;
  const char *suffixes[9]; /* none: all files */
} filters[] = {
  { N_ ("All Captures"), { "pcapng", "ntar", "pcap", "cap", "dmp", "gz", "zst", "lz4" } },
  { N_ ("pcapng Captures"), { "pcapng", "ntar" } },
  { N_ ("pcap Captures"), { "pcap", "cap", "dmp" } },
  { N_ ("Compressed Files"), { "gz", "zst", "lz4" } },
  { N_ ("All Files"), { NULL } },
};

static void
add_filters (GtkFileChooser *chooser)
{
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autoptr (GtkFileFilter) filter = gtk_file_filter_new();

    gtk_file_filter_set_name (filter, _ (filters[i].name));
    if (filters[i].suffixes[0] == NULL)
      gtk_file_filter_add_pattern (filter, "*");
    for (const char *const *suffix = filters[i].suffixes; *suffix != NULL; suffix++)
      gtk_file_filter_add_suffix (filter, *suffix);
    gtk_file_chooser_add_filter (chooser, filter);
  }
}

/* The dialog belongs to its parent, so that it goes with it. */
static void
set_dialog (GtkWindow *parent, GtkFileChooserNative *dialog)
{
  g_object_set_data_full (G_OBJECT (parent), "open-dialog", dialog, g_object_unref);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  PktmonOpenDialogFunc chosen = (PktmonOpenDialogFunc) user_data;
  GtkWindow *parent = gtk_native_dialog_get_transient_for (dialog);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  set_dialog (parent, NULL);
  if (response == GTK_RESPONSE_ACCEPT && g_list_model_get_n_items (files) > 0)
    chosen (parent, files);
}

void
pktmon_open_dialog_show (GtkWindow *parent, PktmonOpenDialogFunc chosen)
{
  GtkFileChooserNative *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  dialog = gtk_file_chooser_native_new (_ ("Open Captures"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _ ("_Open"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), (gpointer) chosen);
  set_dialog (parent, dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

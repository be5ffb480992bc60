/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/open-dialog.h"

#include "base/i18n.h"

typedef struct {
  const char *name;        /* to be translated */
  const char *suffixes[9]; /* none: all files */
} Filter;

/* What a file is, its first bytes say; names only help to find it. */
static const Filter captures[] = {
  { N_ ("All Captures"), { "pcapng", "ntar", "pcap", "cap", "dmp", "gz", "zst", "lz4" } },
  { N_ ("pcapng Captures"), { "pcapng", "ntar" } },
  { N_ ("pcap Captures"), { "pcap", "cap", "dmp" } },
  { N_ ("Compressed Files"), { "gz", "zst", "lz4" } },
  { N_ ("All Files"), { NULL } },
};

static const Filter presets[] = {
  { N_ ("Presets"), { "preset" } },
  { N_ ("All Files"), { NULL } },
};

static void
add_filters (GtkFileChooser *chooser, const Filter *filters, guint n_filters)
{
  for (guint i = 0; i < n_filters; i++) {
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

static void
show (GtkWindow *parent, const char *title, const char *accept, const Filter *filters,
      guint n_filters, PktmonOpenDialogFunc chosen)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog), filters, n_filters);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), (gpointer) chosen);
  set_dialog (parent, dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
pktmon_open_dialog_show (GtkWindow *parent, PktmonOpenDialogFunc chosen)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));

  show (parent, _ ("Open Captures"), _ ("_Open"), captures, G_N_ELEMENTS (captures), chosen);
}

void
pktmon_open_dialog_show_presets (GtkWindow *parent, PktmonOpenDialogFunc chosen)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));

  show (parent, _ ("Import Presets"), _ ("_Import"), presets, G_N_ELEMENTS (presets), chosen);
}

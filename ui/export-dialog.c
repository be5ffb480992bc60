/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/export-dialog.h"

#include "base/format.h"
#include "base/i18n.h"
#include "export/export.h"
#include "ui/export-scope.h"
#include "ui/interface-text.h"
#include "ui/message-line.h"
#include "ui/save-dialog.h"

/* Between two looks at a capture that grows. */
#define LOOK_MS 1000

/* Rows of the combo. */
typedef enum {
  SPLIT_NONE,
  SPLIT_SIZE,
  SPLIT_PACKETS,
} Split;

struct _PktmonExportDialog {
  AdwWindow parent_instance;

  PktmonDocument *document;
  PktmonPositions *positions;  /* NULL: all */
  PktmonPositions *interfaces; /* NULL: all */
  PktmonExportOptions options;
  GCancellable *estimating; /* NULL: nothing is being estimated */
  guint look;               /* timeout; 0: the capture does not grow */

  GtkWidget *export;
  AdwComboRow *scope;
  AdwEntryRow *range;
  AdwComboRow *source;
  AdwComboRow *format;
  AdwComboRow *compression;
  GtkWidget *comments_row;
  GtkSwitch *comments;
  GtkWidget *bytes_row;
  GtkSpinButton *bytes;
  AdwComboRow *split;
  AdwPreferencesRow *part_row;
  GtkSpinButton *part;
  GtkLabel *summary;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonExportDialog, pktmon_export_dialog, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- What the rows say --- */

static void
read_options (PktmonExportDialog *self)
{
  PktmonExportOptions *options = &self->options;
  guint64 part = (guint64) gtk_spin_button_get_value (self->part);
  guint split = adw_combo_row_get_selected (self->split);

  *options = (PktmonExportOptions){ 0 };
  options->format = (PktmonExportFormat) adw_combo_row_get_selected (self->format);
  options->compression = (PktmonCompression) adw_combo_row_get_selected (self->compression);
  options->max_captured = (guint32) gtk_spin_button_get_value (self->bytes);
  options->strip_comments = !gtk_switch_get_active (self->comments);
  if (split == SPLIT_SIZE)
    options->split_size = part * 1000 * 1000;
  else if (split == SPLIT_PACKETS)
    options->split_packets = part;
}

/* Returns: FALSE when the range is wrong. */
static gboolean
read_choice (PktmonExportDialog *self, GError **error)
{
  const char *range = gtk_editable_get_text (GTK_EDITABLE (self->range));
  PktmonExportScope scope = (PktmonExportScope) adw_combo_row_get_selected (self->scope);
  guint source = adw_combo_row_get_selected (self->source);

  g_clear_pointer (&self->positions, pktmon_positions_free);
  g_clear_pointer (&self->interfaces, pktmon_positions_free);
  if (source > 0 && source != GTK_INVALID_LIST_POSITION) {
    self->interfaces = pktmon_positions_new();
    pktmon_positions_add (self->interfaces, source - 1);
  }
  return pktmon_export_scope_get (self->document, scope, range, &self->positions, error);
}

/* Bytes are what captures and arrays have, comments what pcapng has. */
static void
show_rows (PktmonExportDialog *self)
{
  PktmonExportFormat format = self->options.format;
  guint split = adw_combo_row_get_selected (self->split);

  gtk_widget_set_visible (GTK_WIDGET (self->range),
                          adw_combo_row_get_selected (self->scope) == PKTMON_EXPORT_RANGE);
  gtk_widget_set_visible (self->comments_row, format == PKTMON_EXPORT_PCAPNG);
  gtk_widget_set_visible (self->bytes_row, format == PKTMON_EXPORT_PCAPNG ||
                                               format == PKTMON_EXPORT_PCAP ||
                                               format == PKTMON_EXPORT_C);
  gtk_widget_set_visible (GTK_WIDGET (self->part_row), split != SPLIT_NONE);
  adw_preferences_row_set_title (self->part_row, split == SPLIT_SIZE ? _ ("_Megabytes of Each File")
                                                                     : _ ("Pac_kets of Each File"));
}

/* --- How much it is --- */

static void
show_estimate (PktmonExportDialog *self, const PktmonExportEstimate *estimate)
{
  g_autofree char *count = pktmon_format_dup_count (estimate->packets);
  g_autofree char *size = g_format_size (estimate->bytes);
  g_autofree char *text = NULL;

  if (estimate->packets > 0)
    /* Translators: how many packets, and how large their file will be: "about 1.2 MB". */
    text = g_strdup_printf (
        ngettext ("%s packet, about %s", "%s packets, about %s", (gulong) estimate->packets), count,
        size);
  gtk_label_set_text (self->summary, text != NULL ? text : _ ("There are no such packets."));
  gtk_widget_set_sensitive (self->export, estimate->packets > 0);
}

static void
show_problem (PktmonExportDialog *self, const GError *error)
{
  gboolean wrong = error != NULL;

  if (wrong)
    pktmon_message_line_set_error (self->message, error);
  else
    pktmon_message_line_set (self->message, "error", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), !wrong);
  if (wrong)
    gtk_widget_set_sensitive (self->export, FALSE);
}

static void
estimated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  PktmonExportEstimate estimate;
  gboolean good = pktmon_export_estimate_finish (PKTMON_STORE (source), result, &estimate, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->estimating);
  show_problem (self, error);
  if (good)
    show_estimate (self, &estimate);
}

static PktmonExportChoice
get_choice (PktmonExportDialog *self)
{
  return (PktmonExportChoice){
    .positions = self->positions,
    .interfaces = self->interfaces,
  };
}

static void
stop_estimating (PktmonExportDialog *self)
{
  g_cancellable_cancel (self->estimating);
  g_clear_object (&self->estimating);
}

/* What is shown stays until there is something new. */
static void
estimate (PktmonExportDialog *self)
{
  PktmonExportChoice choice = get_choice (self);

  stop_estimating (self);
  self->estimating = g_cancellable_new();
  pktmon_export_estimate_async (pktmon_document_get_store (self->document), &choice, &self->options,
                                self->estimating, estimated_cb, g_object_ref (self));
}

static void
changed_cb (PktmonExportDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (self->document == NULL)
    return; /* it is being made, or gone */
  read_options (self);
  show_rows (self);
  if (read_choice (self, &error))
    estimate (self);
  else {
    stop_estimating (self);
    show_problem (self, error);
  }
}

static gboolean
look_cb (gpointer user_data)
{
  PktmonExportDialog *self = user_data;

  if (self->estimating == NULL)
    changed_cb (self);
  if (!pktmon_store_is_complete (pktmon_document_get_store (self->document)))
    return G_SOURCE_CONTINUE;
  self->look = 0;
  return G_SOURCE_REMOVE;
}

/* --- The file --- */

static void
chosen_cb (GtkWindow *parent, GFile *file, gpointer user_data)
{
  PktmonExportDialog *self = user_data;

  if (file == NULL)
    return;
  g_signal_emit (self, signals[CHOSEN], 0, file);
  gtk_window_close (GTK_WINDOW (self));
}

static char *
dup_file_name (PktmonExportDialog *self)
{
  g_autofree char *title = pktmon_document_dup_title (self->document);
  g_autofree char *clean = g_strdelimit (g_strdup (title), "/", '-');

  return pktmon_export_options_dup_path (&self->options, clean);
}

static void
export_cb (PktmonExportDialog *self)
{
  static const char *const filters[] = {
    [PKTMON_EXPORT_PCAPNG] = N_ ("pcapng Captures"), [PKTMON_EXPORT_PCAP] = N_ ("pcap Captures"),
    [PKTMON_EXPORT_CSV] = N_ ("CSV Files"),          [PKTMON_EXPORT_JSON] = N_ ("JSON Lines"),
    [PKTMON_EXPORT_TEXT] = N_ ("Text Files"),        [PKTMON_EXPORT_C] = N_ ("C Sources"),
  };
  g_autofree char *name = dup_file_name (self);
  g_autofree char *ending = pktmon_export_options_dup_ending (&self->options);
  PktmonSaveKind kind = { N_ ("Export Packets"), filters[self->options.format], ending + 1 };

  pktmon_save_dialog_show_kind (GTK_WINDOW (self), &kind, name, chosen_cb, g_object_ref (self),
                                g_object_unref);
}

/* --- Life --- */

static void
pktmon_export_dialog_dispose (GObject *object)
{
  PktmonExportDialog *self = PKTMON_EXPORT_DIALOG (object);

  stop_estimating (self);
  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_export_dialog_parent_class)->dispose (object);
}

static void
pktmon_export_dialog_finalize (GObject *object)
{
  PktmonExportDialog *self = PKTMON_EXPORT_DIALOG (object);

  g_clear_pointer (&self->positions, pktmon_positions_free);
  g_clear_pointer (&self->interfaces, pktmon_positions_free);
  G_OBJECT_CLASS (pktmon_export_dialog_parent_class)->finalize (object);
}

static void
pktmon_export_dialog_class_init (PktmonExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_export_dialog_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", PKTMON_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, export);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, scope);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, range);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, source);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, compression);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, comments_row);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, comments);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, bytes_row);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, bytes);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, split);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, part_row);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, part);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PktmonExportDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
pktmon_export_dialog_init (PktmonExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* All of them, then one after the other. */
static void
list_sources (PktmonExportDialog *self, PktmonStore *store)
{
  guint n_interfaces = pktmon_directory_get_n_interfaces (pktmon_store_get_directory (store));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, C_ ("export", "All"));
  for (guint i = 0; i < n_interfaces; i++)
    gtk_string_list_take (names, pktmon_interface_dup_title (store, i));
  adw_combo_row_set_model (self->source, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->source), n_interfaces > 1);
}

PktmonExportDialog *
pktmon_export_dialog_new (GtkWindow *parent, PktmonDocument *document)
{
  PktmonExportDialog *self =
      g_object_new (PKTMON_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  PktmonStore *store = pktmon_document_get_store (document);

  list_sources (self, store);
  adw_combo_row_set_selected (self->scope, pktmon_export_scope_guess (document));
  self->document = g_object_ref (document);
  changed_cb (self);
  if (!pktmon_store_is_complete (store))
    self->look = g_timeout_add (LOOK_MS, look_cb, self);
  return self;
}

const PktmonPositions *
pktmon_export_dialog_get_positions (PktmonExportDialog *self)
{
  g_return_val_if_fail (PKTMON_IS_EXPORT_DIALOG (self), NULL);

  return self->positions;
}

const PktmonPositions *
pktmon_export_dialog_get_interfaces (PktmonExportDialog *self)
{
  g_return_val_if_fail (PKTMON_IS_EXPORT_DIALOG (self), NULL);

  return self->interfaces;
}

const PktmonExportOptions *
pktmon_export_dialog_get_options (PktmonExportDialog *self)
{
  g_return_val_if_fail (PKTMON_IS_EXPORT_DIALOG (self), NULL);

  return &self->options;
}

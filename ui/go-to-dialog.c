/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/go-to-dialog.h"

#include "base/format.h"
#include "base/i18n.h"
#include "ui/message-line.h"

struct _PktmonGoToDialog {
  AdwMessageDialog parent_instance;

  PktmonDocument *document;

  GtkEntry *entry;
  PktmonMessageLine *message;
  GtkButton *show_all;
};

G_DEFINE_FINAL_TYPE (PktmonGoToDialog, pktmon_go_to_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* --- What the text means --- */

/* The number in @text, which may have commas and spaces; G_MAXUINT64: too large for any packet.
 * Returns: FALSE when it is none. */
static gboolean
parse_number (const char *text, guint64 *number)
{
  gboolean any = FALSE;

  *number = 0;
  for (; *text != '\0'; text++) {
    if (*text == ',' || *text == ' ')
      continue;
    if (!g_ascii_isdigit (*text))
      return FALSE;
    any = TRUE;
    *number = *number < G_MAXUINT64 / 100 ? *number * 10 + (guint64) g_ascii_digit_value (*text)
                                          : G_MAXUINT64;
  }
  return any;
}

/* @position: (out): of the packet that the text means.
 * Returns: (transfer full): what is wrong with the text; NULL: nothing. */
static char *
dup_problem (PktmonGoToDialog *self, guint64 *position)
{
  guint64 count = pktmon_store_get_count (pktmon_document_get_store (self->document));
  g_autofree char *last = pktmon_format_dup_count (count);
  guint64 number;

  if (!parse_number (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &number))
    return g_strdup (_ ("A packet number has digits only."));
  if (number == 0 || number > count)
    return g_strdup_printf (_ ("The packets of this capture have the numbers 1 to %s."), last);
  *position = number - 1;
  return NULL;
}

/* --- What the dialog shows --- */

/* What hides packets: the filter, constraints, interfaces that are not visible, or several. */
static void
show_hidden (PktmonGoToDialog *self, gboolean hidden)
{
  PktmonConstraintList *constraints = pktmon_document_get_constraints (self->document);
  gboolean by_filter = *pktmon_document_get_filter (self->document) != '\0';
  gboolean by_constraint = pktmon_constraint_list_count_enabled (constraints) > 0;
  gboolean by_interface = pktmon_document_get_hidden_interfaces (self->document) > 0;
  const char *text = NULL;

  if (hidden && !by_constraint && !by_filter && !by_interface)
    text = _ ("This packet is a drop that is to be expected.");
  else if (hidden && by_constraint && (by_filter || by_interface))
    text = _ ("This packet is hidden by the filter, by the constraints or with its interface.");
  else if (hidden && by_constraint)
    text = _ ("This packet is hidden by the constraints.");
  else if (hidden && by_filter && by_interface)
    text = _ ("This packet is hidden by the filter or with its interface.");
  else if (hidden)
    text = by_filter ? _ ("This packet is hidden by the filter.")
                     : _ ("This packet is hidden with its interface.");
  pktmon_message_line_set (self->message, "information", text);
  gtk_button_set_label (self->show_all, by_filter && !by_interface && !by_constraint
                                            ? _ ("Clear _Filter")
                                            : _ ("_Show All Packets"));
  gtk_widget_set_visible (GTK_WIDGET (self->show_all), hidden);
}

static void
update (PktmonGoToDialog *self)
{
  gboolean empty = gtk_entry_get_text_length (self->entry) == 0;
  g_autofree char *problem = NULL;
  guint64 position = PKTMON_POSITION_NONE;
  gboolean shown = FALSE;
  guint row;

  if (!empty)
    problem = dup_problem (self, &position);
  if (position != PKTMON_POSITION_NONE)
    shown = pktmon_packet_list_find (pktmon_document_get_list (self->document), position, &row);
  show_hidden (self, position != PKTMON_POSITION_NONE && !shown);
  pktmon_message_line_mark (GTK_WIDGET (self->entry), problem != NULL);
  if (problem != NULL)
    pktmon_message_line_set (self->message, "error", problem);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "go", shown);
}

static void
go (PktmonGoToDialog *self)
{
  guint64 position;
  g_autofree char *problem = dup_problem (self, &position);

  if (problem == NULL)
    pktmon_document_go_to (self->document, position);
}

static void
show_all_cb (PktmonGoToDialog *self)
{
  pktmon_document_show_all (self->document);
  go (self);
  gtk_window_close (GTK_WINDOW (self));
}

static void
pktmon_go_to_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  if (g_str_equal (response, "go"))
    go (PKTMON_GO_TO_DIALOG (dialog));
}

/* --- Life --- */

static void
pktmon_go_to_dialog_dispose (GObject *object)
{
  PktmonGoToDialog *self = PKTMON_GO_TO_DIALOG (object);

  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_go_to_dialog_parent_class)->dispose (object);
}

static void
pktmon_go_to_dialog_class_init (PktmonGoToDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_go_to_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = pktmon_go_to_dialog_response;
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/go-to-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonGoToDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, PktmonGoToDialog, message);
  gtk_widget_class_bind_template_child (widget_class, PktmonGoToDialog, show_all);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
}

static void
pktmon_go_to_dialog_init (PktmonGoToDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonGoToDialog *
pktmon_go_to_dialog_new (GtkWindow *parent, PktmonDocument *document)
{
  PktmonGoToDialog *self = g_object_new (PKTMON_TYPE_GO_TO_DIALOG, "transient-for", parent, NULL);

  self->document = g_object_ref (document);
  /* More packets, or others. */
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}

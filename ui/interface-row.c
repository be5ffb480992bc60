/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/interface-row.h"

#include "base/format.h"
#include "base/i18n.h"
#include "pcapng/link-type.h"
#include "ui/interface-text.h"

struct _PktmonInterfaceRow {
  AdwBin parent_instance;

  PktmonDocument *document; /* NULL: not bound */
  guint number;

  GtkCheckButton *check;
  GtkLabel *title;
  GtkLabel *link_type;
  GtkLabel *packets;
};

G_DEFINE_FINAL_TYPE (PktmonInterfaceRow, pktmon_interface_row, ADW_TYPE_BIN)

static gboolean
query_tooltip_cb (PktmonInterfaceRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *details = NULL;

  if (self->document == NULL)
    return FALSE;
  details = pktmon_interface_dup_details (pktmon_document_get_store (self->document), self->number);
  gtk_tooltip_set_text (tooltip, details);
  return TRUE;
}

static void
toggled_cb (PktmonInterfaceRow *self)
{
  if (self->document != NULL)
    pktmon_document_set_interface_visible (self->document, self->number,
                                           gtk_check_button_get_active (self->check));
}

static void
pktmon_interface_row_dispose (GObject *object)
{
  pktmon_interface_row_unbind (PKTMON_INTERFACE_ROW (object));
  G_OBJECT_CLASS (pktmon_interface_row_parent_class)->dispose (object);
}

static void
pktmon_interface_row_class_init (PktmonInterfaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_interface_row_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/interface-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonInterfaceRow, check);
  gtk_widget_class_bind_template_child (widget_class, PktmonInterfaceRow, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonInterfaceRow, link_type);
  gtk_widget_class_bind_template_child (widget_class, PktmonInterfaceRow, packets);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
pktmon_interface_row_init (PktmonInterfaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonInterfaceRow *
pktmon_interface_row_new (void)
{
  return g_object_new (PKTMON_TYPE_INTERFACE_ROW, NULL);
}

static void
show_link_type (PktmonInterfaceRow *self, guint16 link_type)
{
  char buffer[128];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_link_type_append_name (&text, link_type);
  gtk_label_set_text (self->link_type, buffer);
}

void
pktmon_interface_row_bind (PktmonInterfaceRow *self, PktmonDocument *document, guint number)
{
  PktmonStore *store = pktmon_document_get_store (document);
  PktmonDirectory *directory = pktmon_store_get_directory (store);
  g_autofree char *title = pktmon_interface_dup_title (store, number);
  g_autofree char *label = g_strdup_printf (_ ("Show packets of %s"), title);

  g_return_if_fail (PKTMON_IS_INTERFACE_ROW (self));

  g_set_object (&self->document, document);
  self->number = number;
  gtk_label_set_text (self->title, title);
  show_link_type (self, pktmon_directory_get_interface (directory, number)->link_type);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
pktmon_interface_row_unbind (PktmonInterfaceRow *self)
{
  g_return_if_fail (PKTMON_IS_INTERFACE_ROW (self));

  g_clear_object (&self->document);
}

guint
pktmon_interface_row_get_number (PktmonInterfaceRow *self)
{
  g_return_val_if_fail (PKTMON_IS_INTERFACE_ROW (self), 0);

  return self->number;
}

void
pktmon_interface_row_refresh (PktmonInterfaceRow *self, guint64 packets)
{
  g_autofree char *text = pktmon_format_dup_count (packets);

  g_return_if_fail (PKTMON_IS_INTERFACE_ROW (self));

  gtk_label_set_text (self->packets, text);
  gtk_check_button_set_active (
      self->check, pktmon_document_get_interface_visible (self->document, self->number));
}

void
pktmon_interface_row_toggle (PktmonInterfaceRow *self)
{
  g_return_if_fail (PKTMON_IS_INTERFACE_ROW (self));

  gtk_check_button_set_active (self->check, !gtk_check_button_get_active (self->check));
}

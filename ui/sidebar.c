/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sidebar.h"

#include "ui/interface-list.h"
#include "ui/interface-row.h"

struct _PktmonSidebar {
  AdwBin parent_instance;

  PktmonDocument *document;
  GPtrArray *rows; /* (element-type PktmonInterfaceRow): those that show an interface; borrowed */

  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (PktmonSidebar, pktmon_sidebar, ADW_TYPE_BIN)

/* One look into the store for all rows, however many interfaces it has.
 * @new: they have shown something else before. */
static void
refresh_rows (PktmonSidebar *self, PktmonInterfaceRow *const *rows, guint n_rows, gboolean new)
{
  g_autofree guint *interfaces = g_new (guint, n_rows);
  g_autofree PktmonTotals *totals = g_new0 (PktmonTotals, n_rows);

  for (guint i = 0; i < n_rows; i++)
    interfaces[i] = pktmon_interface_row_get_number (rows[i]);
  if (!pktmon_store_get_interface_totals (pktmon_document_get_store (self->document), interfaces,
                                          n_rows, totals) &&
      !new)
    return;
  for (guint i = 0; i < n_rows; i++)
    pktmon_interface_row_refresh (rows[i], totals[i].packets);
}

static void
refresh (PktmonSidebar *self)
{
  refresh_rows (self, (PktmonInterfaceRow *const *) self->rows->pdata, self->rows->len, FALSE);
}

/* --- Rows --- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, GTK_WIDGET (pktmon_interface_row_new()));
}

static void
bind_cb (PktmonSidebar *self, GtkListItem *item)
{
  PktmonInterfaceRow *row = PKTMON_INTERFACE_ROW (gtk_list_item_get_child (item));
  guint number = pktmon_interface_item_get_number (gtk_list_item_get_item (item));

  pktmon_interface_row_bind (row, self->document, number);
  g_ptr_array_add (self->rows, row);
  refresh_rows (self, &row, 1, TRUE);
}

static void
unbind_cb (PktmonSidebar *self, GtkListItem *item)
{
  PktmonInterfaceRow *row = PKTMON_INTERFACE_ROW (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->rows, row);
  pktmon_interface_row_unbind (row);
}

static void
activate_cb (PktmonSidebar *self, guint row)
{
  GListModel *list = G_LIST_MODEL (gtk_list_view_get_model (self->view));
  g_autoptr (PktmonInterfaceItem) item = g_list_model_get_item (list, row);

  for (guint i = 0; i < self->rows->len; i++)
    if (pktmon_interface_row_get_number (g_ptr_array_index (self->rows, i)) ==
        pktmon_interface_item_get_number (item))
      pktmon_interface_row_toggle (g_ptr_array_index (self->rows, i));
}

/* --- Life --- */

static void
pktmon_sidebar_dispose (GObject *object)
{
  PktmonSidebar *self = PKTMON_SIDEBAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->document);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (pktmon_sidebar_parent_class)->dispose (object);
}

static void
pktmon_sidebar_class_init (PktmonSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_sidebar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonSidebar, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
pktmon_sidebar_init (PktmonSidebar *self)
{
  self->rows = g_ptr_array_new();
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonSidebar *
pktmon_sidebar_new (PktmonDocument *document)
{
  PktmonSidebar *self = g_object_new (PKTMON_TYPE_SIDEBAR, NULL);
  PktmonStore *store = pktmon_document_get_store (document);
  GListModel *list = G_LIST_MODEL (pktmon_interface_list_new (store));
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (list);

  self->document = g_object_ref (document);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (store, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::hidden-interfaces", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  return self;
}

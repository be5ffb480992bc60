/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/load-bar.h"

/* Loading that is over sooner shows no bar. */
#define PATIENCE_MS 300

struct _PktmonLoadBar {
  AdwBin parent_instance;

  PktmonStore *store; /* NULL: follows nothing */
  guint patience;     /* timeout until the bar may be shown */

  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (PktmonLoadBar, pktmon_load_bar, ADW_TYPE_BIN)

static void
refresh (PktmonLoadBar *self)
{
  double fraction = pktmon_store_get_fraction (self->store);

  gtk_widget_set_visible (GTK_WIDGET (self->progress),
                          self->patience == 0 && !pktmon_store_is_complete (self->store));
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
}

static gboolean
patience_cb (gpointer user_data)
{
  PktmonLoadBar *self = user_data;

  self->patience = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

void
pktmon_load_bar_set_document (PktmonLoadBar *self, PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_LOAD_BAR (self));

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (document == NULL)
    return;
  self->store = g_object_ref (pktmon_document_get_store (document));
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (refresh), self);
  self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
}

static void
pktmon_load_bar_dispose (GObject *object)
{
  pktmon_load_bar_set_document (PKTMON_LOAD_BAR (object), NULL);
  G_OBJECT_CLASS (pktmon_load_bar_parent_class)->dispose (object);
}

static void
pktmon_load_bar_class_init (PktmonLoadBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_load_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/load-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonLoadBar, progress);
}

static void
pktmon_load_bar_init (PktmonLoadBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

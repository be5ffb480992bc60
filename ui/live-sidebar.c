/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/live-sidebar.h"

#include "base/i18n.h"
#include "ui/sidebar.h"

struct _PktmonLiveSidebar {
  AdwBin parent_instance;

  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (PktmonLiveSidebar, pktmon_live_sidebar, ADW_TYPE_BIN)

static void
pktmon_live_sidebar_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (pktmon_live_sidebar_parent_class)->dispose (object);
}

static void
pktmon_live_sidebar_class_init (PktmonLiveSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_live_sidebar_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/live-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonLiveSidebar, stack);
}

static void
pktmon_live_sidebar_init (PktmonLiveSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonLiveSidebar *
pktmon_live_sidebar_new (PktmonDocument *document, GtkWidget *sources)
{
  PktmonLiveSidebar *self = g_object_new (PKTMON_TYPE_LIVE_SIDEBAR, NULL);

  gtk_stack_add_titled (self->stack, sources, "sources", _ ("Sources"));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (pktmon_sidebar_new (document)), "captured",
                        _ ("Captured"));
  return self;
}

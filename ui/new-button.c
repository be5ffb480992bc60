/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/new-button.h"

#include "base/format.h"
#include "base/i18n.h"

struct _PktmonNewButton {
  AdwBin parent_instance;

  PktmonPacketScroller *scroller;
  PktmonPacketList *list;
  guint64 seen; /* last packet while the end was followed; PKTMON_POSITION_NONE: it never was */

  AdwButtonContent *content;
};

G_DEFINE_FINAL_TYPE (PktmonNewButton, pktmon_new_button, ADW_TYPE_BIN)

/* Shown packets behind the last that was seen. */
static guint64
count_new (PktmonNewButton *self)
{
  if (self->seen == PKTMON_POSITION_NONE || pktmon_packet_scroller_get_follow (self->scroller))
    return 0;
  return pktmon_packet_list_get_count (self->list) -
         pktmon_packet_list_get_rank (self->list, self->seen + 1);
}

static void
refresh (PktmonNewButton *self)
{
  guint64 n = count_new (self);
  g_autofree char *count = pktmon_format_dup_count (n);
  g_autofree char *label = g_strdup_printf (ngettext ("%s new packet", "%s new packets", n), count);

  adw_button_content_set_label (self->content, label);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
note_seen (PktmonNewButton *self)
{
  guint64 n = pktmon_packet_list_get_count (self->list);

  if (n > 0)
    self->seen = pktmon_packet_list_get_nth (self->list, n - 1);
}

static void
follow_cb (PktmonNewButton *self)
{
  note_seen (self);
  refresh (self);
}

static void
clicked_cb (PktmonNewButton *self)
{
  pktmon_packet_scroller_set_follow (self->scroller, TRUE);
}

static void
pktmon_new_button_dispose (GObject *object)
{
  PktmonNewButton *self = PKTMON_NEW_BUTTON (object);

  if (self->scroller != NULL) {
    g_signal_handlers_disconnect_by_data (self->scroller, self);
    g_signal_handlers_disconnect_by_data (self->list, self);
  }
  g_clear_object (&self->scroller);
  g_clear_object (&self->list);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_new_button_parent_class)->dispose (object);
}

static void
pktmon_new_button_class_init (PktmonNewButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_new_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/new-button.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonNewButton, content);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
pktmon_new_button_init (PktmonNewButton *self)
{
  self->seen = PKTMON_POSITION_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pktmon_new_button_watch (PktmonNewButton *self, PktmonPacketScroller *scroller,
                         PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_NEW_BUTTON (self));

  self->scroller = g_object_ref (scroller);
  self->list = g_object_ref (pktmon_document_get_list (document));
  g_signal_connect_object (scroller, "notify::follow", G_CALLBACK (follow_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
}

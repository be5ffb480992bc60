/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/notice-bar.h"

struct _PktmonNoticeBar {
  AdwBin parent_instance;

  GtkInfoBar *bar;
  GtkImage *icon;
  GtkLabel *what;
  GtkLabel *advice;
  GtkWidget *reload;
};

G_DEFINE_FINAL_TYPE (PktmonNoticeBar, pktmon_notice_bar, ADW_TYPE_BIN)

static void
pktmon_notice_bar_class_init (PktmonNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonNoticeBar, bar);
  gtk_widget_class_bind_template_child (widget_class, PktmonNoticeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, PktmonNoticeBar, what);
  gtk_widget_class_bind_template_child (widget_class, PktmonNoticeBar, advice);
  gtk_widget_class_bind_template_child (widget_class, PktmonNoticeBar, reload);
  gtk_widget_class_bind_template_callback (widget_class, pktmon_notice_bar_hide);
}

static void
pktmon_notice_bar_init (PktmonNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pktmon_notice_bar_show (PktmonNoticeBar *self, GtkMessageType type, const char *what,
                        const char *advice)
{
  gboolean warns = type == GTK_MESSAGE_WARNING || type == GTK_MESSAGE_ERROR;

  g_return_if_fail (PKTMON_IS_NOTICE_BAR (self));

  gtk_image_set_from_icon_name (self->icon,
                                warns ? "dialog-warning-symbolic" : "dialog-information-symbolic");
  gtk_label_set_text (self->what, what);
  gtk_label_set_text (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), advice != NULL);
  gtk_info_bar_set_message_type (self->bar, type);
  gtk_info_bar_set_revealed (self->bar, TRUE);
}

void
pktmon_notice_bar_hide (PktmonNoticeBar *self)
{
  g_return_if_fail (PKTMON_IS_NOTICE_BAR (self));

  gtk_info_bar_set_revealed (self->bar, FALSE);
}

void
pktmon_notice_bar_set_reloadable (PktmonNoticeBar *self, gboolean reloadable)
{
  g_return_if_fail (PKTMON_IS_NOTICE_BAR (self));

  gtk_widget_set_visible (self->reload, reloadable);
}

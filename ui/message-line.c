/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/message-line.h"

#include "base/error.h"

struct _PktmonMessageLine {
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (PktmonMessageLine, pktmon_message_line, ADW_TYPE_BIN)

static void
pktmon_message_line_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (pktmon_message_line_parent_class)->dispose (object);
}

static void
pktmon_message_line_class_init (PktmonMessageLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_message_line_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/message-line.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonMessageLine, icon);
  gtk_widget_class_bind_template_child (widget_class, PktmonMessageLine, text);
}

static void
pktmon_message_line_init (PktmonMessageLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pktmon_message_line_set (PktmonMessageLine *self, const char *kind, const char *text)
{
  const char *classes[] = { kind, NULL };
  g_autofree char *icon = g_strdup_printf ("dialog-%s-symbolic", kind);

  g_return_if_fail (PKTMON_IS_MESSAGE_LINE (self));

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
pktmon_message_line_set_error (PktmonMessageLine *self, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);
  const char *advice = pktmon_error_get_advice (error);
  g_autofree char *both = advice != NULL ? g_strdup_printf ("%s %s", what, advice) : NULL;

  pktmon_message_line_set (self, "error", both != NULL ? both : what);
}

void
pktmon_message_line_mark (GtkWidget *widget, gboolean wrong)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (wrong)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

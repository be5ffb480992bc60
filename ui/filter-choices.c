/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/filter-choices.h"

#define WIDTH_CHARS 36
#define ROW_MARGIN 4

struct _PktmonFilterChoices {
  GtkPopover parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (PktmonFilterChoices, pktmon_filter_choices, GTK_TYPE_POPOVER)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static GQuark filter_quark (void);

G_DEFINE_QUARK (pktmon_choice_filter, filter)

static void
row_activated_cb (PktmonFilterChoices *self, GtkListBoxRow *row)
{
  g_autofree char *filter = g_strdup (g_object_get_qdata (G_OBJECT (row), filter_quark()));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, filter);
}

static void
pktmon_filter_choices_class_init (PktmonFilterChoicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/filter-choices.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonFilterChoices, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  signals[CHOSEN] = g_signal_new ("chosen", PKTMON_TYPE_FILTER_CHOICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pktmon_filter_choices_init (PktmonFilterChoices *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
append_label (GtkBox *box, const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (box, label);
}

void
pktmon_filter_choices_add (PktmonFilterChoices *self, const char *filter, const char *description)
{
  GtkWidget *row = gtk_list_box_row_new();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_return_if_fail (PKTMON_IS_FILTER_CHOICES (self));

  append_label (GTK_BOX (box), filter, "monospace");
  if (description != NULL)
    append_label (GTK_BOX (box), description, "dim-label");
  gtk_widget_set_margin_top (box, ROW_MARGIN);
  gtk_widget_set_margin_bottom (box, ROW_MARGIN);
  gtk_widget_set_tooltip_text (box, filter);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_qdata_full (G_OBJECT (row), filter_quark(), g_strdup (filter), g_free);
  gtk_list_box_append (self->list, row);
}

void
pktmon_filter_choices_clear (PktmonFilterChoices *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (PKTMON_IS_FILTER_CHOICES (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

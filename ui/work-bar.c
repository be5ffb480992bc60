/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/work-bar.h"

/* Work that is over sooner shows no bar. */
#define PATIENCE_US (300 * G_TIME_SPAN_MILLISECOND)

struct _PktmonWorkBar {
  AdwBin parent_instance;

  gint64 begun; /* monotonic time; 0: nothing is done */

  GtkLabel *label;
  GtkProgressBar *progress;
  GtkButton *cancel;
};

G_DEFINE_FINAL_TYPE (PktmonWorkBar, pktmon_work_bar, ADW_TYPE_BIN)

enum { PROP_0, PROP_TEXT, PROP_ACTION_NAME, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void
fraction_cb (PktmonWorkBar *self, GParamSpec *pspec, GObject *work)
{
  gint64 now = g_get_monotonic_time();
  double fraction;

  g_object_get (work, "fraction", &fraction, NULL);
  if (fraction < 0)
    self->begun = 0;
  else if (self->begun == 0)
    self->begun = now;
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self), fraction >= 0 && now > self->begun + PATIENCE_US);
}

void
pktmon_work_bar_follow (PktmonWorkBar *self, gpointer work)
{
  g_return_if_fail (PKTMON_IS_WORK_BAR (self));

  g_signal_connect_object (work, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- Life --- */

static void
pktmon_work_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonWorkBar *self = PKTMON_WORK_BAR (object);

  switch (id) {
  case PROP_TEXT:
    g_value_set_string (value, gtk_label_get_text (self->label));
    break;
  case PROP_ACTION_NAME:
    g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->cancel)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_work_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PktmonWorkBar *self = PKTMON_WORK_BAR (object);

  switch (id) {
  case PROP_TEXT:
    gtk_label_set_text (self->label, g_value_get_string (value));
    break;
  case PROP_ACTION_NAME:
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_work_bar_class_init (PktmonWorkBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pktmon_work_bar_get_property;
  object_class->set_property = pktmon_work_bar_set_property;

  properties[PROP_TEXT] =
      g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/work-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonWorkBar, label);
  gtk_widget_class_bind_template_child (widget_class, PktmonWorkBar, progress);
  gtk_widget_class_bind_template_child (widget_class, PktmonWorkBar, cancel);
}

static void
pktmon_work_bar_init (PktmonWorkBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sparkline.h"

#include <string.h>

#define HEIGHT 20
/* What fills the height at least, so that single packets do not look like floods. */
#define MIN_SCALE 10.0f
#define LINE_ALPHA 0.2f
#define BAR_ALPHA 0.75f

struct _PktmonSparkline {
  GtkWidget parent_instance;
  float values[PKTMON_SPARKLINE_LENGTH];
  guint n;
};

G_DEFINE_FINAL_TYPE (PktmonSparkline, pktmon_sparkline, GTK_TYPE_WIDGET)

static void
pktmon_sparkline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? PKTMON_SPARKLINE_LENGTH : HEIGHT;
  *minimum = *natural;
  *minimum_baseline = *natural_baseline = -1;
}

static void
paint_bar (GtkSnapshot *snapshot, const GdkRGBA *color, float x, float width, float height,
           float whole)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT (x, whole - height, width, height));
}

static float
get_scale (PktmonSparkline *self)
{
  float scale = MIN_SCALE;

  for (guint i = 0; i < self->n; i++)
    scale = MAX (scale, self->values[i]);
  return scale;
}

static void
pktmon_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PktmonSparkline *self = PKTMON_SPARKLINE (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float step = width / PKTMON_SPARKLINE_LENGTH;
  float scale = get_scale (self);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA color;
  float alpha;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  alpha = color.alpha;
  color.alpha = alpha * LINE_ALPHA;
  paint_bar (snapshot, &color, 0, width, 1, height);
  color.alpha = alpha * BAR_ALPHA;
  for (guint i = 0; i < self->n; i++) {
    float end = (float) (self->n - i) * step;

    if (self->values[i] > 0)
      paint_bar (snapshot, &color, mirrored ? end - step : width - end, step,
                 MAX (1, self->values[i] / scale * height), height);
  }
}

static void
pktmon_sparkline_class_init (PktmonSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = pktmon_sparkline_measure;
  widget_class->snapshot = pktmon_sparkline_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pktmon_sparkline_init (PktmonSparkline *self)
{
}

void
pktmon_sparkline_set_values (PktmonSparkline *self, const float *values, guint n)
{
  g_return_if_fail (PKTMON_IS_SPARKLINE (self));
  g_return_if_fail (n <= PKTMON_SPARKLINE_LENGTH);

  if (n == self->n && memcmp (values, self->values, n * sizeof *values) == 0)
    return;
  if (n > 0)
    memcpy (self->values, values, n * sizeof *values);
  self->n = n;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scrolling.h"

/* Part of a page that a click into the scrollbar scrolls. */
#define PAGE_STEP 0.9

static const char *const property_names[] = {
  "hadjustment",
  "vadjustment",
  "hscroll-policy",
  "vscroll-policy",
};
#define N_ADJUSTMENTS 2u

void
pktmon_scrolling_override_properties (GObjectClass *klass, guint first_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (property_names); i++)
    g_object_class_override_property (klass, first_id + i, property_names[i]);
}

void
pktmon_scrolling_get_property (const PktmonScrolling *self, guint id, GValue *value)
{
  if (id < N_ADJUSTMENTS)
    g_value_set_object (value, self->adjustments[id]);
  else
    g_value_set_enum (value, self->policies[id - N_ADJUSTMENTS]);
}

static void
set_adjustment (PktmonScrolling *self, GtkWidget *widget, guint orientation,
                GtkAdjustment *adjustment)
{
  GtkAdjustment **own = &self->adjustments[orientation];

  if (*own == adjustment)
    return;
  if (*own != NULL)
    g_signal_handlers_disconnect_by_func (*own, gtk_widget_queue_draw, widget);
  g_set_object (own, adjustment);
  if (adjustment == NULL)
    return;
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw),
                            widget);
  gtk_widget_queue_allocate (widget);
}

void
pktmon_scrolling_set_property (PktmonScrolling *self, GtkWidget *widget, guint id,
                               const GValue *value)
{
  if (id < N_ADJUSTMENTS)
    set_adjustment (self, widget, id, g_value_get_object (value));
  else
    self->policies[id - N_ADJUSTMENTS] = g_value_get_enum (value);
}

void
pktmon_scrolling_clear (PktmonScrolling *self, GtkWidget *widget)
{
  for (guint i = 0; i < N_ADJUSTMENTS; i++)
    set_adjustment (self, widget, i, NULL);
}

double
pktmon_scrolling_get_value (const PktmonScrolling *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

void
pktmon_scrolling_configure (PktmonScrolling *self, GtkOrientation orientation, double total,
                            double page, double step)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double value = pktmon_scrolling_get_value (self, orientation);

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, CLAMP (value, 0, MAX (total - page, 0)), 0,
                              MAX (total, page), step, page * PAGE_STEP, page);
}

void
pktmon_scrolling_reveal (PktmonScrolling *self, GtkOrientation orientation, double start,
                         double end)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double value;

  if (adjustment == NULL)
    return;
  value =
      MAX (gtk_adjustment_get_value (adjustment), end - gtk_adjustment_get_page_size (adjustment));
  gtk_adjustment_set_value (adjustment, MIN (value, start));
}

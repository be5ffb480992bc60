/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* PktmonScrolling: what a widget that is a GtkScrollable has of it: its adjustments, which are
 * exact for heights beyond what a widget can have. Part of the widget; zero it to begin. */
typedef struct {
  GtkAdjustment *adjustments[2]; /* by orientation; NULL: none, nothing scrolls */
  GtkScrollablePolicy policies[2];
} PktmonScrolling;

/* Gives the class the four properties of GtkScrollable, with the ids from @first_id on. */
void pktmon_scrolling_override_properties (GObjectClass *klass, guint first_id);
/* @id: counted from @first_id. */
void pktmon_scrolling_get_property (const PktmonScrolling *self, guint id, GValue *value);
void pktmon_scrolling_set_property (PktmonScrolling *self, GtkWidget *widget, guint id,
                                    const GValue *value);
/* For dispose. */
void pktmon_scrolling_clear (PktmonScrolling *self, GtkWidget *widget);

/* Pixels that are out of sight before the first that is seen. */
double pktmon_scrolling_get_value (const PktmonScrolling *self, GtkOrientation orientation);
/* Of @total pixels, @page are seen. @step: pixels that an arrow scrolls. */
void pktmon_scrolling_configure (PktmonScrolling *self, GtkOrientation orientation, double total,
                                 double page, double step);
/* Brings what begins at @start and ends at @end into sight, or its start where it is larger. */
void pktmon_scrolling_reveal (PktmonScrolling *self, GtkOrientation orientation, double start,
                              double end);

G_END_DECLS

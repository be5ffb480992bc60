/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* PktmonSparkline: a row of numbers as a small picture in the colour of the text, the latest at the
 * end. What it says to those who do not see it is its accessible label. */
#define PKTMON_TYPE_SPARKLINE (pktmon_sparkline_get_type())
G_DECLARE_FINAL_TYPE (PktmonSparkline, pktmon_sparkline, PKTMON, SPARKLINE, GtkWidget)

#define PKTMON_SPARKLINE_LENGTH 60

/* @values: @n numbers, not negative, the oldest first; at most PKTMON_SPARKLINE_LENGTH. */
void pktmon_sparkline_set_values (PktmonSparkline *self, const float *values, guint n);

G_END_DECLS

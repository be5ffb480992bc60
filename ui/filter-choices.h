/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* PktmonFilterChoices: a popover with filters to choose from.
 *
 * Signal `chosen` (string): the filter that was clicked; the popover has closed. */
#define PKTMON_TYPE_FILTER_CHOICES (pktmon_filter_choices_get_type())
G_DECLARE_FINAL_TYPE (PktmonFilterChoices, pktmon_filter_choices, PKTMON, FILTER_CHOICES,
                      GtkPopover)

/* @description: what it does, NULL when nobody knows. */
void pktmon_filter_choices_add (PktmonFilterChoices *self, const char *filter,
                                const char *description);
void pktmon_filter_choices_clear (PktmonFilterChoices *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/constraint-list.h"

G_BEGIN_DECLS

/* PktmonConstraintChip: one constraint of a list: its name or its text, whether it is enabled,
 * whether it excludes, and how many packets it held for. It has the keyboard focus as a whole. To
 * edit and remove it, it asks what is around it, with the actions "constraints.edit" and
 * "constraints.remove" and its position. */
#define PKTMON_TYPE_CONSTRAINT_CHIP (pktmon_constraint_chip_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintChip, pktmon_constraint_chip, PKTMON, CONSTRAINT_CHIP,
                      GtkWidget)

/* Keeps references. (transfer floating) */
GtkWidget *pktmon_constraint_chip_new (PktmonConstraintList *list, PktmonConstraintItem *item);

G_END_DECLS

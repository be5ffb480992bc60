/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/store.h"
#include "ui/constraint-list.h"

G_BEGIN_DECLS

/* PktmonConstraintDialog: writes a constraint for a list. */
#define PKTMON_TYPE_CONSTRAINT_DIALOG (pktmon_constraint_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintDialog, pktmon_constraint_dialog, PKTMON, CONSTRAINT_DIALOG,
                      AdwWindow)

/* Keeps references. @item: of @list, to be edited; NULL: a new one is added. @store: with packets
 * to try it on; NULL: there are none. To be presented. */
PktmonConstraintDialog *pktmon_constraint_dialog_new (GtkWindow *parent, PktmonConstraintList *list,
                                                      PktmonConstraintItem *item,
                                                      PktmonStore *store);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/store.h"
#include "ui/constraint-list.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_CONSTRAINTS_SHOWN,    /* they narrow what is shown; there is no bar without any, and
                                * another button adds the first one */
  PKTMON_CONSTRAINTS_CAPTURED, /* they say what is captured */
} PktmonConstraintPurpose;

/* PktmonConstraintBar: the constraints of a list as chips in a row, and a button with what can be
 * done with all of them. */
#define PKTMON_TYPE_CONSTRAINT_BAR (pktmon_constraint_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintBar, pktmon_constraint_bar, PKTMON, CONSTRAINT_BAR, AdwBin)

/* Once; keeps references. @store: with packets that new constraints are tried on; NULL: none. */
void pktmon_constraint_bar_set_list (PktmonConstraintBar *self, PktmonConstraintList *list,
                                     PktmonConstraintPurpose purpose, PktmonStore *store);
/* Asks the user for one more, or says why there cannot be one. */
void pktmon_constraint_bar_ask (PktmonConstraintBar *self);
/* Adds one, with a word about it and a way back; or says why it cannot be added. */
void pktmon_constraint_bar_add (PktmonConstraintBar *self, PktmonConstraint *constraint);

G_END_DECLS

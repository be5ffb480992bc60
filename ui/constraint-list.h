/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* PktmonConstraintItem: one constraint in a list, and how many packets it held for.
 *
 * Properties (read only): `constraint` (PktmonConstraint), `hits` (guint64). */
#define PKTMON_TYPE_CONSTRAINT_ITEM (pktmon_constraint_item_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintItem, pktmon_constraint_item, PKTMON, CONSTRAINT_ITEM,
                      GObject)

#define PKTMON_HITS_UNKNOWN G_MAXUINT64

/* Borrowed, until it is replaced. */
PktmonConstraint *pktmon_constraint_item_get_constraint (PktmonConstraintItem *self);
/* PKTMON_HITS_UNKNOWN when nobody counts. */
guint64 pktmon_constraint_item_get_hits (PktmonConstraintItem *self);

/* PktmonConstraintList: the constraints of one purpose - what is captured, or what is shown - as a
 * GListModel of PktmonConstraintItem; at most PKTMON_MAX_CONSTRAINTS. Who edits them and who obeys
 * them both hold it, and know nothing of each other. An item stays the same object when its
 * constraint is replaced. Main thread only.
 *
 * Signal `changed` (no arguments): there are other constraints; not emitted for hits. */
#define PKTMON_TYPE_CONSTRAINT_LIST (pktmon_constraint_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintList, pktmon_constraint_list, PKTMON, CONSTRAINT_LIST,
                      GObject)

PktmonConstraintList *pktmon_constraint_list_new (void);

/* Whether one more can be added; FALSE with PKTMON_ERROR_INVALID. */
gboolean pktmon_constraint_list_check_room (PktmonConstraintList *self, GError **error);
/* Before the one at @position, or behind the last one. FALSE as above. */
gboolean pktmon_constraint_list_insert (PktmonConstraintList *self, guint position,
                                        PktmonConstraint *constraint, GError **error);
gboolean pktmon_constraint_list_append (PktmonConstraintList *self, PktmonConstraint *constraint,
                                        GError **error);
/* @position: below the number of items, here and below. */
void pktmon_constraint_list_replace (PktmonConstraintList *self, guint position,
                                     PktmonConstraint *constraint);
void pktmon_constraint_list_remove (PktmonConstraintList *self, guint position);
/* Gives it one of the fields that are switches, or takes it away. */
void pktmon_constraint_list_set_switch (PktmonConstraintList *self, guint position,
                                        PktmonConstraintField field, gboolean on);
/* Nothing happens, hits stay too, when all are equal to those that are there.
 * @constraints: (element-type PktmonConstraint): instead of all; NULL: none. Those beyond the limit
 * are left out. */
void pktmon_constraint_list_set_all (PktmonConstraintList *self, GPtrArray *constraints);
/* None of them counts any more; they stay in the list. */
void pktmon_constraint_list_disable_all (PktmonConstraintList *self);

guint pktmon_constraint_list_get_size (PktmonConstraintList *self);
guint pktmon_constraint_list_count_enabled (PktmonConstraintList *self);
/* Borrowed. */
PktmonConstraint *pktmon_constraint_list_get (PktmonConstraintList *self, guint position);
/* (element-type PktmonConstraint) (transfer full) */
GPtrArray *pktmon_constraint_list_dup_all (PktmonConstraintList *self);
/* The position of @item; FALSE when it is not there any more. */
gboolean pktmon_constraint_list_find (PktmonConstraintList *self, PktmonConstraintItem *item,
                                      guint *position);

void pktmon_constraint_list_set_hits (PktmonConstraintList *self, guint position, guint64 hits);

G_END_DECLS

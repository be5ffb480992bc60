/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* PktmonConstraintDraft: a constraint that somebody is writing, for a dialog.
 *
 * Each field is a property that has its key (constraint/fields.h): a boolean where the field is a
 * switch, else a text as it was written, right or wrong, NULL or "" where there is none. An
 * expression is checked in another thread, and until that is done the draft is not valid.
 *
 * Properties beside them: "valid" (readable), whether it makes a constraint; "text" (readable), its
 * text form, NULL while it makes none. Both are notified when they change. One thread, that of its
 * main context. */
#define PKTMON_TYPE_CONSTRAINT_DRAFT (pktmon_constraint_draft_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintDraft, pktmon_constraint_draft, PKTMON, CONSTRAINT_DRAFT,
                      GObject)

/* @constraint: to begin with; NULL: nothing. */
PktmonConstraintDraft *pktmon_constraint_draft_new (const PktmonConstraint *constraint);

/* The properties' getters and setters, for any field; a switch is "yes" or NULL. */
const char *pktmon_constraint_draft_get_field (PktmonConstraintDraft *self,
                                               PktmonConstraintField field);
void pktmon_constraint_draft_set_field (PktmonConstraintDraft *self, PktmonConstraintField field,
                                        const char *text);

/* Whether it says nothing of packets yet: no constraint, but nothing that anybody did wrong. */
gboolean pktmon_constraint_draft_is_empty (PktmonConstraintDraft *self);
/* What is wrong with @field, also together with others; NULL: nothing, or it is not known yet.
 * Changes when "problems-changed" is emitted. Borrowed. */
const GError *pktmon_constraint_draft_get_problem (PktmonConstraintDraft *self,
                                                   PktmonConstraintField field);
/* Writes all fields as @constraint has them. */
void pktmon_constraint_draft_set_all (PktmonConstraintDraft *self,
                                      const PktmonConstraint *constraint);
/* NULL when it is not valid. (transfer full) */
PktmonConstraint *pktmon_constraint_draft_dup_constraint (PktmonConstraintDraft *self);

G_END_DECLS

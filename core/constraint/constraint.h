/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "constraint/fields.h"

G_BEGIN_DECLS

/* PktmonConstraint: what packets must be like to be captured or shown, every field of it
 * (constraint/fields.h). Of several constraints a packet must satisfy one that includes, where
 * there is such a one, and none that excludes. Never changes; counted references: any thread.
 *
 * The text form:
 *
 *   ip=10.0.0.0/8 port=443 proto=tcp flags=syn,ack exclude name="Web"
 *   bpf="udp port 53"
 *
 * Fields with spaces between; a value with a space or a quotation mark in it stands in quotation
 * marks, where \" and \\ mean " and \. A text that begins with no field is an expression as a
 * whole: "udp port 53" is the second example. */
typedef struct _PktmonConstraint PktmonConstraint;

#define PKTMON_TYPE_CONSTRAINT (pktmon_constraint_get_type())
GType pktmon_constraint_get_type (void);

/* @fields: copied; an expression is one that pktmon_constraint_fields_set took.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when a field cannot have its value, or
 * they do not go together. */
PktmonConstraint *pktmon_constraint_new_fields (const PktmonConstraintFields *fields,
                                                GError **error);
/* From the text form. Costs what pktmon_constraint_fields_set costs.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID. */
PktmonConstraint *pktmon_constraint_new (const char *text, GError **error);
/* The same. @column: (out): where @text is wrong, in characters from 1; 0 when it is wrong as a
 * whole. */
PktmonConstraint *pktmon_constraint_parse (const char *text, guint *column, GError **error);
/* From a group of a key file, where every key is that of a field. (transfer full) as above. */
PktmonConstraint *pktmon_constraint_load (GKeyFile *file, const char *group, GError **error);

PktmonConstraint *pktmon_constraint_ref (PktmonConstraint *self);
void pktmon_constraint_unref (PktmonConstraint *self);
gboolean pktmon_constraint_equal (const PktmonConstraint *self, const PktmonConstraint *other);

const PktmonConstraintFields *pktmon_constraint_get_fields (const PktmonConstraint *self);
gboolean pktmon_constraint_is_enabled (const PktmonConstraint *self);
gboolean pktmon_constraint_is_excluding (const PktmonConstraint *self);
/* NULL when it has none. Borrowed. */
const char *pktmon_constraint_get_expression (const PktmonConstraint *self);
/* Whether it asks for anything beside its expression. */
gboolean pktmon_constraint_has_headers (const PktmonConstraint *self);

/* The normal form: pktmon_constraint_new makes an equal constraint of it. (transfer full) */
char *pktmon_constraint_dup_text (const PktmonConstraint *self);
/* Replaces @group. */
void pktmon_constraint_save (const PktmonConstraint *self, GKeyFile *file, const char *group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonConstraint, pktmon_constraint_unref)

G_END_DECLS

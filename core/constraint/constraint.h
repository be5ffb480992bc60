/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonConstraint: what packets must be like to be captured: an expression in the language of
 * pcap-filter(7). Never changes; counted references: any thread. */
typedef struct _PktmonConstraint PktmonConstraint;

/* Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when no link type gives @expression a
 * meaning, or when it says nothing. */
PktmonConstraint *pktmon_constraint_new (const char *expression, GError **error);
PktmonConstraint *pktmon_constraint_ref (PktmonConstraint *self);
void pktmon_constraint_unref (PktmonConstraint *self);

const char *pktmon_constraint_get_expression (const PktmonConstraint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonConstraint, pktmon_constraint_unref)

G_END_DECLS

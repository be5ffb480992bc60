/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* A constraint from the command line; the message says in which column the text is wrong.
 * (transfer full) */
PktmonConstraint *pktmon_constraint_option_parse (const char *text, GError **error);

/* Notes when a capture with @constraints (element-type PktmonConstraint) keeps more packets than
 * match them. */
void pktmon_constraint_option_note_wide (GPtrArray *constraints);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* A constraint from the command line; the message says in which column the text is wrong.
 * (transfer full) */
PktmonConstraint *pktmon_constraint_option_parse (const char *text, GError **error);

G_END_DECLS

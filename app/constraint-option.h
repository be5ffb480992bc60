/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* A constraint from the command line; the message says in which column the text is wrong.
 * (transfer full) */
PktmonConstraint *pktmon_constraint_option_parse (const char *text, GError **error);
/* Those of @more (element-type PktmonConstraint; NULL: none), and those of @texts (NULL: none).
 * Returns: (transfer full): NULL with an error as above. */
GPtrArray *pktmon_constraint_option_parse_all (GPtrArray *more, char **texts, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "helper/finisher.h"

G_BEGIN_DECLS

/* What the helper makes of constraints (element-type PktmonConstraint) when the program sends them
 * with a filter for packets of @link_type. (transfer full) */
PktmonFinisher *test_finisher_new (GPtrArray *constraints, guint16 link_type);

G_END_DECLS

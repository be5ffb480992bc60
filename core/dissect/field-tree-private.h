/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/limits.h"
#include "dissect/field-tree.h"

G_BEGIN_DECLS

/* Nodes that are open. */
guint pktmon_field_tree_get_depth (const PktmonFieldTree *self);

G_END_DECLS

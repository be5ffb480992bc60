/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/limits.h"
#include "dissect/field-tree.h"

G_BEGIN_DECLS

PktmonFieldTree *pktmon_field_tree_new_empty (void);
/* Copies @field with its text (NULL: empty). FALSE when the tree is full; its last field says so. */
gboolean pktmon_field_tree_append (PktmonFieldTree *self, const PktmonField *field);
/* Lets the last field of @depth reach to the position @end, if it does not yet. */
void pktmon_field_tree_extend (PktmonFieldTree *self, guint depth, gsize end);

G_END_DECLS

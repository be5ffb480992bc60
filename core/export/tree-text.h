/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/field-tree.h"
#include "export/line-buffer.h"

G_BEGIN_DECLS

/* Appends "name: text", or the name alone where there is no text. */
void pktmon_tree_text_append_field (PktmonLineBuffer *buffer, const PktmonField *field);
/* Appends all fields of @tree, one a line, each two spaces farther in than its parent. */
void pktmon_tree_text_append (PktmonLineBuffer *buffer, const PktmonFieldTree *tree);

G_END_DECLS

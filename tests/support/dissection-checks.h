/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/field-tree.h"
#include "dissect/summary.h"

G_BEGIN_DECLS

/* What must hold of the dissection of any bytes; what does not ends the program. Tests and fuzzers
 * share it. Summary and tree are made from a copy of exactly the bytes' size, so that reading
 * beyond it is noticed; texts are clean, fields lie within the packet and children within their
 * parents, and a summary without info is the same as one with it.
 * @link_type, @data, @captured, @length: as in pktmon_summarize.
 * @summary: (out) (optional): the full summary.
 * Returns: (transfer full): the tree. */
PktmonFieldTree *test_check_dissection (guint16 link_type, const guint8 *data, gsize captured,
                                        gsize length, PktmonSummary *summary);

/* One layer of the tree as text, a field a line, indented by its depth, with its bytes:
 * "Time to live: 64 [22+1]".
 * @layer: the first one with this key; NULL: all of them.
 * (transfer full) */
char *test_tree_dup_text (const PktmonFieldTree *tree, const char *layer);

/* What the header fields hold, by their names: "eth 02:… → 02:…, ip 10.0.0.1 → 10.0.0.2, …".
 * (transfer full) */
char *test_fields_dup_text (const PktmonFields *fields);

/* Layers in the tree: fields of depth 0. */
guint test_tree_count_layers (const PktmonFieldTree *tree);

G_END_DECLS

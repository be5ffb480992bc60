/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/source-tree.h"

G_BEGIN_DECLS

/* PktmonKindList: the sources of one kind of a tree, flat, as a list that follows it. Main
 * thread. */
#define PKTMON_TYPE_KIND_LIST (pktmon_kind_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonKindList, pktmon_kind_list, PKTMON, KIND_LIST, GObject)

/* @show_hidden: with those that are not available. (transfer full) */
GListModel *pktmon_kind_list_new (PktmonSourceTree *tree, PktmonDataSourceKind kind,
                                  gboolean show_hidden);

G_END_DECLS

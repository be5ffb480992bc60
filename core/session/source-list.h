/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/source-tree.h"

G_BEGIN_DECLS

/* PktmonSourceList: the sources of one kind of a tree, flat, as a list that follows it. Main
 * thread. */
#define PKTMON_TYPE_SOURCE_LIST (pktmon_source_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceList, pktmon_source_list, PKTMON, SOURCE_LIST, GObject)

/* @show_hidden: with those that are not available. (transfer full) */
GListModel *pktmon_source_list_new (PktmonSourceTree *tree, PktmonDataSourceKind kind,
                                    gboolean show_hidden);

G_END_DECLS

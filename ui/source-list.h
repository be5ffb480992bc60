/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/source-filter.h"

G_BEGIN_DECLS

/* PktmonSourceList: those of some data sources that a filter shows, as a GListModel. It is as old
 * as the last `changed` of the filter. A source that gets its first child, or loses its last, is
 * announced as if it were another one, as a GtkTreeListModel asks for children only once. Main
 * thread only. */
#define PKTMON_TYPE_SOURCE_LIST (pktmon_source_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceList, pktmon_source_list, PKTMON, SOURCE_LIST, GObject)

/* @sources: of the filter's tree: it, or the children of a source. Keeps references. */
PktmonSourceList *pktmon_source_list_new (GListModel *sources, PktmonSourceFilter *filter);

G_END_DECLS

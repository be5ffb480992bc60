/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/source-tree.h"

G_BEGIN_DECLS

/* PktmonSourceFilter: which sources of a tree are shown: those whose name, id or description
 * contains a text, with all that is above and below them. Main thread only.
 *
 * Signal `changed` (no arguments): other sources may be shown, or they have changed. */
#define PKTMON_TYPE_SOURCE_FILTER (pktmon_source_filter_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceFilter, pktmon_source_filter, PKTMON, SOURCE_FILTER, GObject)

/* Shows everything. Keeps a reference to @tree. */
PktmonSourceFilter *pktmon_source_filter_new (PktmonSourceTree *tree);

/* Borrowed. */
PktmonSourceTree *pktmon_source_filter_get_tree (PktmonSourceFilter *self);
/* In any letter case; "": everything is shown. */
void pktmon_source_filter_set_text (PktmonSourceFilter *self, const char *text);
/* Whether not everything is shown. */
gboolean pktmon_source_filter_is_active (PktmonSourceFilter *self);
gboolean pktmon_source_filter_shows (PktmonSourceFilter *self, PktmonDataSource *source);
/* Whether a source right below @source is shown. */
gboolean pktmon_source_filter_shows_children (PktmonSourceFilter *self, PktmonDataSource *source);

G_END_DECLS

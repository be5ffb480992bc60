/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/live.h"

G_BEGIN_DECLS

/* PktmonSourceView: the data sources of this machine as a live tree, in which they are ticked to be
 * captured from. Rates are measured while it is mapped.
 *
 * Signal `activated` (PktmonDataSource source): the user wants to capture from this one alone, now;
 * it is available. */
#define PKTMON_TYPE_SOURCE_VIEW (pktmon_source_view_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceView, pktmon_source_view, PKTMON, SOURCE_VIEW, AdwBin)

/* Keeps references to both. */
PktmonSourceView *pktmon_source_view_new (PktmonSourceTree *tree, PktmonSourceTicks *ticks);

/* Shows what @live loses of each, too; keeps a reference. */
void pktmon_source_view_watch (PktmonSourceView *self, PktmonLive *live);

/* Borrowed. */
PktmonSourceTree *pktmon_source_view_get_tree (PktmonSourceView *self);
PktmonSourceTicks *pktmon_source_view_get_ticks (PktmonSourceView *self);

G_END_DECLS

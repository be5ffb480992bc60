/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/source-counts.h"
#include "ui/source-ticks.h"

G_BEGIN_DECLS

/* PktmonSourceRow: one data source of a tree: whether it is ticked, what it is, and how much passes
 * through it; where it cannot be used, why. The tooltip has the rest. */
#define PKTMON_TYPE_SOURCE_ROW (pktmon_source_row_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceRow, pktmon_source_row, PKTMON, SOURCE_ROW, AdwBin)

PktmonSourceRow *pktmon_source_row_new (void);

/* Shows the data source of @row with its tick in @ticks once it is refreshed, and keeps references
 * to them until it is unbound. */
void pktmon_source_row_bind (PktmonSourceRow *self, GtkTreeListRow *row, PktmonSourceTicks *ticks);
void pktmon_source_row_unbind (PktmonSourceRow *self);
/* NULL when it is not bound. Borrowed. */
GtkTreeListRow *pktmon_source_row_get_row (PktmonSourceRow *self);
PktmonDataSource *pktmon_source_row_get_source (PktmonSourceRow *self);

/* Shows the data source as it is now, with what @counts says of it: whether it is captured from,
 * how many packets of a stack point are, and how fast they come, and what was lost. */
void pktmon_source_row_refresh (PktmonSourceRow *self, const PktmonSourceCounts *counts);
/* Opens why it cannot be used, if it cannot. */
void pktmon_source_row_show_reason (PktmonSourceRow *self);
void pktmon_source_row_focus (PktmonSourceRow *self);

G_END_DECLS

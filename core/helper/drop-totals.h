/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* Adds to what was dropped for a reason; where there are too many of them, to what was dropped for
 * several that are not told apart. */
void pktmon_drop_totals_add (PktmonDropTotals *self, const PktmonDropCounters *more);
void pktmon_drop_totals_add_all (PktmonDropTotals *self, const PktmonDropTotals *more);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"

G_BEGIN_DECLS

/* PktmonRanges: packet numbers as people write them, "1-10,20,30-". Numbers count from 1; a range
 * without a first number begins at 1, one without a last never ends. Made whole, then read only:
 * any thread. */
typedef struct _PktmonRanges PktmonRanges;

/* Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when @text is something else. */
PktmonRanges *pktmon_ranges_new (const char *text, GError **error);
void pktmon_ranges_free (PktmonRanges *self);

gboolean pktmon_ranges_contains (const PktmonRanges *self, guint64 number);
/* The positions, from 0, of the packets among the first @count. (transfer full) */
PktmonPositions *pktmon_ranges_dup_positions (const PktmonRanges *self, guint64 count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonRanges, pktmon_ranges_free)

G_END_DECLS

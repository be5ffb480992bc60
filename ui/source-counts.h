/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session-status.h"

G_BEGIN_DECLS

/* PktmonSourceCounts: how fast packets come from each source of a capture, from what its status
 * says now and then. Any thread, one at a time. */
typedef struct _PktmonSourceCounts PktmonSourceCounts;

PktmonSourceCounts *pktmon_source_counts_new (void);
void pktmon_source_counts_free (PktmonSourceCounts *self);

/* @status: (transfer full): NULL when nothing is captured. @now: monotonic time in microseconds, of
 * @status; it never goes back. */
void pktmon_source_counts_take (PktmonSourceCounts *self, PktmonSessionStatus *status, gint64 now);
/* What was taken last; NULL: nothing. Borrowed until the next is taken. */
const PktmonSessionStatus *pktmon_source_counts_get_status (const PktmonSourceCounts *self);
/* Packets a second of the source with that id, over the last moments; negative while they are not
 * known: it has just begun, or nothing is captured. */
double pktmon_source_counts_get_rate (const PktmonSourceCounts *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSourceCounts, pktmon_source_counts_free)

G_END_DECLS

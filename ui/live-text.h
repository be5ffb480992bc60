/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session-status.h"

G_BEGIN_DECLS

/* What the window says of a capture. Each: (transfer full). */

/* "12,345 captured · 12,000 shown · none lost · 1,000/s · 1.2 MB · 0:05".
 * @rate: packets a second; negative: none is said. */
char *pktmon_live_text_dup_status (const PktmonSessionStatus *status, guint64 shown, double rate);
/* "1,000/s": packets a second. */
char *pktmon_live_text_dup_rate (double rate);
/* "20 lost". */
char *pktmon_live_text_dup_lost (guint64 lost);
/* A line for each cause, with what to do about it; "" when none were lost. */
char *pktmon_live_text_dup_causes (const PktmonSessionStatus *status);
/* The same of one source. */
char *pktmon_live_text_dup_source_causes (const PktmonSourceCounters *counters);
/* "1:02:03" for microseconds. */
char *pktmon_live_text_dup_elapsed (gint64 elapsed);

G_END_DECLS

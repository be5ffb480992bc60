/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "output.h"
#include "session/session.h"

G_BEGIN_DECLS

/* What came of a capture, in words and numbers. */

/* One line on standard error: packets, and what was lost, by cause. */
void pktmon_totals_print (const PktmonSessionStatus *status);
/* Why sources have ended, on standard error. */
void pktmon_totals_warn (const PktmonSessionStatus *status);
/* A line for each source and each constraint on the output, as tables, or as one JSON array. */
void pktmon_totals_append_sources (PktmonOutput *output, PktmonSession *session, gboolean json);

G_END_DECLS

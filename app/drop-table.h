/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/json-writer.h"
#include "output.h"
#include "session/session-status.h"

G_BEGIN_DECLS

/* What the kernel dropped, by reason: most of it first. */

/* A table, and below it what the reasons mean; nothing where nothing was dropped, but for the
 * titles. @live: the numbers are those of a second. */
void pktmon_drop_table_append_text (PktmonLineBuffer *buffer, const PktmonDropTotals *drops,
                                    gboolean live);
/* An object for each in the array of @json that is open. */
void pktmon_drop_table_append_json (PktmonJsonWriter *json, const PktmonDropTotals *drops);

G_END_DECLS

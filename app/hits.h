/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/json-writer.h"
#include "output.h"
#include "session/session.h"

G_BEGIN_DECLS

/* For how many packets of a capture each constraint held: of those that include, as packets that
 * others hold for are not captured. */

/* A line for each on standard error. */
void pktmon_hits_print (PktmonSession *session);

/* A line for each on the output, as a table; or an object for each in the array of @json that is
 * open.
 * @before: hits that were shown already, of each constraint: the table has only those that came
 *   since, in a second; NULL: none were, it has all. */
void pktmon_hits_append_text (PktmonOutput *output, PktmonSession *session, const guint64 *before);
void pktmon_hits_append_json (PktmonJsonWriter *json, PktmonSession *session,
                              const guint64 *before);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/data-source.h"

G_BEGIN_DECLS

/* Data sources in words. Names come from outside; what is returned has no control characters. */

/* Static. */
const char *pktmon_source_get_icon_name (PktmonDataSource *source);
/* (transfer full) */
char *pktmon_source_dup_name (PktmonDataSource *source);
/* What it is, in one line: "veth, peer veth1 in blue, 10.0.0.1/24", or why it cannot be used.
 * (transfer full) */
char *pktmon_source_dup_summary (PktmonDataSource *source);
/* Everything, in lines. (transfer full) */
char *pktmon_source_dup_details (PktmonDataSource *source);
/* Why it cannot be used and what to do, in two lines; NULL: it can. (transfer full) */
char *pktmon_source_dup_reason (PktmonDataSource *source);
/* "1,234 packets/s". (transfer full) */
char *pktmon_source_dup_rate (double packets);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/text.h"

G_BEGIN_DECLS

/* Names of link types (https://www.tcpdump.org/linktypes.html), as libpcap knows them. Any thread.
 */

/* libpcap's own number for packets of @link_type, which differs from the one in files for a few. */
int pktmon_link_type_to_dlt (guint16 link_type);
/* The other way round; -1 for numbers that no file can hold. */
int pktmon_link_type_from_dlt (int dlt);

/* "Ethernet (EN10MB)"; "65000" when it is not known. */
void pktmon_link_type_append_name (PktmonText *text, guint16 link_type);
/* The short name ("EN10MB"); NULL when it is not known. Static. */
const char *pktmon_link_type_get_name (guint16 link_type);
/* From a short name, in any case, or a number; -1 when @text is neither. */
int pktmon_link_type_from_text (const char *text);

G_END_DECLS

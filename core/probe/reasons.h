/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/text.h"

G_BEGIN_DECLS

/* Why the kernel drops packets: names, from the kernel that runs. Any thread. */

/* "NO_SOCKET", "OPENVSWITCH_LAST_ACTION"; NULL when the kernel has no such reason. Static. */
const char *pktmon_reason_get_name (guint32 reason);
/* The same; the number where there is no name. */
void pktmon_reason_append (PktmonText *text, guint32 reason);

G_END_DECLS

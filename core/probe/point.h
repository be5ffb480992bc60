/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "probe/event.h"

G_BEGIN_DECLS

/* The points of the network stack at which packets can be seen (PKTMON_POINT_…). All functions: any
 * thread. */

/* How it stands in ids: "prerouting". Static. */
const char *pktmon_point_get_name (guint point);
/* The point with that name; PKTMON_N_POINTS: there is none. */
guint pktmon_point_find (const char *name);
/* The point that the source with this id is, "ns:blue/stack:drop"; PKTMON_N_POINTS: it is none.
 * NULL is none. */
guint pktmon_point_find_source (const char *id);
/* What happens there, for people. Static. */
const char *pktmon_point_get_description (guint point);
/* LINKTYPE_ value of packets that are captured there. */
guint16 pktmon_point_get_link_type (guint point);
/* Whether it is one of the hooks that have rules: NF_INET_… is then point − PREROUTING. */
gboolean pktmon_point_is_hook (guint point);

/* Whether this kernel, and this program, have it; rights are needed beside that.
 * @error: why not, and what to do. Reads what the kernel says of itself once. */
gboolean pktmon_point_check (guint point, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often the outermost IP header of a packet may still be forwarded: its time to live (RFC 791),
 * or hop limit (RFC 8200).
 * @link_type: LINKTYPE_ value; Ethernet and raw IP are understood.
 * Returns: FALSE when there is no such header, or it was not captured. Any thread. */
gboolean pktmon_hop_limit_find (guint16 link_type, const guint8 *data, gsize captured,
                                guint8 *hop_limit);

G_END_DECLS

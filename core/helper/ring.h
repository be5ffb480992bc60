/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/interface-facts.h"
#include "helper/tap.h"

G_BEGIN_DECLS

/* The LINKTYPE_ value of what a packet socket gives of @facts; -1 where frames need work that
 * libpcap does. */
int pktmon_ring_get_link_type (const PktmonInterfaceFacts *facts);

/* Opens, where there is such a type, a packet socket with a ring (TPACKET_V3) on an interface of
 * the calling thread's network namespace.
 * @buffer_size: bytes of the ring; it may become smaller where memory is short.
 * @name: for messages.
 * Returns: (transfer full): NULL with PKTMON_ERROR_PERMISSION, _NOT_FOUND or _IO. */
PktmonTap *pktmon_ring_new (const PktmonInterfaceFacts *facts, guint32 snap_length,
                            guint64 buffer_size, gboolean promiscuous, const char *name,
                            GError **error);

G_END_DECLS

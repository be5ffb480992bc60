/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* PktmonFinisher: decides about packets that a filter's program let pass too widely, as
 * PktmonMatcher does in a file. Read only once it is made: any thread. */
typedef struct _PktmonFinisher PktmonFinisher;

/* @filter: its constraints are checked here. @link_type: LINKTYPE_ of the packets.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when they cannot be ones. */
PktmonFinisher *pktmon_finisher_new (const PktmonCaptureFilter *filter, guint16 link_type,
                                     GError **error);
void pktmon_finisher_free (PktmonFinisher *self);

/* For a packet of @length bytes, @captured of them at @data, VLAN tags in their places. */
gboolean pktmon_finisher_wants (const PktmonFinisher *self, const guint8 *data, guint32 captured,
                                guint32 length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonFinisher, pktmon_finisher_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "dissect/summary.h"
#include "pcapng/packet.h"

G_BEGIN_DECLS

/* What packets may have in common with one. */
typedef enum {
  PKTMON_PACKET_CONSTRAINT_CONVERSATION, /* both addresses, and both ports, in either direction */
  PKTMON_PACKET_CONSTRAINT_SOURCE,       /* its source's address, as source or destination */
  PKTMON_PACKET_CONSTRAINT_DESTINATION,  /* its destination's address, likewise */
  PKTMON_PACKET_CONSTRAINT_SOURCE_PORT,  /* with its protocol, likewise */
  PKTMON_PACKET_CONSTRAINT_DESTINATION_PORT,
} PktmonPacketConstraint;

/* A constraint that @packet, and those like it, satisfy; into a tunnel where they are in one.
 * @summary: of @packet, as its columns show it. @exclude: it leaves them out instead.
 * Returns: (transfer full): NULL when they have nothing of that in common. Any thread. */
PktmonConstraint *pktmon_packet_constraint_new (const PktmonPacket *packet,
                                                const PktmonSummary *summary,
                                                PktmonPacketConstraint what, gboolean exclude);

G_END_DECLS

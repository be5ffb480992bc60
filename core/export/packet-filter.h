/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/summary.h"
#include "pcapng/packet.h"

G_BEGIN_DECLS

/* What packets may have in common with one. */
typedef enum {
  PKTMON_PACKET_FILTER_SOURCE,
  PKTMON_PACKET_FILTER_DESTINATION,
  PKTMON_PACKET_FILTER_PROTOCOL,
  PKTMON_PACKET_FILTER_CONVERSATION, /* both addresses, and both ports, in either direction */
  PKTMON_PACKET_FILTER_LENGTH,       /* on the wire */
} PktmonPacketFilter;

/* The expression of pcap-filter(7) that @packet, and those like it, match: "ip src host 10.0.0.1",
 * "vlan and tcp port 443".
 * @summary: of @packet, as its columns show it.
 * Returns: (transfer full): NULL where the language has no words for it. Any thread. */
char *pktmon_packet_filter_new (const PktmonPacket *packet, const PktmonSummary *summary,
                                PktmonPacketFilter filter);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/limits.h"
#include "dissect/address.h"

G_BEGIN_DECLS

/* Header fields of one packet, named as Wireshark names them. Each holds the first occurrence in
 * the packet, from the outside in; `present` says which hold anything. */
typedef enum {
  PKTMON_FIELD_ETH = 1 << 0,      /* eth_src and eth_dst */
  PKTMON_FIELD_VLAN = 1 << 1,     /* vlan_id */
  PKTMON_FIELD_IP = 1 << 2,       /* ip_src and ip_dst */
  PKTMON_FIELD_IP_PROTO = 1 << 3, /* ip_proto; IPv4 only */
  PKTMON_FIELD_IP_DSCP = 1 << 4,  /* ip_dscp; IPv4 only */
  PKTMON_FIELD_IPV6 = 1 << 5,     /* ipv6_src and ipv6_dst */
  PKTMON_FIELD_TCP_PORTS = 1 << 6,
  PKTMON_FIELD_TCP_FLAGS = 1 << 7,
  PKTMON_FIELD_UDP_PORTS = 1 << 8,
  PKTMON_FIELD_ETHERTYPE = 1 << 9,
} PktmonFieldSet;

typedef struct {
  PktmonFieldSet present;
  guint8 eth_src[6], eth_dst[6];
  guint8 ip_src[4], ip_dst[4];
  guint8 ipv6_src[16], ipv6_dst[16];
  guint8 ip_proto;
  guint8 ip_dscp;    /* 0 to 63 */
  guint16 vlan_id;   /* 0 to 4095 */
  guint16 ethertype; /* of the outermost frame, below its VLAN tags */
  guint16 tcp_srcport, tcp_dstport;
  guint16 tcp_flags; /* 12 bits, as tcp.flags */
  guint16 udp_srcport, udp_dstport;
} PktmonFields;

/* What one row of a packet list shows. The addresses are those of the innermost header that has
 * any, as Wireshark's columns are. */
typedef struct {
  PktmonFields fields;
  PktmonAddress source, destination;
  const char *protocol; /* innermost protocol; static, never NULL */
  gsize info_length;
  char info[PKTMON_MAX_INFO + 1]; /* valid UTF-8 without control characters */
} PktmonSummary;

/* How much of a summary is wanted. */
typedef enum {
  PKTMON_SUMMARY_FIELDS, /* `fields`, addresses and `protocol`; `info` stays empty */
  PKTMON_SUMMARY_FULL,
} PktmonSummaryDetail;

/* Takes one packet apart. Pure and bounded: whatever the bytes are, it ends after at most
 * PKTMON_MAX_LAYERS headers and reads nothing outside them; a header that is cut short ends it, and
 * what was read before stays.
 *
 * @link_type: LINKTYPE_ value (https://www.tcpdump.org/linktypes.html), host order.
 * @data, @captured: the captured bytes, borrowed for the call.
 * @length: bytes the packet had on the wire; at least what is sensible, never trusted.
 * @summary: (out): always filled.
 *
 * Any thread; no allocation. */
void pktmon_summarize (guint16 link_type, const guint8 *data, gsize captured, gsize length,
                       PktmonSummaryDetail detail, PktmonSummary *summary);

G_END_DECLS

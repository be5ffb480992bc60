/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ip-protocol.h"

#include "dissect/layers.h"

typedef struct {
  const char *name;
  PktmonLayer layer; /* NULL: only the name is known */
} IpProtocol;

static const IpProtocol protocols[256] = {
  [0] = { "IPv6 HopByHop", pktmon_dissect_ipv6_hop_by_hop },
  [1] = { "ICMP", pktmon_dissect_icmp },
  [2] = { "IGMP", pktmon_dissect_igmp },
  [4] = { "IPv4", pktmon_dissect_ip },
  [6] = { "TCP", pktmon_dissect_tcp },
  [8] = { "EGP", NULL },
  [9] = { "IGRP", NULL },
  [17] = { "UDP", pktmon_dissect_udp },
  [33] = { "DCCP", pktmon_dissect_dccp },
  [41] = { "IPv6", pktmon_dissect_ipv6 },
  [43] = { "IPv6 Routing", pktmon_dissect_ipv6_routing },
  [44] = { "IPv6 Fragment", pktmon_dissect_ipv6_fragment },
  [46] = { "RSVP", NULL },
  [47] = { "GRE", pktmon_dissect_gre },
  [50] = { "ESP", pktmon_dissect_esp },
  [51] = { "AH", pktmon_dissect_ah },
  [58] = { "ICMPv6", pktmon_dissect_icmpv6 },
  [59] = { "IPv6", NULL },
  [60] = { "IPv6 Destination", pktmon_dissect_ipv6_destination },
  [88] = { "EIGRP", pktmon_dissect_eigrp },
  [89] = { "OSPF", pktmon_dissect_ospf },
  [94] = { "IPv4", pktmon_dissect_ip },
  [97] = { "EtherIP", pktmon_dissect_etherip },
  [103] = { "PIM", pktmon_dissect_pim },
  [108] = { "IPComp", pktmon_dissect_ipcomp },
  [112] = { "VRRP", pktmon_dissect_vrrp },
  [115] = { "L2TP", NULL },
  [124] = { "ISIS", NULL },
  [132] = { "SCTP", pktmon_dissect_sctp },
  [135] = { "MIPv6", pktmon_dissect_ipv6_mobility },
  [136] = { "UDP-Lite", pktmon_dissect_udp_lite },
  [137] = { "MPLS", pktmon_dissect_mpls },
  [139] = { "HIP", NULL },
  [140] = { "SHIM6", NULL },
};

const char *
pktmon_ip_protocol_get_name (guint8 number)
{
  return protocols[number].name;
}

void
pktmon_ip_protocol_follow (PktmonDissection *self, guint8 number)
{
  PktmonText *info;

  self->next = protocols[number].layer;
  if (G_LIKELY (self->next != NULL))
    return;
  if (protocols[number].name != NULL) {
    pktmon_dissection_set_protocol (self, protocols[number].name);
    return;
  }
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "Unknown protocol ");
    pktmon_text_append_u64 (info, number);
  }
}

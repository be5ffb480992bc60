/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/link.h"

#include "dissect/layers.h"
#include "dissect/loopback.h"
#include "dissect/ethernet.h"

/* https://www.tcpdump.org/linktypes.html; the DLT_ numbers that some programs write in their place
 * are added where they are no other link type. */
static const struct {
  guint16 link_type;
  PktmonLayer layer;
} entries[] = {
  { 0, pktmon_dissect_loopback },       /* NULL */
  { 1, pktmon_dissect_ethernet },       /* ETHERNET */
  { 8, pktmon_dissect_slip },           /* SLIP */
  { 9, pktmon_dissect_ppp },            /* PPP */
  { 10, pktmon_dissect_fddi },          /* FDDI */
  { 12, pktmon_dissect_ip },            /* DLT_RAW on most systems */
  { 14, pktmon_dissect_ip },            /* DLT_RAW on OpenBSD */
  { 50, pktmon_dissect_ppp },           /* PPP_HDLC */
  { 51, pktmon_dissect_pppoe_session }, /* PPP_ETHER */
  { 101, pktmon_dissect_ip },           /* RAW */
  { 104, pktmon_dissect_chdlc },        /* C_HDLC */
  { 105, pktmon_dissect_wifi },         /* IEEE802_11 */
  { 107, pktmon_dissect_frame_relay },  /* FRELAY */
  { 108, pktmon_dissect_loopback },     /* LOOP */
  { 113, pktmon_dissect_sll },          /* LINUX_SLL */
  { 117, pktmon_dissect_pflog },        /* PFLOG */
  { 119, pktmon_dissect_prism },        /* IEEE802_11_PRISM */
  { 127, pktmon_dissect_radiotap },     /* IEEE802_11_RADIOTAP */
  { 129, pktmon_dissect_arcnet_linux }, /* ARCNET_LINUX */
  { 163, pktmon_dissect_avs },          /* IEEE802_11_AVS */
  { 192, pktmon_dissect_ppi },          /* PPI */
  { 204, pktmon_dissect_ppp },          /* PPP_WITH_DIR */
  { 219, pktmon_dissect_mpls },         /* MPLS */
  { 228, pktmon_dissect_ip },           /* IPV4 */
  { 229, pktmon_dissect_ipv6 },         /* IPV6 */
  { 239, pktmon_dissect_nflog },        /* NFLOG */
  { 242, pktmon_dissect_ipoib },        /* IP_OVER_IB */
  { 253, pktmon_dissect_netlink },      /* NETLINK */
  { 276, pktmon_dissect_sll2 },         /* LINUX_SLL2 */
  { 281, pktmon_dissect_brcm_tag },     /* DSA_TAG_BRCM */
};

PktmonLayer
pktmon_link_layer (guint16 link_type)
{
  if (G_LIKELY (link_type == 1))
    return pktmon_dissect_ethernet;
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    if (entries[i].link_type == link_type)
      return entries[i].layer;
  }
  return pktmon_dissect_data;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ethertype.h"

#include "dissect/layers.h"
#include "dissect/wake-on-lan.h"
#include "dissect/ethernet.h"

typedef struct {
  guint16 ethertype;
  const char *protocol; /* as the protocol column has it */
  const char *name;
  PktmonLayer layer; /* NULL: known by name alone */
} Entry;

/* By number. */
static const Entry entries[] = {
  { 0x0600, "XNS", "XNS Internet Datagram Protocol", NULL },
  { 0x0800, "IPv4", "IPv4", pktmon_dissect_ip },
  { 0x0805, "X.25", "X.25 Layer 3", NULL },
  { 0x0806, "ARP", "ARP", pktmon_dissect_arp },
  { 0x0842, "WOL", "Wake on LAN", pktmon_dissect_wake_on_lan },
  { 0x0bad, "VINES", "Banyan VINES IP", NULL },
  { 0x2000, "CDP", "Cisco Discovery Protocol", pktmon_dissect_cdp },
  { 0x2001, "CGMP", "Cisco Group Management Protocol", NULL },
  { 0x22ea, "MSRP", "802.1Qat Multiple Stream Reservation Protocol", NULL },
  { 0x22eb, "ERSPAN", "ERSPAN type III", pktmon_dissect_erspan_iii },
  { 0x22f0, "IEEE1722", "IEEE 1722 Audio Video Transport Protocol", NULL },
  { 0x22f3, "TRILL", "Transparent Interconnection of Lots of Links", NULL },
  { 0x22f4, "IS-IS", "Intermediate System to Intermediate System", NULL },
  { 0x2452, "802.11", "IEEE 802.11 (Centrino promiscuous)", NULL },
  { 0x4305, "BATADV", "B.A.T.M.A.N. Advanced", NULL },
  { 0x6000, "DEC", "DEC proto", NULL },
  { 0x6001, "DEC MOP", "DEC DNA Dump/Load", NULL },
  { 0x6002, "DEC MOP", "DEC DNA Remote Console", NULL },
  { 0x6003, "DEC DNA", "DEC DNA Routing", NULL },
  { 0x6004, "LAT", "DEC LAT", NULL },
  { 0x6007, "LAVC", "DEC LAVC/SCA", NULL },
  { 0x6558, "Ethernet", "Transparent Ethernet bridging", pktmon_dissect_ethernet },
  { 0x8021, "PPP IPCP", "PPP IP Control Protocol", NULL },
  { 0x8035, "RARP", "RARP", pktmon_dissect_arp },
  { 0x809b, "LLAP", "AppleTalk LLAP bridging", NULL },
  { 0x80d5, "SNA", "SNA-over-Ethernet", NULL },
  { 0x80e1, "DLR", "EtherNet/IP Device Level Ring", NULL },
  { 0x80f3, "AARP", "AARP", NULL },
  { 0x8100, "802.1Q", "802.1Q Virtual LAN", pktmon_dissect_vlan },
  { 0x8102, "BOFL", "Simple Loop Protection Protocol", NULL },
  { 0x8137, "IPX", "Netware IPX/SPX", NULL },
  { 0x8181, "STP", "Spanning Tree Protocol", pktmon_dissect_stp },
  { 0x8204, "QNET6", "QNX 6 QNET protocol", NULL },
  { 0x86dd, "IPv6", "IPv6", pktmon_dissect_ipv6 },
  { 0x8808, "MAC CTRL", "MAC Control", NULL },
  { 0x8809, "Slow Protocols", "Slow Protocols", pktmon_dissect_slow },
  { 0x880b, "PPP", "PPP", pktmon_dissect_ppp },
  { 0x8819, "CobraNet", "Cirrus Cobranet Packet", NULL },
  { 0x8847, "MPLS", "MPLS label switched packet", pktmon_dissect_mpls },
  { 0x8848, "MPLS", "MPLS multicast label switched packet", pktmon_dissect_mpls },
  { 0x8863, "PPPoED", "PPPoE Discovery", pktmon_dissect_pppoe_discovery },
  { 0x8864, "PPPoES", "PPPoE Session", pktmon_dissect_pppoe_session },
  { 0x886d, "ANS", "Intel ANS probe", NULL },
  { 0x886f, "MS NLB", "MS NLB heartbeat", NULL },
  { 0x8870, "LLC", "Jumbo LLC", pktmon_dissect_llc },
  { 0x8874, "Broadcom tag", "Broadcom tag", NULL },
  { 0x887b, "HomePlug", "Homeplug", NULL },
  { 0x888e, "EAPOL", "802.1X Authentication", pktmon_dissect_eapol },
  { 0x8892, "PROFINET", "PROFINET", NULL },
  { 0x8899, "RRCP", "Realtek Layer 2 Protocols", NULL },
  { 0x88a2, "AoE", "ATA over Ethernet", NULL },
  { 0x88a4, "ECAT", "EtherCAT frame", NULL },
  { 0x88a8, "802.1ad", "802.1ad Provider Bridge (Q-in-Q)", pktmon_dissect_vlan },
  { 0x88ab, "EPL", "ETHERNET Powerlink v2", NULL },
  { 0x88b4, "WAI", "WAI Authentication Protocol", NULL },
  { 0x88b5, "Experimental", "Local Experimental Ethertype 1", NULL },
  { 0x88b6, "Experimental", "Local Experimental Ethertype 2", NULL },
  { 0x88b7, "OUI Ext", "IEEE 802a OUI Extended Ethertype", NULL },
  { 0x88b8, "GOOSE", "IEC 61850/GOOSE", NULL },
  { 0x88b9, "GSE", "IEC 61850/GSE management services", NULL },
  { 0x88ba, "IEC61850 SV", "IEC 61850/SV (Sampled Value Transmission)", NULL },
  { 0x88be, "ERSPAN", "ERSPAN type II", pktmon_dissect_erspan_ii },
  { 0x88c7, "EAPOL", "802.11i Pre-Authentication", NULL },
  { 0x88ca, "TIPC", "Transparent Inter Process Communication", NULL },
  { 0x88cc, "LLDP", "802.1 Link Layer Discovery Protocol (LLDP)", pktmon_dissect_lldp },
  { 0x88cd, "SERCOS III", "SERCOS III", NULL },
  { 0x88d8, "MEF8", "Circuit Emulation Services over Ethernet (MEF8)", NULL },
  { 0x88d9, "LLTD", "Link Layer Topology Discovery (LLTD)", NULL },
  { 0x88dc, "WSMP", "(WAVE) Short Message Protocol (WSM)", NULL },
  { 0x88e1, "HomePlug AV", "Homeplug AV", NULL },
  { 0x88e3, "MRP", "Media Redundancy Protocol", NULL },
  { 0x88e5, "MACSEC", "802.1AE (MACsec)", NULL },
  { 0x88e7, "802.1ah", "802.1ah Provider Backbone Bridge (mac-in-mac)", pktmon_dissect_backbone },
  { 0x88ee, "ELMI", "Ethernet Local Management Interface (MEF16)", NULL },
  { 0x88f5, "MVRP", "802.1ak Multiple VLAN Registration Protocol", NULL },
  { 0x88f6, "MMRP", "802.1ak Multiple MAC Registration Protocol", NULL },
  { 0x88f7, "PTPv2", "PTPv2 over Ethernet (IEEE1588)", NULL },
  { 0x88f8, "NC-SI", "Network Controller Sideband Interface", NULL },
  { 0x88fb, "PRP", "Parallel Redundancy Protocol (PRP) and HSR Supervision (IEC62439 Part 3)",
    NULL },
  { 0x8902, "CFM", "IEEE 802.1ag Connectivity Fault Management (CFM) protocol", NULL },
  { 0x8903, "DCE", "Data Center Ethernet (DCE) protocol (Cisco)", NULL },
  { 0x8906, "FCoE", "Fibre Channel over Ethernet", NULL },
  { 0x8909, "CMD", "Cisco MetaData", NULL },
  { 0x890d, "802.11", "IEEE 802.11 data encapsulation", NULL },
  { 0x8914, "FIP", "FCoE Initialization Protocol", NULL },
  { 0x8915, "RRoCE", "RDMA over Converged Ethernet", NULL },
  { 0x891d, "TTE PCF", "TTEthernet Protocol Control Frame", NULL },
  { 0x8926, "VN-Tag", "VN-Tag", NULL },
  { 0x892f, "HSR", "High-availability Seamless Redundancy (IEC62439 Part 3)", NULL },
  { 0x893a, "IEEE1905", "1905.1a Convergent Digital Home Network for Heterogenous Technologies",
    NULL },
  { 0x893f, "802.1BR", "802.1br Bridge Port Extension E-Tag", NULL },
  { 0x8940, "ECP", "802.1Qbg Edge Control Protocol", NULL },
  { 0x8947, "GNW", "GeoNetworking", NULL },
  { 0x894f, "NSH", "Network Service Header", NULL },
  { 0x9000, "LOOP", "Loopback", pktmon_dissect_ethernet_loop },
  { 0x9003, "BATADV", "B.A.T.M.A.N. Advanced (old)", NULL },
  { 0x9100, "802.1Q", "QinQ: old non-standard 802.1ad", pktmon_dissect_vlan },
  { 0x9200, "802.1Q", "QinQ: old non-standard 802.1ad", pktmon_dissect_vlan },
  { 0x99fe, "TECMP", "Technically Enhanced Capture Module Protocol (TECMP)", NULL },
  { 0xa0ed, "6LoWPAN", "6LoWPAN", NULL },
  { 0xaefe, "eCPRI", "eCPRI", NULL },
  { 0xcafe, "LLT", "Veritas Low Latency Transport (not officially registered)", NULL },
  { 0xd28b, "Arista", "Arista Timestamp", NULL },
  { 0xe555, "EXEH", "EXos internal Extra Header", NULL },
  { 0xf1c1, "R-TAG", "802.1CB Frame Replication and Elimination for Reliability", NULL },
};

static const Entry *
find (guint16 ethertype)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (entries);

  while (low < high) {
    gsize middle = (low + high) / 2;

    if (entries[middle].ethertype < ethertype)
      low = middle + 1;
    else
      high = middle;
  }
  return low < G_N_ELEMENTS (entries) && entries[low].ethertype == ethertype ? &entries[low] : NULL;
}

PktmonLayer
pktmon_ethertype_find (guint16 ethertype)
{
  const Entry *entry;

  if (G_LIKELY (ethertype == PKTMON_ETHERTYPE_IPV4))
    return pktmon_dissect_ip;
  if (G_LIKELY (ethertype == PKTMON_ETHERTYPE_IPV6))
    return pktmon_dissect_ipv6;
  entry = find (ethertype);
  return entry != NULL ? entry->layer : NULL;
}

const char *
pktmon_ethertype_get_name (guint16 ethertype)
{
  const Entry *entry = find (ethertype);

  return entry != NULL ? entry->name : NULL;
}

/* What follows is shown as data, below the name of its protocol where that is known. */
static void
follow_without_layer (PktmonDissection *self, guint16 ethertype)
{
  const Entry *entry = find (ethertype);
  PktmonText *info;

  if (entry != NULL)
    pktmon_dissection_set_protocol (self, entry->protocol);
  info = pktmon_dissection_get_info (self);
  if (info != NULL && entry != NULL)
    pktmon_text_append (info, entry->name);
  else if (info != NULL) {
    pktmon_text_clear (info);
    pktmon_text_append (info, "Unknown type ");
    pktmon_text_append_hex (info, ethertype, 4);
  }
  self->next = pktmon_dissect_data;
}

void
pktmon_ethertype_follow (PktmonDissection *self, guint16 ethertype)
{
  self->next = pktmon_ethertype_find (ethertype);
  if (G_UNLIKELY (self->next == NULL))
    follow_without_layer (self, ethertype);
}

void
pktmon_ethertype_follow_frame (PktmonDissection *self, guint16 ethertype)
{
  PktmonFields *fields = &self->summary->fields;

  pktmon_ethertype_follow (self, ethertype);
  if ((fields->present & PKTMON_FIELD_ETHERTYPE) == 0 && self->next != pktmon_dissect_vlan) {
    fields->ethertype = ethertype;
    fields->present |= PKTMON_FIELD_ETHERTYPE;
  }
}

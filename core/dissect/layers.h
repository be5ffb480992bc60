/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* Every layer that another file names; each stands in the file named after its protocol. What a
 * layer is and does: dissection.h. */

/* The layer for bytes that nobody knows: shows what is left as "Data" in the tree. The columns stay
 * those of the header before it; only a packet that begins with it has "Data" as its protocol. */
void pktmon_dissect_data (PktmonDissection *self, PktmonBytes *bytes);

/* --- Link --- */

/* An Ethernet frame from its destination address on, without preamble (IEEE 802.3 clause 3): with a
 * type, or with a length and LLC. */
void pktmon_dissect_ethernet (PktmonDissection *self, PktmonBytes *bytes);

/* A VLAN tag behind its tag protocol identifier, whichever that was: 802.1Q, 802.1ad and the types
 * in use before it (IEEE 802.1Q clause 9.6). Tags may follow each other. */
void pktmon_dissect_vlan (PktmonDissection *self, PktmonBytes *bytes);

/* The service tag of a provider backbone bridge with the customer's frame behind it (IEEE 802.1Q
 * clause 9.7, known as 802.1ah). */
void pktmon_dissect_backbone (PktmonDissection *self, PktmonBytes *bytes);

/* Logical link control (ISO/IEC 8802-2) with SNAP (IEEE 802 clause 9): what follows a MAC header
 * that says a length and no type. */
void pktmon_dissect_llc (PktmonDissection *self, PktmonBytes *bytes);

/* Spanning tree messages: STP, RSTP, and the first part of MSTP (IEEE 802.1Q clause 14). */
void pktmon_dissect_stp (PktmonDissection *self, PktmonBytes *bytes);

/* ARP and its relatives RARP and InARP (RFC 826, RFC 903, RFC 2390), for hardware and protocol
 * addresses of any size. */
void pktmon_dissect_arp (PktmonDissection *self, PktmonBytes *bytes);

/* The configuration testing protocol of Ethernet version 2 (chapter 8), which switches send to
 * themselves to find loops. */
void pktmon_dissect_ethernet_loop (PktmonDissection *self, PktmonBytes *bytes);

/* A stack of MPLS labels (RFC 3032 section 2.1) down to its bottom. Nothing says what follows; it
 * is found by the first four bits: IP, or Ethernet with or without a control word (RFC 4928 section
 * 3, RFC 4448 section 4.6). */
void pktmon_dissect_mpls (PktmonDissection *self, PktmonBytes *bytes);

/* A PPP frame from its protocol field on (RFC 1661 section 2), which may be compressed to one byte;
 * address and control fields before it (RFC 1662 section 3.1) are taken too where they are there.
 */
void pktmon_dissect_ppp (PktmonDissection *self, PktmonBytes *bytes);

/* The packets by which PPP negotiates: code, identifier and length (RFC 1661 section 5), in LCP and
 * the network control protocols alike. The protocol's column is already set. */
void pktmon_dissect_ppp_control (PktmonDissection *self, PktmonBytes *bytes);
/* The same form with the codes of the authentication protocols (RFC 1334 section 2.2, RFC 1994
 * section 4). */
void pktmon_dissect_ppp_pap (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ppp_chap (PktmonDissection *self, PktmonBytes *bytes);

/* PPP over Ethernet (RFC 2516): discovery packets with their tags, and sessions. */
void pktmon_dissect_pppoe_discovery (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_pppoe_session (PktmonDissection *self, PktmonBytes *bytes);

/* Cisco HDLC (https://www.tcpdump.org/linktypes.html, LINKTYPE_C_HDLC) with its keepalive and
 * address protocol SLARP. */
void pktmon_dissect_chdlc (PktmonDissection *self, PktmonBytes *bytes);

/* A frame relay frame from its address field on (ITU-T Q.922 annex A), with the payload found as in
 * RFC 2427, or by its EtherType as Cisco does. */
void pktmon_dissect_frame_relay (PktmonDissection *self, PktmonBytes *bytes);

/* The headers that Linux gives to packets of devices without a header of their own, and to those of
 * the device "any": versions 1 and 2
 * (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and LINKTYPE_LINUX_SLL2.html). */
void pktmon_dissect_sll (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_sll2 (PktmonDissection *self, PktmonBytes *bytes);

/* Cisco Discovery Protocol, versions 1 and 2, behind its SNAP header. */
void pktmon_dissect_cdp (PktmonDissection *self, PktmonBytes *bytes);

void pktmon_dissect_lldp (PktmonDissection *self, PktmonBytes *bytes);  /* IEEE 802.1AB */
void pktmon_dissect_eapol (PktmonDissection *self, PktmonBytes *bytes); /* IEEE 802.1X */
void pktmon_dissect_slow (PktmonDissection *self, PktmonBytes *bytes);  /* IEEE 802.3, annex 57A */

/* IEEE 802.11 frames, and what capture devices put before them (https://www.radiotap.org). */
void pktmon_dissect_wifi (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_radiotap (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ppi (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_prism (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_avs (PktmonDissection *self, PktmonBytes *bytes);

/* Headers that are rare (https://www.tcpdump.org/linktypes.html). */
void pktmon_dissect_slip (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_fddi (PktmonDissection *self, PktmonBytes *bytes);         /* RFC 1390 */
void pktmon_dissect_arcnet_linux (PktmonDissection *self, PktmonBytes *bytes); /* RFC 1201 */
void pktmon_dissect_nflog (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_netlink (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_pflog (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ipoib (PktmonDissection *self, PktmonBytes *bytes); /* RFC 4391 */
void pktmon_dissect_brcm_tag (PktmonDissection *self, PktmonBytes *bytes);

/* --- Network --- */

void pktmon_dissect_ip (PktmonDissection *self, PktmonBytes *bytes);   /* by its version */
void pktmon_dissect_ipv4 (PktmonDissection *self, PktmonBytes *bytes); /* RFC 791 */
void pktmon_dissect_ipv6 (PktmonDissection *self, PktmonBytes *bytes); /* RFC 8200 */
void pktmon_dissect_ipv6_hop_by_hop (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ipv6_routing (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ipv6_fragment (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ipv6_destination (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ipv6_mobility (PktmonDissection *self, PktmonBytes *bytes); /* RFC 6275 */
void pktmon_dissect_icmp (PktmonDissection *self, PktmonBytes *bytes);          /* RFC 792 */
void pktmon_dissect_icmpv6 (PktmonDissection *self, PktmonBytes *bytes);        /* RFC 4443, 4861 */
void pktmon_dissect_igmp (PktmonDissection *self, PktmonBytes *bytes);          /* RFC 3376 */
void pktmon_dissect_ah (PktmonDissection *self, PktmonBytes *bytes);            /* RFC 4302 */
void pktmon_dissect_esp (PktmonDissection *self, PktmonBytes *bytes);           /* RFC 4303 */
void pktmon_dissect_ipcomp (PktmonDissection *self, PktmonBytes *bytes);        /* RFC 3173 */

/* --- Transport --- */

void pktmon_dissect_tcp (PktmonDissection *self, PktmonBytes *bytes);      /* RFC 9293 */
void pktmon_dissect_udp (PktmonDissection *self, PktmonBytes *bytes);      /* RFC 768 */
void pktmon_dissect_udp_lite (PktmonDissection *self, PktmonBytes *bytes); /* RFC 3828 */
void pktmon_dissect_sctp (PktmonDissection *self, PktmonBytes *bytes);     /* RFC 9260 */
void pktmon_dissect_dccp (PktmonDissection *self, PktmonBytes *bytes);     /* RFC 4340 */

/* --- Tunnels --- */

void pktmon_dissect_gre (PktmonDissection *self, PktmonBytes *bytes);     /* RFC 2784, 2637 */
void pktmon_dissect_etherip (PktmonDissection *self, PktmonBytes *bytes); /* RFC 3378 */
void pktmon_dissect_erspan_ii (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_erspan_iii (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_vxlan (PktmonDissection *self, PktmonBytes *bytes); /* RFC 7348 */
void pktmon_dissect_vxlan_gpe (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_geneve (PktmonDissection *self, PktmonBytes *bytes); /* RFC 8926 */
void pktmon_dissect_gtp_u (PktmonDissection *self, PktmonBytes *bytes);  /* 3GPP TS 29.281 */
void pktmon_dissect_teredo (PktmonDissection *self, PktmonBytes *bytes); /* RFC 4380 */
void pktmon_dissect_l2tp (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 2661, 3931 */
void pktmon_dissect_ayiya (PktmonDissection *self, PktmonBytes *bytes);

/* --- Routing --- */

void pktmon_dissect_eigrp (PktmonDissection *self, PktmonBytes *bytes); /* RFC 7868 */
void pktmon_dissect_pim (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 7761 */
void pktmon_dissect_rip (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 2453 */
void pktmon_dissect_ospf (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_vrrp (PktmonDissection *self, PktmonBytes *bytes);

/* --- Applications ---
 * Found by application.h, which says how they treat bytes that are not theirs. */

void pktmon_dissect_dns (PktmonDissection *self, PktmonBytes *bytes);     /* RFC 1035 */
void pktmon_dissect_dns_tcp (PktmonDissection *self, PktmonBytes *bytes); /* RFC 7766 */
void pktmon_dissect_mdns (PktmonDissection *self, PktmonBytes *bytes);    /* RFC 6762 */
void pktmon_dissect_llmnr (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 4795 */
void pktmon_dissect_dhcp (PktmonDissection *self, PktmonBytes *bytes);    /* RFC 2131, 951 */
void pktmon_dissect_dhcpv6 (PktmonDissection *self, PktmonBytes *bytes);  /* RFC 8415 */
void pktmon_dissect_ntp (PktmonDissection *self, PktmonBytes *bytes);     /* RFC 5905 */
/* HTTP/1 and its relatives, told apart by the start line. */
void pktmon_dissect_start_line (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ssdp (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_tls (PktmonDissection *self, PktmonBytes *bytes);  /* RFC 8446 */
void pktmon_dissect_dtls (PktmonDissection *self, PktmonBytes *bytes); /* RFC 6347 */
void pktmon_dissect_quic (PktmonDissection *self, PktmonBytes *bytes); /* RFC 9000 */
void pktmon_dissect_ftp (PktmonDissection *self, PktmonBytes *bytes);  /* RFC 959 */
void pktmon_dissect_smtp (PktmonDissection *self, PktmonBytes *bytes); /* RFC 5321 */
void pktmon_dissect_pop (PktmonDissection *self, PktmonBytes *bytes);  /* RFC 1939 */
void pktmon_dissect_imap (PktmonDissection *self, PktmonBytes *bytes); /* RFC 9051 */
void pktmon_dissect_smb (PktmonDissection *self, PktmonBytes *bytes);  /* [MS-SMB2] */
void pktmon_dissect_mqtt (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_ldap (PktmonDissection *self, PktmonBytes *bytes);     /* RFC 4511 */
void pktmon_dissect_kerberos (PktmonDissection *self, PktmonBytes *bytes); /* RFC 4120 */
void pktmon_dissect_kerberos_tcp (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_rtcp (PktmonDissection *self, PktmonBytes *bytes); /* RFC 3550 */
void pktmon_dissect_stun (PktmonDissection *self, PktmonBytes *bytes); /* RFC 8489 */
void pktmon_dissect_wireguard (PktmonDissection *self, PktmonBytes *bytes);
void pktmon_dissect_bgp (PktmonDissection *self, PktmonBytes *bytes);    /* RFC 4271 */
void pktmon_dissect_nbns (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 1002 */
void pktmon_dissect_radius (PktmonDissection *self, PktmonBytes *bytes); /* RFC 2865 */
void pktmon_dissect_snmp (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 3416 */
void pktmon_dissect_syslog (PktmonDissection *self, PktmonBytes *bytes); /* RFC 5424 */
void pktmon_dissect_tftp (PktmonDissection *self, PktmonBytes *bytes);   /* RFC 1350 */
void pktmon_dissect_ssh (PktmonDissection *self, PktmonBytes *bytes);    /* RFC 4253 */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/meanings.h"

#include <string.h>

#include "base/i18n.h"

typedef struct {
  const char *reason; /* as the kernel names it, without its prefix */
  PktmonDropClass kind;
  const char *text;
} Meaning;

/* All reasons of Linux 6.18 but those of subsystems. */
static const Meaning meanings[] = {
  { "NOT_SPECIFIED", PKTMON_DROP_SUSPICIOUS,
    N_ ("The kernel does not say why. The place in the code tells more: look there, and at what is "
        "special about the packet.") },
  { "NO_SOCKET", PKTMON_DROP_SUSPICIOUS,
    N_ ("No program waits for it at this address and port. See whether the service runs, and where "
        "it listens.") },
  { "SOCKET_CLOSE", PKTMON_DROP_EXPECTED,
    N_ ("The program closed the socket before it read what was waiting. Usual at the end of a "
        "connection.") },
  { "SOCKET_FILTER", PKTMON_DROP_EXPECTED,
    N_ ("A filter that the program put on its socket refused it. Usual for programs that watch the "
        "network.") },
  { "SOCKET_RCVBUFF", PKTMON_DROP_HARD,
    N_ ("The receive buffer of the socket is full: the program reads too slowly. Make it faster, "
        "or the buffer larger (net.core.rmem_max).") },
  { "UNIX_DISCONNECT", PKTMON_DROP_EXPECTED,
    N_ ("The other end of a local socket was closed. Usual when a program ends.") },
  { "UNIX_SKIP_OOB", PKTMON_DROP_EXPECTED,
    N_ ("Urgent data of a local socket were skipped, as the program reads on without them.") },
  { "PKT_TOO_SMALL", PKTMON_DROP_HARD,
    N_ ("It is shorter than its own headers say. Look at who sent it, and at the driver.") },
  { "TCP_CSUM", PKTMON_DROP_HARD,
    N_ ("The TCP checksum is wrong: it was changed on its way, or the sender's network card did "
        "not compute it. Look at offloading (ethtool -k) and cables.") },
  { "UDP_CSUM", PKTMON_DROP_HARD,
    N_ ("The UDP checksum is wrong: it was changed on its way, or the sender's network card did "
        "not compute it. Look at offloading (ethtool -k) and cables.") },
  { "NETFILTER_DROP", PKTMON_DROP_HARD,
    N_ ("A rule of the firewall dropped it. The hook says in which chains to look: nft list "
        "ruleset.") },
  { "OTHERHOST", PKTMON_DROP_EXPECTED,
    N_ ("It is for another machine. Usual with promiscuous mode, and where a switch sends to all "
        "ports.") },
  { "IP_CSUM", PKTMON_DROP_HARD,
    N_ ("The checksum of the IP header is wrong. Look at the sender, and at what forwards its "
        "packets.") },
  { "IP_INHDR", PKTMON_DROP_HARD,
    N_ ("The IP header is not valid, or its time to live has run out on the way. Look for a "
        "routing loop, or a traceroute.") },
  { "IP_RPFILTER", PKTMON_DROP_HARD,
    N_ ("Answers to its source would leave through another interface (reverse path filter). Look "
        "at the routes, and at net.ipv4.conf.*.rp_filter.") },
  { "UNICAST_IN_L2_MULTICAST", PKTMON_DROP_SUSPICIOUS,
    N_ ("It is for one machine, but came in a frame for many. Somebody's network card, or an "
        "attack.") },
  { "XFRM_POLICY", PKTMON_DROP_HARD,
    N_ ("The IPsec policy forbids it, mostly as it is not encrypted. Look at ip xfrm policy, and "
        "at /proc/net/xfrm_stat.") },
  { "IP_NOPROTO", PKTMON_DROP_SUSPICIOUS,
    N_ ("Nothing on this machine speaks the protocol that it carries. See what the sender "
        "wants.") },
  { "PROTO_MEM", PKTMON_DROP_HARD,
    N_ ("The memory for this protocol is used up (net.ipv4.tcp_mem, udp_mem). Look for programs "
        "that do not read, or raise the limit.") },
  { "TCP_AUTH_HDR", PKTMON_DROP_HARD,
    N_ ("Its TCP authentication options contradict each other. Look at the other end's "
        "settings.") },
  { "TCP_MD5NOTFOUND", PKTMON_DROP_HARD,
    N_ ("The connection needs an MD5 signature, and it has none. Set the same key at both ends.") },
  { "TCP_MD5UNEXPECTED", PKTMON_DROP_HARD,
    N_ ("It has an MD5 signature that this end does not expect. Set the same key at both ends.") },
  { "TCP_MD5FAILURE", PKTMON_DROP_HARD,
    N_ ("Its MD5 signature is wrong. The keys of both ends differ, or somebody changed it.") },
  { "TCP_AONOTFOUND", PKTMON_DROP_HARD,
    N_ ("The connection needs TCP authentication (AO), and it has none. Set the same keys at both "
        "ends.") },
  { "TCP_AOUNEXPECTED", PKTMON_DROP_HARD,
    N_ ("It has TCP authentication (AO) that this end does not expect. Set the same keys at both "
        "ends.") },
  { "TCP_AOKEYNOTFOUND", PKTMON_DROP_HARD,
    N_ ("The number of its authentication key (AO) is not known here. Set the same keys at both "
        "ends.") },
  { "TCP_AOFAILURE", PKTMON_DROP_HARD,
    N_ ("Its TCP authentication (AO) is wrong. The keys of both ends differ, or somebody changed "
        "it.") },
  { "SOCKET_BACKLOG", PKTMON_DROP_HARD,
    N_ ("More came than the socket can queue while its program works on it. Make the program "
        "faster, or its buffers larger.") },
  { "TCP_FLAGS", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its TCP flags make no sense in this state of the connection. Often a port scan, or the "
        "rest of an old connection.") },
  { "TCP_ABORT_ON_DATA", PKTMON_DROP_EXPECTED,
    N_ ("Data came for a connection that its program has closed. Usual when somebody leaves "
        "early.") },
  { "TCP_ZEROWINDOW", PKTMON_DROP_SUSPICIOUS,
    N_ ("The receiver has said that it has no room, and data came all the same. Its program reads "
        "too slowly.") },
  { "TCP_OLD_DATA", PKTMON_DROP_EXPECTED,
    N_ ("What it carries was received before. Usual after a retransmission.") },
  { "TCP_OVERWINDOW", PKTMON_DROP_SUSPICIOUS,
    N_ ("It carries data beyond what the receiver has room for. Look at the sender, and at what "
        "rewrites packets between.") },
  { "TCP_OFOMERGE", PKTMON_DROP_EXPECTED,
    N_ ("What it carries is among data that came out of order before. Usual where packets are lost "
        "or overtake each other.") },
  { "TCP_RFC7323_PAWS", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its time stamp is older than one before: an old duplicate, or several machines behind one "
        "address.") },
  { "TCP_RFC7323_PAWS_ACK", PKTMON_DROP_EXPECTED,
    N_ ("A bare acknowledgement with a time stamp older than one before. Usual where packets "
        "overtake each other.") },
  { "TCP_RFC7323_TW_PAWS", PKTMON_DROP_SUSPICIOUS,
    N_ ("A new connection on a port pair that is still closing has an older time stamp. Often "
        "several machines behind one address.") },
  { "TCP_RFC7323_TSECR", PKTMON_DROP_SUSPICIOUS,
    N_ ("It answers to a time stamp that was never sent. Look for forged packets, or a box between "
        "that changes them.") },
  { "TCP_LISTEN_OVERFLOW", PKTMON_DROP_HARD,
    N_ ("The queue of new connections is full: the program accepts too slowly. Raise its backlog "
        "and net.core.somaxconn.") },
  { "TCP_OLD_SEQUENCE", PKTMON_DROP_EXPECTED,
    N_ ("Its sequence numbers are all of the past. Usual for late duplicates.") },
  { "TCP_INVALID_SEQUENCE", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its sequence number lies outside what is expected. An old connection, a forged packet, or "
        "a box between that rewrites it.") },
  { "TCP_INVALID_END_SEQUENCE", PKTMON_DROP_SUSPICIOUS,
    N_ ("It ends beyond what the receiver has room for. Look at the sender's window handling.") },
  { "TCP_INVALID_ACK_SEQUENCE", PKTMON_DROP_SUSPICIOUS,
    N_ ("It acknowledges what does not belong to the connection that is being made. Often a scan, "
        "or the rest of an old one.") },
  { "TCP_RESET", PKTMON_DROP_EXPECTED,
    N_ ("It ended the connection (RST), as it should; there is nothing more to do with it.") },
  { "TCP_INVALID_SYN", PKTMON_DROP_SUSPICIOUS,
    N_ ("It wants to begin a connection that is there already. A repeated beginning, or a scan.") },
  { "TCP_CLOSE", PKTMON_DROP_EXPECTED,
    N_ ("The connection is closed already. Usual for what comes late.") },
  { "TCP_FASTOPEN", PKTMON_DROP_EXPECTED,
    N_ ("A TCP Fast Open answer was used up: what it carries is in the connection.") },
  { "TCP_OLD_ACK", PKTMON_DROP_EXPECTED,
    N_ ("It acknowledges what was acknowledged before. Usual where packets overtake each other.") },
  { "TCP_TOO_OLD_ACK", PKTMON_DROP_SUSPICIOUS,
    N_ ("It acknowledges what is long gone. Look for forged packets (RFC 5961).") },
  { "TCP_ACK_UNSENT_DATA", PKTMON_DROP_SUSPICIOUS,
    N_ ("It acknowledges data that were never sent. A forged packet, or a box between that "
        "rewrites it.") },
  { "TCP_OFO_QUEUE_PRUNE", PKTMON_DROP_HARD,
    N_ ("Data that waited for earlier ones were given up, as memory ran short. Look at losses on "
        "the way, and at net.ipv4.tcp_rmem.") },
  { "TCP_OFO_DROP", PKTMON_DROP_HARD,
    N_ ("There is no memory for data that came out of order. Look at losses on the way, and at "
        "net.ipv4.tcp_rmem.") },
  { "IP_OUTNOROUTES", PKTMON_DROP_HARD,
    N_ ("There is no route to its destination. Look at ip route get ADDRESS.") },
  { "BPF_CGROUP_EGRESS", PKTMON_DROP_HARD,
    N_ ("A BPF program on the sender's control group forbids it. Look at bpftool cgroup tree, and "
        "at the service's settings (IPAddressDeny).") },
  { "IPV6DISABLED", PKTMON_DROP_EXPECTED,
    N_ ("IPv6 is switched off on this interface (net.ipv6.conf.*.disable_ipv6).") },
  { "NEIGH_CREATEFAIL", PKTMON_DROP_HARD,
    N_ ("No entry could be made for the neighbour that it should go to: the table is full. Look at "
        "net.ipv4.neigh.default.gc_thresh3.") },
  { "NEIGH_FAILED", PKTMON_DROP_HARD,
    N_ ("Nobody answers for the neighbour's address (ARP, NDP). See whether it is on, in the same "
        "network, and not filtered.") },
  { "NEIGH_QUEUEFULL", PKTMON_DROP_HARD,
    N_ ("Too many packets wait for the neighbour's answer (ARP, NDP). See whether it is there.") },
  { "NEIGH_DEAD", PKTMON_DROP_SUSPICIOUS,
    N_ ("The neighbour's entry was just being removed. It passes by itself; look at the interface "
        "if it does not.") },
  { "NEIGH_HH_FILLFAIL", PKTMON_DROP_HARD,
    N_ ("The link-layer header could not be made. Look at the interface and its driver.") },
  { "TC_EGRESS", PKTMON_DROP_HARD,
    N_ ("A traffic control filter on the way out dropped it. Look at tc filter show dev DEVICE "
        "egress.") },
  { "SECURITY_HOOK", PKTMON_DROP_HARD,
    N_ ("A security module (SELinux, AppArmor, Smack) forbids it. Look at its log.") },
  { "QDISC_DROP", PKTMON_DROP_HARD,
    N_ ("The queue of the interface had no room, or its rules dropped it. Look at tc -s qdisc, and "
        "at the rate that is allowed.") },
  { "QDISC_OVERLIMIT", PKTMON_DROP_HARD,
    N_ ("The queue of the interface is longer than it may be. Look at tc -s qdisc: more is sent "
        "than the line takes.") },
  { "QDISC_CONGESTED", PKTMON_DROP_EXPECTED,
    N_ ("The queue gave it up to keep waiting times short (active queue management). Usual when a "
        "line is full.") },
  { "CAKE_FLOOD", PKTMON_DROP_SUSPICIOUS,
    N_ ("One flow sends without heeding that it should slow down (CAKE). See which one.") },
  { "FQ_BAND_LIMIT", PKTMON_DROP_HARD,
    N_ ("The queue for its priority is full (fq). Look at tc -s qdisc.") },
  { "FQ_HORIZON_LIMIT", PKTMON_DROP_SUSPICIOUS,
    N_ ("It is to be sent too far in the future (fq). Look at the program that sets the time, or "
        "its pacing rate.") },
  { "FQ_FLOW_LIMIT", PKTMON_DROP_HARD,
    N_ ("One flow has too many packets in the queue (fq). Its sender is faster than its rate.") },
  { "CPU_BACKLOG", PKTMON_DROP_HARD,
    N_ ("A processor has more received packets to work on than may wait "
        "(net.core.netdev_max_backlog). Spread the load (RPS), or raise it.") },
  { "XDP", PKTMON_DROP_HARD,
    N_ ("An XDP program of the interface dropped it. Look at ip link and bpftool net.") },
  { "TC_INGRESS", PKTMON_DROP_HARD,
    N_ ("A traffic control filter on the way in dropped it. Look at tc filter show dev DEVICE "
        "ingress.") },
  { "UNHANDLED_PROTO", PKTMON_DROP_EXPECTED,
    N_ ("Nothing on this machine takes packets of its kind (Ethernet type). Usual for what "
        "switches and routers tell each other.") },
  { "SKB_CSUM", PKTMON_DROP_HARD,
    N_ ("Its checksum could not be computed or is wrong. Look at offloading (ethtool -k) and the "
        "driver.") },
  { "SKB_GSO_SEG", PKTMON_DROP_HARD,
    N_ ("A large packet could not be cut into small ones. Look at segmentation offloading (ethtool "
        "-k), and at tunnels.") },
  { "SKB_UCOPY_FAULT", PKTMON_DROP_HARD,
    N_ ("The program's memory could not be read or written. An error in the program.") },
  { "DEV_HDR", PKTMON_DROP_HARD,
    N_ ("The header that the interface needs could not be made or read. Look at its driver, or the "
        "tunnel.") },
  { "DEV_READY", PKTMON_DROP_HARD,
    N_ ("The interface is not ready: down, or without a program behind it. Look at ip link.") },
  { "FULL_RING", PKTMON_DROP_HARD,
    N_ ("The ring of a virtual interface is full: who reads it is too slow. Look at the virtual "
        "machine or the program.") },
  { "NOMEM", PKTMON_DROP_HARD, N_ ("There is no memory left. Look at free, and at what uses it.") },
  { "HDR_TRUNC", PKTMON_DROP_HARD,
    N_ ("Its headers are not all there, or not in one piece. Look at who sent it.") },
  { "TAP_FILTER", PKTMON_DROP_EXPECTED,
    N_ ("The filter of a tap interface refused it: the program behind it does not want it.") },
  { "TAP_TXFILTER", PKTMON_DROP_EXPECTED,
    N_ ("The address filter of a tap interface refused it: the program behind it does not want "
        "it.") },
  { "ICMP_CSUM", PKTMON_DROP_HARD,
    N_ ("The ICMP checksum is wrong: it was changed on its way. Look at the path.") },
  { "INVALID_PROTO", PKTMON_DROP_SUSPICIOUS,
    N_ ("It breaks the rules of its protocol, such as an answer that may not be answered. Look at "
        "who sent it.") },
  { "IP_INADDRERRORS", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its addresses are not valid here, or it is not for this machine. Look at the routes, and "
        "at ip_forward.") },
  { "IP_INNOROUTES", PKTMON_DROP_HARD,
    N_ ("This machine should forward it, and has no route to its destination. Look at ip route get "
        "ADDRESS, and at ip_forward.") },
  { "IP_LOCAL_SOURCE", PKTMON_DROP_SUSPICIOUS,
    N_ ("It came from outside with an address of this machine. A loop, two machines with one "
        "address, or forged.") },
  { "IP_INVALID_SOURCE", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its source address cannot be one: multicast, broadcast or zero. Look at who sent it.") },
  { "IP_LOCALNET", PKTMON_DROP_SUSPICIOUS,
    N_ ("An address that is only for inside of a machine (127.0.0.0/8) came from outside. See "
        "net.ipv4.conf.*.route_localnet.") },
  { "IP_INVALID_DEST", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its destination address cannot be one. Look at who sent it.") },
  { "PKT_TOO_BIG", PKTMON_DROP_HARD,
    N_ ("It is larger than the next line takes (MTU), and may not be cut. See that ICMP gets back "
        "to the sender, or lower its MTU.") },
  { "DUP_FRAG", PKTMON_DROP_SUSPICIOUS,
    N_ ("This fragment has come before, or lies across another one. A repetition, or an attack.") },
  { "FRAG_REASM_TIMEOUT", PKTMON_DROP_HARD,
    N_ ("Other fragments of the packet did not come in time. Look for losses on the way, and for "
        "filters that drop fragments.") },
  { "FRAG_TOO_FAR", PKTMON_DROP_SUSPICIOUS,
    N_ ("Too many other fragments came between. Look for losses on the way.") },
  { "TCP_MINTTL", PKTMON_DROP_HARD,
    N_ ("It has passed more routers than the program allows (minimum TTL). Look at where it comes "
        "from.") },
  { "IPV6_BAD_EXTHDR", PKTMON_DROP_SUSPICIOUS,
    N_ ("An IPv6 extension header is not valid. Look at who sent it.") },
  { "IPV6_NDISC_FRAG", PKTMON_DROP_SUSPICIOUS,
    N_ ("A neighbour discovery message came in fragments, which is not allowed (RFC 6980). Often "
        "an attack.") },
  { "IPV6_NDISC_HOP_LIMIT", PKTMON_DROP_SUSPICIOUS,
    N_ ("A neighbour discovery message came from beyond a router. Often an attack.") },
  { "IPV6_NDISC_BAD_CODE", PKTMON_DROP_SUSPICIOUS,
    N_ ("A neighbour discovery message has a code that there is not. Look at who sent it.") },
  { "IPV6_NDISC_BAD_OPTIONS", PKTMON_DROP_SUSPICIOUS,
    N_ ("The options of a neighbour discovery message are not valid. Look at who sent it.") },
  { "IPV6_NDISC_NS_OTHERHOST", PKTMON_DROP_EXPECTED,
    N_ ("A neighbour asks for another machine's address. Usual where a switch sends to all "
        "ports.") },
  { "QUEUE_PURGE", PKTMON_DROP_EXPECTED,
    N_ ("A queue was emptied, mostly as its socket was closed.") },
  { "TC_COOKIE_ERROR", PKTMON_DROP_SUSPICIOUS,
    N_ ("Traffic control lost what it had noted of the packet. Look at offloaded filters (tc "
        "filter show).") },
  { "PACKET_SOCK_ERROR", PKTMON_DROP_SUSPICIOUS,
    N_ ("A program that watches packets could not take it, mostly as its buffer is full. Nothing "
        "is wrong with the packet itself.") },
  { "TC_CHAIN_NOTFOUND", PKTMON_DROP_HARD,
    N_ ("A traffic control filter goes on to a chain that there is not. Look at tc filter show.") },
  { "TC_RECLASSIFY_LOOP", PKTMON_DROP_HARD,
    N_ ("Traffic control filters send it round in a circle. Look at tc filter show.") },
  { "VXLAN_INVALID_HDR", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its VXLAN header is not valid. Look at the other end of the tunnel, and at the port.") },
  { "VXLAN_VNI_NOT_FOUND", PKTMON_DROP_HARD,
    N_ ("No VXLAN interface has its network number (VNI). Look at ip -d link at both ends.") },
  { "MAC_INVALID_SOURCE", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its source MAC address cannot be one. Look at who sent it.") },
  { "VXLAN_ENTRY_EXISTS", PKTMON_DROP_SUSPICIOUS,
    N_ ("Its sender is entered in the VXLAN table at another place, which may not change. Look at "
        "bridge fdb show.") },
  { "NO_TX_TARGET", PKTMON_DROP_HARD,
    N_ ("There is nobody to send it to: no port, no remote end. Look at bridge fdb show, and at "
        "the tunnel's settings.") },
  { "IP_TUNNEL_ECN", PKTMON_DROP_SUSPICIOUS,
    N_ ("The congestion marks inside and outside of the tunnel contradict each other (RFC 6040). "
        "Look at what rewrites them between.") },
  { "TUNNEL_TXINFO", PKTMON_DROP_HARD,
    N_ ("A tunnel that gets its destination with each packet got none. Look at what sends into it "
        "(tc, Open vSwitch).") },
  { "LOCAL_MAC", PKTMON_DROP_SUSPICIOUS,
    N_ ("It came from outside with a MAC address of this machine. A loop, or two machines with one "
        "address.") },
  { "ARP_PVLAN_DISABLE", PKTMON_DROP_EXPECTED,
    N_ ("An ARP answer for another machine of a private VLAN is switched off "
        "(net.ipv4.conf.*.proxy_arp_pvlan).") },
  { "MAC_IEEE_MAC_CONTROL", PKTMON_DROP_EXPECTED,
    N_ ("It is for the switch itself (IEEE 802.1D control addresses), and not forwarded. As it "
        "should be.") },
  { "BRIDGE_INGRESS_STP_STATE", PKTMON_DROP_SUSPICIOUS,
    N_ ("The bridge port does not forward yet, or is blocked against loops (STP). Look at bridge "
        "link.") },
  { "CAN_RX_INVALID_FRAME", PKTMON_DROP_HARD,
    N_ ("It is not a valid CAN frame. Look at the interface, and at who sends into it.") },
  { "CANFD_RX_INVALID_FRAME", PKTMON_DROP_HARD,
    N_ ("It is not a valid CAN FD frame. Look at the interface, and at who sends into it.") },
  { "CANXL_RX_INVALID_FRAME", PKTMON_DROP_HARD,
    N_ ("It is not a valid CAN XL frame. Look at the interface, and at who sends into it.") },
  { "PFMEMALLOC", PKTMON_DROP_HARD,
    N_ ("It came in memory that is kept for emergencies, and its socket may not use that. Memory "
        "is short.") },
  { "DUALPI2_STEP_DROP", PKTMON_DROP_EXPECTED,
    N_ ("The queue gave it up to keep waiting times short (DualPI2). Usual when a line is full.") },
  { "PSP_INPUT", PKTMON_DROP_HARD,
    N_ ("Its PSP encryption is not what the connection needs. Look at both ends' settings.") },
  { "PSP_OUTPUT", PKTMON_DROP_HARD,
    N_ ("It could not be sent with the PSP encryption that the connection needs. Look at the "
        "interface and its settings.") },
  { "RECURSION_LIMIT", PKTMON_DROP_HARD,
    N_ ("It went from one virtual interface to the next too often. Look for tunnels or bridges "
        "that lead into each other.") },
};

static const Meaning *
find (const char *reason, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (strlen (meanings[i].reason) == size && memcmp (meanings[i].reason, reason, size) == 0)
      return &meanings[i];
  return NULL;
}

PktmonDropClass
pktmon_meaning_get_class (const char *reason, gsize size)
{
  const Meaning *meaning = find (reason, size);

  return meaning != NULL ? meaning->kind : PKTMON_DROP_SUSPICIOUS;
}

const char *
pktmon_meaning_get_text (const char *reason, gsize size)
{
  const Meaning *meaning = find (reason, size);

  return meaning != NULL ? _ (meaning->text) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/filter-examples.h"

#include "base/i18n.h"

static const PktmonFilterExample examples[] = {
  { "host 10.0.0.1", N_ ("From or to an address") },
  { "src host 10.0.0.1", N_ ("From an address") },
  { "net 192.168.0.0/16", N_ ("From or to a network") },
  { "tcp port 443", N_ ("A TCP port at either end") },
  { "udp dst port 53", N_ ("To a UDP port") },
  { "portrange 5000-5100", N_ ("A range of ports") },
  { "icmp or icmp6", N_ ("Echo requests and errors") },
  { "arp", N_ ("Address resolution") },
  { "ip6", N_ ("All of IPv6") },
  { "ether host 02:00:00:00:00:01", N_ ("From or to a hardware address") },
  { "ether multicast", N_ ("To many: broadcast and multicast") },
  { "vlan 5", N_ ("In a virtual network") },
  { "greater 1000", N_ ("Of 1,000 bytes or more") },
  { "tcp[tcpflags] & tcp-syn != 0", N_ ("TCP connections that begin") },
  { "host 10.0.0.1 and not port 22", N_ ("Two conditions together") },
  { "stack.point == drop", N_ ("Dropped in the network stack") },
  { "drop.reason == NO_SOCKET", N_ ("Dropped for a reason") },
  { "process.name == curl and tcp", N_ ("Of a process, seen in the network stack") },
};

const PktmonFilterExample *
pktmon_filter_examples_get_all (guint *n_examples)
{
  *n_examples = G_N_ELEMENTS (examples);
  return examples;
}

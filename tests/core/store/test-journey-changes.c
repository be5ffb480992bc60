/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "pcapng/stack-event.h"
#include "store/journey-changes.h"

/* What changes on journeys that are made here, of UDP from 10.0.0.1 port 1111 to 10.0.0.2 port 53
 * where nothing else is said. */

#define RAW 101
#define ETHERNET 1

static char no_text[] = "";
static char eth0[] = "eth0";
static char eth1[] = "eth1";

static PktmonAddress
ipv4 (guint8 last)
{
  return (PktmonAddress){ PKTMON_ADDRESS_IPV4, { 10, 0, 0, last } };
}

static PktmonAppearance
appearance (guint16 link_type)
{
  PktmonAppearance self = {
    .length = link_type == ETHERNET ? 74 : 60,
    .link_type = link_type,
    .network_namespace = 7,
    .hop_limit = 64,
    .vlan = -1,
    .device = no_text,
  };
  PktmonFields *fields = &self.summary.fields;

  fields->present = PKTMON_FIELD_IP | PKTMON_FIELD_IP_PROTO | PKTMON_FIELD_UDP_PORTS;
  if (link_type == ETHERNET)
    fields->present |= PKTMON_FIELD_ETH;
  memcpy (fields->ip_src, ipv4 (1).bytes, 4);
  memcpy (fields->ip_dst, ipv4 (2).bytes, 4);
  fields->ip_proto = 17;
  fields->udp_srcport = 1111;
  fields->udp_dstport = 53;
  fields->eth_src[5] = 1;
  fields->eth_dst[5] = 2;
  self.summary.source = ipv4 (1);
  self.summary.source.bytes[5] = 1; /* of the MAC address that was there before */
  self.summary.destination = ipv4 (2);
  return self;
}

/* Puts it into a tunnel between 10.0.0.8 and 10.0.0.9. */
static void
wrap (PktmonAppearance *self)
{
  PktmonFields *fields = &self->summary.fields;

  memcpy (fields->ip_src, ipv4 (8).bytes, 4);
  memcpy (fields->ip_dst, ipv4 (9).bytes, 4);
  fields->udp_srcport = 40000;
  fields->udp_dstport = 4789;
  self->hop_limit = 255;
  self->length += 50;
}

/* @expected: "Name: before → after", one in each line. */
static void
assert_changes (const PktmonAppearance *journey, guint count, const char *expected)
{
  const PktmonAppearance *appearances[8];
  PktmonJourneyChange changes[PKTMON_JOURNEY_MAX_CHANGES];
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_changes;

  g_assert_cmpuint (count, <=, G_N_ELEMENTS (appearances));
  for (guint i = 0; i < count; i++)
    appearances[i] = &journey[i];
  n_changes = pktmon_journey_find_changes (appearances, count - 1, changes);
  for (guint i = 0; i < n_changes; i++)
    g_string_append_printf (text, "%s%s: %s → %s", i > 0 ? "\n" : "", changes[i].name,
                            changes[i].before, changes[i].after);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_nothing (void)
{
  const PktmonAppearance journey[] = { appearance (RAW), appearance (RAW), appearance (ETHERNET) };

  assert_changes (journey, 1, "");
  assert_changes (journey, 2, "");
  assert_changes (journey, 3, ""); /* there was no header before */
}

static void
test_nat (void)
{
  PktmonAppearance journey[] = { appearance (RAW), appearance (RAW), appearance (RAW) };
  PktmonFields *fields = &journey[1].summary.fields;

  journey[1].summary.destination = ipv4 (3);
  memcpy (fields->ip_dst, ipv4 (3).bytes, 4);
  fields->udp_dstport = 5353;
  journey[2] = journey[1];
  journey[2].summary.source = ipv4 (4);
  memcpy (journey[2].summary.fields.ip_src, ipv4 (4).bytes, 4);
  journey[2].summary.fields.udp_srcport = 2222;
  assert_changes (journey, 2,
                  "Destination address: 10.0.0.2 → 10.0.0.3\nDestination port: 53 → 5353");
  assert_changes (journey, 3, "Source address: 10.0.0.1 → 10.0.0.4\nSource port: 1111 → 2222");
}

/* Of TCP over IPv6, as of UDP over IPv4. */
static void
test_ipv6 (void)
{
  PktmonAppearance journey[] = { appearance (RAW), appearance (RAW) };

  for (guint i = 0; i < 2; i++) {
    PktmonSummary *summary = &journey[i].summary;

    summary->fields.present = PKTMON_FIELD_IPV6 | PKTMON_FIELD_TCP_PORTS;
    summary->source.kind = summary->destination.kind = PKTMON_ADDRESS_IPV6;
    memcpy (summary->fields.ipv6_src, summary->source.bytes, 16);
    memcpy (summary->fields.ipv6_dst, summary->destination.bytes, 16);
    summary->fields.tcp_dstport = (guint16) (80 + i);
    journey[i].hop_limit = 64 - (int) i;
  }
  assert_changes (journey, 2, "Destination port: 80 → 81\nHop limit: 64 → 63");
}

static void
test_forwarded (void)
{
  PktmonAppearance journey[] = { appearance (ETHERNET), appearance (RAW), appearance (RAW),
                                 appearance (ETHERNET) };

  journey[0].device = journey[1].device = eth0;
  journey[2].hop_limit = journey[3].hop_limit = 63;
  journey[2].mark = journey[3].mark = 23;
  journey[3].device = eth1;
  journey[3].summary.fields.eth_src[5] = 5;
  journey[3].network_namespace = 8;
  assert_changes (journey, 3, "Time to live: 64 → 63\nFirewall mark: 0x0 → 0x17");
  /* Compared with what was known last, not with the point before. */
  assert_changes (journey, 4,
                  "Network namespace: 7 → 8\nInterface: eth0 → eth1\n"
                  "Source MAC address: 00:00:00:00:00:01 → 00:00:00:00:00:05");
}

/* A header that was made up says nothing; nor is what follows compared with it. */
static void
test_made_up (void)
{
  PktmonAppearance journey[] = { appearance (ETHERNET), appearance (ETHERNET),
                                 appearance (ETHERNET) };

  memset (journey[1].summary.fields.eth_src, 0, 6);
  memset (journey[1].summary.fields.eth_dst, 0, 6);
  journey[1].flags = PKTMON_STACK_MADE_UP;
  assert_changes (journey, 2, "");
  assert_changes (journey, 3, "");
  journey[2].summary.fields.eth_dst[5] = 9;
  assert_changes (journey, 3, "Destination MAC address: 00:00:00:00:00:02 → 00:00:00:00:00:09");
}

/* In the frame, beside it, and where nobody knows. */
static void
test_vlan (void)
{
  PktmonAppearance journey[] = { appearance (ETHERNET), appearance (RAW), appearance (ETHERNET),
                                 appearance (ETHERNET) };

  journey[0].vlan = 5;
  journey[0].length += 4;
  journey[0].summary.fields.present |= PKTMON_FIELD_VLAN;
  journey[2].vlan = 5;
  journey[2].flags = PKTMON_STACK_TAGGED;
  assert_changes (journey, 2, "");
  assert_changes (journey, 3, "");
  assert_changes (journey, 4, "VLAN: 5 → none");
  journey[3].flags = PKTMON_STACK_TAGGED;
  journey[3].vlan = 6;
  assert_changes (journey, 4, "VLAN: 5 → 6");
}

/* Into a tunnel, through a router, and out of it again: no address of the packet changed. */
static void
test_tunnel (void)
{
  PktmonAppearance journey[] = { appearance (RAW), appearance (RAW), appearance (RAW),
                                 appearance (RAW) };

  wrap (&journey[1]);
  wrap (&journey[2]);
  journey[2].hop_limit = 254;
  /* The header of the frame inside is not the packet's. */
  journey[1].summary.fields.present |= PKTMON_FIELD_ETH | PKTMON_FIELD_VLAN;
  journey[1].vlan = 5;
  assert_changes (journey, 2,
                  "Encapsulation: no tunnel → VXLAN 10.0.0.8 → 10.0.0.9\nLength: 60 → 110");
  assert_changes (journey, 3, "Time to live: 255 → 254");
  assert_changes (journey, 4,
                  "Encapsulation: VXLAN 10.0.0.8 → 10.0.0.9 → no tunnel\nLength: 110 → 60");
}

static void
test_tunnel_names (void)
{
  PktmonAppearance journey[] = { appearance (RAW), appearance (RAW) };
  PktmonFields *fields = &journey[1].summary.fields;

  wrap (&journey[1]);
  journey[1].length = journey[0].length;
  fields->udp_dstport = 6081;
  assert_changes (journey, 2, "Encapsulation: no tunnel → Geneve 10.0.0.8 → 10.0.0.9");
  fields->present = PKTMON_FIELD_IP | PKTMON_FIELD_IP_PROTO;
  fields->ip_proto = 47;
  assert_changes (journey, 2, "Encapsulation: no tunnel → GRE 10.0.0.8 → 10.0.0.9");
  fields->ip_proto = 4;
  assert_changes (journey, 2, "Encapsulation: no tunnel → IP 10.0.0.8 → 10.0.0.9");
  /* IPv4 in IPv6. */
  fields->present = PKTMON_FIELD_IP | PKTMON_FIELD_IPV6;
  fields->ipv6_src[15] = 1;
  fields->ipv6_dst[15] = 2;
  assert_changes (journey, 2, "Encapsulation: no tunnel → IP ::1 → ::2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey-changes/nothing", test_nothing);
  g_test_add_func ("/journey-changes/nat", test_nat);
  g_test_add_func ("/journey-changes/ipv6", test_ipv6);
  g_test_add_func ("/journey-changes/forwarded", test_forwarded);
  g_test_add_func ("/journey-changes/made-up", test_made_up);
  g_test_add_func ("/journey-changes/vlan", test_vlan);
  g_test_add_func ("/journey-changes/tunnel", test_tunnel);
  g_test_add_func ("/journey-changes/tunnel-names", test_tunnel_names);
  return g_test_run();
}

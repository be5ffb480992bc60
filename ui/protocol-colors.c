/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/protocol-colors.h"

#include <stdlib.h>
#include <string.h>

typedef enum {
  CONTROL,
  LINK,
  NAMES,
  ROUTING,
  SECURE,
  SETUP,
  STREAM,
  DATAGRAM,
  VOICE,
  WEB,
  N_FAMILIES,
} Family;

static const char *const colors[N_FAMILIES + 1] = {
  [CONTROL] = "protocol_control", [LINK] = "protocol_link",         [NAMES] = "protocol_names",
  [ROUTING] = "protocol_routing", [SECURE] = "protocol_secure",     [SETUP] = "protocol_setup",
  [STREAM] = "protocol_stream",   [DATAGRAM] = "protocol_datagram", [VOICE] = "protocol_voice",
  [WEB] = "protocol_web",
};

typedef struct {
  const char *protocol;
  Family family;
} Entry;

/* By name without its version ("TLSv1.3", "ICMPv6"), without regard to case. */
static const Entry entries[] = {
  { "AH", SECURE },     { "ARP", LINK },          { "BGP", ROUTING },   { "BOOTP", SETUP },
  { "CDP", LINK },      { "DCCP", DATAGRAM },     { "DHCP", SETUP },    { "DNS", NAMES },
  { "DTLS", SECURE },   { "EAPOL", LINK },        { "EIGRP", ROUTING }, { "ESP", SECURE },
  { "HSRP", ROUTING },  { "HTTP", WEB },          { "ICMP", CONTROL },  { "ICMPv6", CONTROL },
  { "IGMP", CONTROL },  { "IPComp", SECURE },     { "ISAKMP", SECURE }, { "LLDP", LINK },
  { "LLMNR", NAMES },   { "LOOP", LINK },         { "MDNS", NAMES },    { "NBNS", NAMES },
  { "NTP", SETUP },     { "OSPF", ROUTING },      { "PIM", ROUTING },   { "PPPoED", LINK },
  { "QUIC", SECURE },   { "RADIUS", SETUP },      { "RARP", LINK },     { "RIP", ROUTING },
  { "RIPv2", ROUTING }, { "RTCP", VOICE },        { "RTP", VOICE },     { "SCTP", STREAM },
  { "SIP", VOICE },     { "SNMP", SETUP },        { "SSDP", NAMES },    { "SSH", SECURE },
  { "SSHv2", SECURE },  { "SSL", SECURE },        { "STP", LINK },      { "STUN", VOICE },
  { "Syslog", SETUP },  { "TCP", STREAM },        { "TFTP", SETUP },    { "TLS", SECURE },
  { "UDP", DATAGRAM },  { "UDP-Lite", DATAGRAM }, { "VRRP", ROUTING },  { "WireGuard", SECURE },
};

static gsize
get_size (const char *protocol)
{
  const char *version = strrchr (protocol, 'v');

  if (version != NULL && version > protocol && g_ascii_isdigit (version[1]))
    return (gsize) (version - protocol);
  return strlen (protocol);
}

static int
compare (gconstpointer protocol, gconstpointer entry)
{
  const char *name = ((const Entry *) entry)->protocol;
  gsize size = get_size (protocol);
  int order = g_ascii_strncasecmp (protocol, name, size);

  return order == 0 && name[size] != '\0' ? -1 : order;
}

const char *
pktmon_protocol_colors_find (const char *protocol)
{
  const Entry *entry =
      bsearch (protocol, entries, G_N_ELEMENTS (entries), sizeof entries[0], compare);

  return entry != NULL ? colors[entry->family] : NULL;
}

const char *const *
pktmon_protocol_colors_get_all (void)
{
  return colors;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/names.h"

#include "constraint/fields.h"

/* Assigned Internet Protocol Numbers (IANA). */
const PktmonNamedNumber pktmon_names_protocols[] = {
  { "icmp", 1 },    { "igmp", 2 },   { "ipip", 4 },   { "tcp", 6 },    { "udp", 17 },
  { "dccp", 33 },   { "ipv6", 41 },  { "gre", 47 },   { "esp", 50 },   { "ah", 51 },
  { "icmpv6", 58 }, { "icmp6", 58 }, { "none", 59 },  { "eigrp", 88 }, { "ospf", 89 },
  { "pim", 103 },   { "vrrp", 112 }, { "l2tp", 115 }, { "sctp", 132 }, { "udplite", 136 },
  { NULL, 0 },
};

/* IEEE 802 Numbers (IANA). */
const PktmonNamedNumber pktmon_names_ethertypes[] = {
  { "ipv4", 0x0800 },
  { "ip", 0x0800 },
  { "arp", 0x0806 },
  { "wol", 0x0842 },
  { "rarp", 0x8035 },
  { "ipv6", 0x86dd },
  { "ip6", 0x86dd },
  { "slow", 0x8809 },
  { "lacp", 0x8809 },
  { "mpls", 0x8847 },
  { "mpls-multicast", 0x8848 },
  { "pppoe-discovery", 0x8863 },
  { "pppoe", 0x8864 },
  { "eapol", 0x888e },
  { "profinet", 0x8892 },
  { "ethercat", 0x88a4 },
  { "goose", 0x88b8 },
  { "lldp", 0x88cc },
  { "macsec", 0x88e5 },
  { "ptp", 0x88f7 },
  { "cfm", 0x8902 },
  { "fcoe", 0x8906 },
  { "roce", 0x8915 },
  { NULL, 0 },
};

/* RFC 2474, 2597, 3246, 5865 and 8622. */
const PktmonNamedNumber pktmon_names_dscps[] = {
  { "cs0", 0 },   { "default", 0 }, { "le", 1 },    { "cs1", 8 },   { "af11", 10 },
  { "af12", 12 }, { "af13", 14 },   { "cs2", 16 },  { "af21", 18 }, { "af22", 20 },
  { "af23", 22 }, { "cs3", 24 },    { "af31", 26 }, { "af32", 28 }, { "af33", 30 },
  { "cs4", 32 },  { "af41", 34 },   { "af42", 36 }, { "af43", 38 }, { "cs5", 40 },
  { "va", 44 },   { "ef", 46 },     { "cs6", 48 },  { "cs7", 56 },  { NULL, 0 },
};

const PktmonNamedNumber pktmon_names_ports[] = {
  { "ftp", 21 },         { "ssh", 22 },          { "telnet", 23 },       { "smtp", 25 },
  { "dns", 53 },         { "domain", 53 },       { "dhcp", 67 },         { "bootps", 67 },
  { "bootpc", 68 },      { "tftp", 69 },         { "http", 80 },         { "kerberos", 88 },
  { "pop3", 110 },       { "ntp", 123 },         { "imap", 143 },        { "snmp", 161 },
  { "bgp", 179 },        { "ldap", 389 },        { "https", 443 },       { "smb", 445 },
  { "submission", 587 }, { "ldaps", 636 },       { "imaps", 993 },       { "pop3s", 995 },
  { "mqtt", 1883 },      { "radius", 1812 },     { "nfs", 2049 },        { "mysql", 3306 },
  { "rdp", 3389 },       { "stun", 3478 },       { "vxlan", 4789 },      { "sip", 5060 },
  { "mdns", 5353 },      { "postgresql", 5432 }, { "vnc", 5900 },        { "x11", 6000 },
  { "geneve", 6081 },    { "redis", 6379 },      { "wireguard", 51820 }, { NULL, 0 },
};

const PktmonNamedNumber pktmon_names_tcp_flags[] = {
  { "fin", 0x01 }, { "syn", 0x02 }, { "rst", 0x04 }, { "psh", 0x08 },  { "ack", 0x10 },
  { "urg", 0x20 }, { "ece", 0x40 }, { "cwr", 0x80 }, { "push", 0x08 }, { NULL, 0 },
};

const PktmonNamedNumber pktmon_names_encaps[] = {
  { "vxlan", PKTMON_ENCAP_VXLAN },
  { "gre", PKTMON_ENCAP_GRE },
  { "nvgre", PKTMON_ENCAP_GRE },
  { "ipip", PKTMON_ENCAP_IPIP },
  { "geneve", PKTMON_ENCAP_GENEVE },
  { "any", PKTMON_ENCAP_ANY },
  { NULL, 0 },
};

int
pktmon_names_get_value (const PktmonNamedNumber *table, const char *name, gsize size)
{
  for (; table->name != NULL; table++)
    if (g_ascii_strncasecmp (table->name, name, size) == 0 && table->name[size] == '\0')
      return (int) table->value;
  return -1;
}

const char *
pktmon_names_get (const PktmonNamedNumber *table, guint value)
{
  for (; table->name != NULL; table++)
    if (table->value == value)
      return table->name;
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/fields.h"

#include <string.h>

#include "base/i18n.h"

typedef struct {
  const char *key;
  const char *words[3]; /* other words for it; NULL ends them */
  gboolean is_switch;
  const PktmonNamedNumber *names;
  const char *advice; /* to be translated */
} Description;

#define IP_ADVICE                                                                                  \
  N_ ("It may be an IPv4 or IPv6 address, also with a prefix length as in “10.0.0.0/8”.")
#define PORT_ADVICE N_ ("It may be a number from 0 to 65535, or a name such as “https”.")
#define MAC_ADVICE N_ ("It may be a MAC address such as “02:00:00:00:00:01”.")
#define SWITCH_ADVICE N_ ("It stands alone, or is “yes” or “no”.")

static const Description descriptions[] = {
  [PKTMON_CONSTRAINT_IP1] = { "ip", { "ip1", "host", "net" }, .advice = IP_ADVICE },
  [PKTMON_CONSTRAINT_IP2] = { "ip2", { "host2", "net2" }, .advice = IP_ADVICE },
  [PKTMON_CONSTRAINT_PORT1] = { "port", { "port1" }, FALSE, pktmon_names_ports, PORT_ADVICE },
  [PKTMON_CONSTRAINT_PORT2] = { "port2", { NULL }, FALSE, pktmon_names_ports, PORT_ADVICE },
  [PKTMON_CONSTRAINT_PROTOCOL] = { "proto",
                                   { "protocol", "transport" },
                                   FALSE,
                                   pktmon_names_protocols,
                                   N_ ("It may be a name such as “tcp”, “udp” or “icmp”, or a "
                                       "number from 0 to 255.") },
  [PKTMON_CONSTRAINT_TCP_FLAGS] = { "flags",
                                    { "tcp-flags" },
                                    FALSE,
                                    pktmon_names_tcp_flags,
                                    N_ ("It may be some of fin, syn, rst, psh, ack, urg, ece and "
                                        "cwr, with commas between.") },
  [PKTMON_CONSTRAINT_VLAN] = { "vlan",
                               { "vid" },
                               .advice = N_ ("It may be a number from 0 to 4095.") },
  [PKTMON_CONSTRAINT_MAC1] = { "mac", { "mac1", "ether" }, .advice = MAC_ADVICE },
  [PKTMON_CONSTRAINT_MAC2] = { "mac2", { NULL }, .advice = MAC_ADVICE },
  [PKTMON_CONSTRAINT_ETHERTYPE] = { "ethertype",
                                    { "type" },
                                    FALSE,
                                    pktmon_names_ethertypes,
                                    N_ ("It may be a name such as “ipv4”, “ipv6” or “arp”, or a "
                                        "number from 0x0600 to "
                                        "0xffff.") },
  [PKTMON_CONSTRAINT_DSCP] = { "dscp",
                               { NULL },
                               FALSE,
                               pktmon_names_dscps,
                               N_ ("It may be a number from 0 to 63, or a name such as “ef” or "
                                   "“af41”.") },
  [PKTMON_CONSTRAINT_ENCAP] = { "encap",
                                { NULL },
                                FALSE,
                                pktmon_names_encaps,
                                N_ ("It may be “any”, or some of vxlan, gre, ipip and geneve, with "
                                    "commas between.") },
  [PKTMON_CONSTRAINT_VXLAN_PORT] = { "vxlan-port",
                                     { NULL },
                                     .advice = N_ ("It may be a number from 1 to 65535, but not "
                                                   "Geneve's 6081.") },
  [PKTMON_CONSTRAINT_HEARTBEAT] = { "heartbeat", { NULL }, TRUE, .advice = SWITCH_ADVICE },
  [PKTMON_CONSTRAINT_EXPRESSION] = { "bpf",
                                     { "filter" },
                                     .advice = N_ ("Write it as pcap-filter(7) describes, for "
                                                   "example “tcp port 443”.") },
  [PKTMON_CONSTRAINT_EXCLUDE] = { "exclude", { NULL }, TRUE, .advice = SWITCH_ADVICE },
  [PKTMON_CONSTRAINT_DISABLED] = { "disabled", { NULL }, TRUE, .advice = SWITCH_ADVICE },
  [PKTMON_CONSTRAINT_NAME] = { "name",
                               { NULL },
                               .advice = N_ ("It may be a text of 1 to 63 characters, without line "
                                             "breaks.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (descriptions) == PKTMON_N_CONSTRAINT_FIELDS);

const char *
pktmon_constraint_field_get_key (PktmonConstraintField field)
{
  return descriptions[field].key;
}

static gboolean
is_word (const char *word, const char *text, gsize size)
{
  return word != NULL && g_ascii_strncasecmp (word, text, size) == 0 && word[size] == '\0';
}

int
pktmon_constraint_field_find (const char *key, gsize size)
{
  for (int i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    if (is_word (descriptions[i].key, key, size))
      return i;
    for (guint j = 0; j < G_N_ELEMENTS (descriptions[i].words); j++)
      if (is_word (descriptions[i].words[j], key, size))
        return i;
  }
  return -1;
}

gboolean
pktmon_constraint_field_is_switch (PktmonConstraintField field)
{
  return descriptions[field].is_switch;
}

const char *
pktmon_constraint_field_get_advice (PktmonConstraintField field)
{
  return _ (descriptions[field].advice);
}

const PktmonNamedNumber *
pktmon_constraint_field_get_names (PktmonConstraintField field)
{
  return descriptions[field].names;
}

/* --- Values --- */

void
pktmon_constraint_fields_clear (PktmonConstraintFields *self)
{
  g_free (self->expression);
  g_free (self->name);
  *self = (PktmonConstraintFields){ 0 };
}

void
pktmon_constraint_fields_copy (PktmonConstraintFields *self, const PktmonConstraintFields *other)
{
  *self = *other;
  self->expression = g_strdup (other->expression);
  self->name = g_strdup (other->name);
}

static gboolean
equal_prefix (const PktmonPrefix *a, const PktmonPrefix *b)
{
  return a->is_ipv6 == b->is_ipv6 && a->prefix == b->prefix &&
         memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

gboolean
pktmon_constraint_fields_equal (const PktmonConstraintFields *self,
                                const PktmonConstraintFields *other)
{
  return self->present == other->present && equal_prefix (&self->ip[0], &other->ip[0]) &&
         equal_prefix (&self->ip[1], &other->ip[1]) && self->port[0] == other->port[0] &&
         self->port[1] == other->port[1] && self->protocol == other->protocol &&
         self->tcp_flags == other->tcp_flags && self->vlan == other->vlan &&
         memcmp (self->mac, other->mac, sizeof self->mac) == 0 &&
         self->ethertype == other->ethertype && self->dscp == other->dscp &&
         self->encap == other->encap && self->vxlan_port == other->vxlan_port &&
         g_strcmp0 (self->expression, other->expression) == 0 &&
         g_strcmp0 (self->name, other->name) == 0;
}

void
pktmon_constraint_fields_unset (PktmonConstraintFields *self, PktmonConstraintField field)
{
  void *values[PKTMON_N_CONSTRAINT_FIELDS] = {
    [PKTMON_CONSTRAINT_PROTOCOL] = &self->protocol,
    [PKTMON_CONSTRAINT_TCP_FLAGS] = &self->tcp_flags,
    [PKTMON_CONSTRAINT_DSCP] = &self->dscp,
    [PKTMON_CONSTRAINT_ENCAP] = &self->encap,
  };
  guint16 *numbers[PKTMON_N_CONSTRAINT_FIELDS] = {
    [PKTMON_CONSTRAINT_PORT1] = &self->port[0],
    [PKTMON_CONSTRAINT_PORT2] = &self->port[1],
    [PKTMON_CONSTRAINT_VLAN] = &self->vlan,
    [PKTMON_CONSTRAINT_ETHERTYPE] = &self->ethertype,
    [PKTMON_CONSTRAINT_VXLAN_PORT] = &self->vxlan_port,
  };

  self->present &= ~(1u << field);
  if (field == PKTMON_CONSTRAINT_IP1 || field == PKTMON_CONSTRAINT_IP2)
    self->ip[field - PKTMON_CONSTRAINT_IP1] = (PktmonPrefix){ 0 };
  else if (field == PKTMON_CONSTRAINT_MAC1 || field == PKTMON_CONSTRAINT_MAC2)
    memset (self->mac[field - PKTMON_CONSTRAINT_MAC1], 0, sizeof self->mac[0]);
  else if (field == PKTMON_CONSTRAINT_EXPRESSION)
    g_clear_pointer (&self->expression, g_free);
  else if (field == PKTMON_CONSTRAINT_NAME)
    g_clear_pointer (&self->name, g_free);
  else if (numbers[field] != NULL)
    *numbers[field] = 0;
  else if (values[field] != NULL)
    *(guint8 *) values[field] = 0;
}

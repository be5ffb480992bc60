/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which fields of a constraint go together. */
#include "base/error.h"
#include "base/i18n.h"
#include "constraint/fields.h"

#define TCP 6
#define UDP 17
#define SCTP 132
#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd

#define BIT(name) (1u << PKTMON_CONSTRAINT_##name)

/* Fields that say something of a header. */
#define HEADERS                                                                                    \
  (BIT (IP1) | BIT (IP2) | BIT (PORT1) | BIT (PORT2) | BIT (PROTOCOL) | BIT (TCP_FLAGS) |          \
   BIT (VLAN) | BIT (MAC1) | BIT (MAC2) | BIT (ETHERTYPE) | BIT (DSCP) | BIT (HEARTBEAT))
/* Those that only IP has. */
#define OF_IP                                                                                      \
  (BIT (IP1) | BIT (IP2) | BIT (PORT1) | BIT (PORT2) | BIT (PROTOCOL) | BIT (TCP_FLAGS) |          \
   BIT (DSCP) | BIT (HEARTBEAT))

typedef struct {
  const PktmonConstraintFields *fields;
  PktmonConstraintField *field;
  GError **error;
} Check;

static gboolean
refuse (Check *self, PktmonConstraintField field, const char *what, const char *advice)
{
  if (self->field != NULL)
    *self->field = field;
  pktmon_error_set (self->error, PKTMON_ERROR_INVALID, what, advice);
  return FALSE;
}

static gboolean
has (const Check *self, guint32 bits)
{
  return (self->fields->present & bits) != 0;
}

/* The field of @bits that comes first. */
static PktmonConstraintField
get_first (const Check *self, guint32 bits)
{
  return (PktmonConstraintField) g_bit_nth_lsf (self->fields->present & bits, -1);
}

/* The second of a pair needs the first. */
static gboolean
check_pairs (Check *self)
{
  static const PktmonConstraintField firsts[] = { PKTMON_CONSTRAINT_IP1, PKTMON_CONSTRAINT_PORT1,
                                                  PKTMON_CONSTRAINT_MAC1 };
  const PktmonConstraintFields *fields = self->fields;
  g_autofree char *what = NULL;
  g_autofree char *advice = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++) {
    const char *key = pktmon_constraint_field_get_key (firsts[i]);

    if (has (self, 1u << firsts[i]) || !has (self, 2u << firsts[i]))
      continue;
    what = g_strdup_printf (_ ("There is “%s2”, but no “%s”."), key, key);
    advice = g_strdup_printf (_ ("Give a single one as “%s”."), key);
    return refuse (self, firsts[i] + 1, what, advice);
  }
  if (has (self, BIT (IP2)) && fields->ip[0].is_ipv6 != fields->ip[1].is_ipv6)
    return refuse (self, PKTMON_CONSTRAINT_IP2, _ ("One address is IPv4, the other IPv6."),
                   _ ("No packet has both: give two of one kind, or use two constraints."));
  return TRUE;
}

static gboolean
check_ethertype (Check *self)
{
  const PktmonConstraintFields *fields = self->fields;
  gboolean is_ipv4 = fields->ethertype == ETHERTYPE_IPV4;
  g_autofree char *what = NULL;

  if (!has (self, BIT (ETHERTYPE)) || !has (self, OF_IP))
    return TRUE;
  if (!is_ipv4 && fields->ethertype != ETHERTYPE_IPV6) {
    what = g_strdup_printf (_ ("Packets of this EtherType have no “%s”."),
                            pktmon_constraint_field_get_key (get_first (self, OF_IP)));
    return refuse (self, PKTMON_CONSTRAINT_ETHERTYPE, what,
                   _ ("Leave one of the two out, or use two constraints."));
  }
  if (has (self, BIT (IP1)) && fields->ip[0].is_ipv6 == is_ipv4)
    return refuse (self, PKTMON_CONSTRAINT_ETHERTYPE,
                   _ ("The EtherType is not that of the address."),
                   _ ("Leave one of the two out, or use two constraints."));
  return TRUE;
}

static gboolean
check_protocol (Check *self)
{
  guint protocol = self->fields->protocol;

  if (has (self, BIT (TCP_FLAGS)) && has (self, BIT (HEARTBEAT)))
    return refuse (self, PKTMON_CONSTRAINT_TCP_FLAGS, _ ("Heartbeats are UDP and have no flags."),
                   _ ("Leave “flags” or “heartbeat” out."));
  if (!has (self, BIT (PROTOCOL)))
    return TRUE;
  if (has (self, BIT (TCP_FLAGS)) && protocol != TCP)
    return refuse (self, PKTMON_CONSTRAINT_TCP_FLAGS, _ ("Only TCP has flags."),
                   _ ("Leave “flags” out, or make “proto” tcp."));
  if (has (self, BIT (HEARTBEAT)) && protocol != UDP)
    return refuse (self, PKTMON_CONSTRAINT_PROTOCOL, _ ("Heartbeats are UDP."),
                   _ ("Leave “proto” or “heartbeat” out."));
  if (has (self, BIT (PORT1)) && protocol != TCP && protocol != UDP && protocol != SCTP)
    return refuse (self, PKTMON_CONSTRAINT_PORT1, _ ("Only TCP, UDP and SCTP have ports."),
                   _ ("Leave “port” out, or make “proto” one of these."));
  return TRUE;
}

static gboolean
check_encap (Check *self)
{
  if (has (self, BIT (ENCAP)) && !has (self, HEADERS))
    return refuse (self, PKTMON_CONSTRAINT_ENCAP,
                   _ ("“encap” says where to look, but nothing says for what."),
                   _ ("Give a field such as “ip” or “port” too."));
  if (has (self, BIT (VXLAN_PORT)) && (self->fields->encap & PKTMON_ENCAP_VXLAN) == 0)
    return refuse (self, PKTMON_CONSTRAINT_VXLAN_PORT,
                   _ ("“vxlan-port” means nothing without “encap=vxlan”."),
                   _ ("Give “encap=vxlan” too, or leave it out."));
  return TRUE;
}

gboolean
pktmon_constraint_fields_check (const PktmonConstraintFields *fields, PktmonConstraintField *field,
                                GError **error)
{
  Check self = { fields, field, error };

  if (!check_pairs (&self) || !check_ethertype (&self) || !check_protocol (&self) ||
      !check_encap (&self))
    return FALSE;
  if (has (&self, HEADERS | BIT (EXPRESSION)))
    return TRUE;
  return refuse (
      &self, has (&self, BIT (EXCLUDE)) ? PKTMON_CONSTRAINT_EXCLUDE : PKTMON_CONSTRAINT_NAME,
      _ ("A constraint is empty."), _ ("Say what packets it is about, or leave it out."));
}

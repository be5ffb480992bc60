/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/packet-constraint.h"

#include "constraint/matcher.h"

#define TCP 6
#define UDP 17

typedef struct {
  guint8 protocol; /* 0: none */
  guint16 source, destination;
} Ports;

static Ports
get_ports (const PktmonSummary *summary)
{
  const PktmonFields *fields = &summary->fields;

  if ((fields->present & PKTMON_FIELD_TCP_PORTS) != 0)
    return (Ports){ TCP, fields->tcp_srcport, fields->tcp_dstport };
  if ((fields->present & PKTMON_FIELD_UDP_PORTS) != 0)
    return (Ports){ UDP, fields->udp_srcport, fields->udp_dstport };
  return (Ports){ 0 };
}

/* --- Fields --- */

/* @n: 0 for the first of a pair, 1 for the second. */
static void
set_address (PktmonConstraintFields *fields, guint n, const PktmonAddress *address)
{
  PktmonPrefix *ip = &fields->ip[n];

  if (address->kind == PKTMON_ADDRESS_MAC) {
    memcpy (fields->mac[n], address->bytes, sizeof fields->mac[n]);
    fields->present |= 1u << (PKTMON_CONSTRAINT_MAC1 + n);
  } else if (address->kind != PKTMON_ADDRESS_NONE) {
    ip->is_ipv6 = address->kind == PKTMON_ADDRESS_IPV6;
    ip->prefix = ip->is_ipv6 ? 128 : 32;
    memcpy (ip->bytes, address->bytes, ip->is_ipv6 ? 16 : 4);
    fields->present |= 1u << (PKTMON_CONSTRAINT_IP1 + n);
  }
}

static void
set_port (PktmonConstraintFields *fields, guint n, const Ports *ports, guint16 port)
{
  if (ports->protocol == 0)
    return;
  fields->port[n] = port;
  fields->protocol = ports->protocol;
  fields->present |= 1u << (PKTMON_CONSTRAINT_PORT1 + n) | 1u << PKTMON_CONSTRAINT_PROTOCOL;
}

static void
set_conversation (PktmonConstraintFields *fields, const PktmonSummary *summary, const Ports *ports)
{
  set_address (fields, 0, &summary->source);
  set_address (fields, 1, &summary->destination);
  if (summary->source.kind == PKTMON_ADDRESS_MAC)
    return;
  set_port (fields, 0, ports, ports->source);
  set_port (fields, 1, ports, ports->destination);
}

static void
set_fields (PktmonConstraintFields *fields, const PktmonSummary *summary,
            PktmonPacketConstraint what)
{
  Ports ports = get_ports (summary);

  switch (what) {
  case PKTMON_PACKET_CONSTRAINT_SOURCE:
    set_address (fields, 0, &summary->source);
    break;
  case PKTMON_PACKET_CONSTRAINT_DESTINATION:
    set_address (fields, 0, &summary->destination);
    break;
  case PKTMON_PACKET_CONSTRAINT_SOURCE_PORT:
    set_port (fields, 0, &ports, ports.source);
    break;
  case PKTMON_PACKET_CONSTRAINT_DESTINATION_PORT:
    set_port (fields, 0, &ports, ports.destination);
    break;
  case PKTMON_PACKET_CONSTRAINT_CONVERSATION:
  default:
    set_conversation (fields, summary, &ports);
  }
}

/* --- Whether the packet satisfies it --- */

/* Returns: (transfer full): NULL when the packet does not, or there can be no such constraint. */
static PktmonConstraint *
make_fitting (const PktmonConstraintFields *fields, const PktmonPacket *packet)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new_fields (fields, NULL);
  g_autoptr (GPtrArray) one = g_ptr_array_new();
  g_autoptr (PktmonMatcher) matcher = NULL;

  if (constraint == NULL)
    return NULL;
  g_ptr_array_add (one, constraint);
  matcher = pktmon_matcher_new (one, NULL);
  return pktmon_matcher_match (matcher, packet) ? g_steal_pointer (&constraint) : NULL;
}

static PktmonConstraint *
exclude_it (PktmonConstraint *constraint)
{
  g_auto (PktmonConstraintFields) fields = { 0 };

  pktmon_constraint_fields_copy (&fields, pktmon_constraint_get_fields (constraint));
  pktmon_constraint_unref (constraint);
  fields.present |= 1u << PKTMON_CONSTRAINT_EXCLUDE;
  return pktmon_constraint_new_fields (&fields, NULL);
}

/* The addresses are those of the innermost header, the ports those of the outermost: what is in a
 * tunnel has not both. */
PktmonConstraint *
pktmon_packet_constraint_new (const PktmonPacket *packet, const PktmonSummary *summary,
                              PktmonPacketConstraint what, gboolean exclude)
{
  const guint32 ports = 1u << PKTMON_CONSTRAINT_PORT1 | 1u << PKTMON_CONSTRAINT_PORT2 |
                        1u << PKTMON_CONSTRAINT_PROTOCOL;
  PktmonConstraintFields fields = { 0 }; /* without texts */
  PktmonConstraint *constraint;

  set_fields (&fields, summary, what);
  constraint = make_fitting (&fields, packet);
  if (constraint == NULL) {
    fields.encap = PKTMON_ENCAP_ANY;
    fields.present |= 1u << PKTMON_CONSTRAINT_ENCAP;
    constraint = make_fitting (&fields, packet);
  }
  if (constraint == NULL && what == PKTMON_PACKET_CONSTRAINT_CONVERSATION) {
    fields.present &= ~ports;
    constraint = make_fitting (&fields, packet);
  }
  return constraint != NULL && exclude ? exclude_it (constraint) : constraint;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/constraint-maker.h"

#include <string.h>

/* As constraint/walk.h has them. */
#define MAX_LEVELS 3
#define MAX_TAGS 4

/* --- Making --- */

static guint
choose (GRand *random, guint n)
{
  return (guint) g_rand_int_range (random, 0, (gint32) n);
}

static void
make_prefix (GRand *random, PktmonPrefix *prefix, gboolean is_ipv6)
{
  static const guint8 lengths[] = { 0, 8, 15, 16, 17, 31, 32, 64, 72, 73, 127, 128, 128, 128 };
  guint most = is_ipv6 ? 128 : 32, length = lengths[choose (random, G_N_ELEMENTS (lengths))];

  *prefix = (PktmonPrefix){ .is_ipv6 = is_ipv6 };
  test_choose_address (random, is_ipv6, prefix->bytes);
  prefix->prefix = (guint8) MIN (most, length);
}

static void
make_field (GRand *random, PktmonConstraintFields *fields, PktmonConstraintField field)
{
  static const guint16 vxlan_ports[] = { 4789, 8472, 443 };

  fields->present |= 1u << field;
  switch ((int) field) {
  case PKTMON_CONSTRAINT_IP1:
    make_prefix (random, &fields->ip[0], choose (random, 2) == 1);
    break;
  case PKTMON_CONSTRAINT_IP2:
    make_prefix (random, &fields->ip[1], fields->ip[0].is_ipv6);
    break;
  case PKTMON_CONSTRAINT_PORT1:
  case PKTMON_CONSTRAINT_PORT2:
    fields->port[field - PKTMON_CONSTRAINT_PORT1] = test_choose_port (random);
    break;
  case PKTMON_CONSTRAINT_PROTOCOL:
    fields->protocol = test_choose_protocol (random);
    break;
  case PKTMON_CONSTRAINT_TCP_FLAGS:
    fields->tcp_flags = (guint8) (1u << choose (random, 8) | 1u << choose (random, 8));
    break;
  case PKTMON_CONSTRAINT_VLAN:
    fields->vlan = test_choose_vlan (random);
    break;
  case PKTMON_CONSTRAINT_MAC1:
  case PKTMON_CONSTRAINT_MAC2:
    test_choose_mac (random, fields->mac[field - PKTMON_CONSTRAINT_MAC1]);
    break;
  case PKTMON_CONSTRAINT_ETHERTYPE:
    fields->ethertype = test_choose_ethertype (random);
    break;
  case PKTMON_CONSTRAINT_DSCP:
    fields->dscp = test_choose_dscp (random);
    break;
  case PKTMON_CONSTRAINT_ENCAP:
    fields->encap = (guint8) (choose (random, 2) == 0 ? PKTMON_ENCAP_ANY : 1 + choose (random, 15));
    break;
  case PKTMON_CONSTRAINT_VXLAN_PORT:
    fields->vxlan_port = vxlan_ports[choose (random, G_N_ELEMENTS (vxlan_ports))];
    break;
  default:
    break;
  }
}

/* Percent of constraints that have each field. */
static const guint8 shares[PKTMON_N_CONSTRAINT_FIELDS] = {
  [PKTMON_CONSTRAINT_IP1] = 35,        [PKTMON_CONSTRAINT_IP2] = 15,
  [PKTMON_CONSTRAINT_PORT1] = 25,      [PKTMON_CONSTRAINT_PORT2] = 10,
  [PKTMON_CONSTRAINT_PROTOCOL] = 20,   [PKTMON_CONSTRAINT_TCP_FLAGS] = 8,
  [PKTMON_CONSTRAINT_VLAN] = 12,       [PKTMON_CONSTRAINT_MAC1] = 12,
  [PKTMON_CONSTRAINT_MAC2] = 6,        [PKTMON_CONSTRAINT_ETHERTYPE] = 12,
  [PKTMON_CONSTRAINT_DSCP] = 12,       [PKTMON_CONSTRAINT_ENCAP] = 50,
  [PKTMON_CONSTRAINT_VXLAN_PORT] = 20, [PKTMON_CONSTRAINT_HEARTBEAT] = 4,
  [PKTMON_CONSTRAINT_EXCLUDE] = 15,    [PKTMON_CONSTRAINT_DISABLED] = 5,
};

PktmonConstraint *
test_constraint_make (GRand *random, gboolean encap)
{
  PktmonConstraint *constraint = NULL;

  while (constraint == NULL) {
    PktmonConstraintFields fields = { 0 };

    for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++)
      if (choose (random, 100) < shares[i] && (encap || i != PKTMON_CONSTRAINT_ENCAP))
        make_field (random, &fields, i);
    constraint = pktmon_constraint_new_fields (&fields, NULL);
  }
  return constraint;
}

/* --- What should be --- */

/* What can be seen of a level when the packet is cut. */
typedef struct {
  const TestLevel *level;
  guint n_macs, n_tags;
  guint16 type;
  gboolean ip, protocol, payload, ports, flags;
} Seen;

static void
see_tags (Seen *self, guint captured)
{
  const TestLevel *level = self->level;

  while (self->n_tags < level->n_tags && self->n_tags < MAX_TAGS) {
    if (level->tag_ends[self->n_tags] > captured)
      return;
    self->n_tags++;
  }
  self->type = level->types[self->n_tags];
}

static void
see (Seen *self, const TestLevel *level, guint captured)
{
  *self = (Seen){ .level = level };
  if (level->macs_end > captured || level->type_end > captured)
    return;
  self->n_macs = level->n_macs;
  see_tags (self, captured);
  self->ip = self->type != 0 && self->n_tags == level->n_tags && level->version != 0 &&
             level->ip_end <= captured;
  self->protocol = self->ip && level->has_protocol && level->protocol_end <= captured;
  self->payload = self->protocol && level->has_payload;
  self->ports = self->payload && level->has_ports && level->ports_end <= captured;
  self->flags = self->ports && level->has_flags && level->flags_end <= captured;
}

static gboolean
is_in (const guint8 *address, const PktmonPrefix *prefix)
{
  for (guint bit = 0; bit < prefix->prefix; bit++)
    if (((address[bit / 8] ^ prefix->bytes[bit / 8]) & 0x80 >> bit % 8) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
fit_addresses (const PktmonConstraintFields *fields, const Seen *seen)
{
  const guint8 (*addresses)[16] = seen->level->addresses;
  const PktmonPrefix *a = &fields->ip[0], *b = &fields->ip[1];

  if (!seen->ip || seen->level->version != (a->is_ipv6 ? 6 : 4))
    return FALSE;
  if (!pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_IP2))
    return is_in (addresses[0], a) || is_in (addresses[1], a);
  return (is_in (addresses[0], a) && is_in (addresses[1], b)) ||
         (is_in (addresses[1], a) && is_in (addresses[0], b));
}

static gboolean
fit_ports (const PktmonConstraintFields *fields, const Seen *seen)
{
  const guint16 *ports = seen->level->ports;
  guint16 a = fields->port[0], b = fields->port[1];

  if (!seen->ports)
    return FALSE;
  if (!pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_PORT2))
    return ports[0] == a || ports[1] == a;
  return (ports[0] == a && ports[1] == b) || (ports[0] == b && ports[1] == a);
}

static gboolean
fit_macs (const PktmonConstraintFields *fields, const Seen *seen)
{
  const guint8 (*macs)[6] = seen->level->macs;
  gboolean a[2], b[2];

  for (guint i = 0; i < 2; i++) {
    a[i] = memcmp (macs[i], fields->mac[0], 6) == 0;
    b[i] = memcmp (macs[i], fields->mac[1], 6) == 0;
  }
  if (!pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_MAC2))
    return seen->n_macs > 0 && (a[0] || a[1]);
  return seen->n_macs == 2 && ((a[0] && b[1]) || (a[1] && b[0]));
}

static gboolean
fit_vlan (const PktmonConstraintFields *fields, const Seen *seen)
{
  for (guint i = 0; i < seen->n_tags; i++)
    if (seen->level->tags[i] == fields->vlan)
      return TRUE;
  return FALSE;
}

static gboolean
fit_heartbeat (const Seen *seen)
{
  const guint16 *ports = seen->level->ports;

  return seen->ports && seen->level->protocol == 17 && (ports[0] == 3343 || ports[1] == 3343);
}

static gboolean
fit_field (const PktmonConstraintFields *fields, PktmonConstraintField field, const Seen *seen)
{
  switch ((int) field) {
  case PKTMON_CONSTRAINT_IP1:
    return fit_addresses (fields, seen);
  case PKTMON_CONSTRAINT_PORT1:
    return fit_ports (fields, seen);
  case PKTMON_CONSTRAINT_MAC1:
    return fit_macs (fields, seen);
  case PKTMON_CONSTRAINT_PROTOCOL:
    return seen->protocol && seen->level->protocol == fields->protocol;
  case PKTMON_CONSTRAINT_TCP_FLAGS:
    return seen->flags && (seen->level->flags & fields->tcp_flags) == fields->tcp_flags;
  case PKTMON_CONSTRAINT_VLAN:
    return fit_vlan (fields, seen);
  case PKTMON_CONSTRAINT_ETHERTYPE:
    return seen->type == fields->ethertype;
  case PKTMON_CONSTRAINT_DSCP:
    return seen->ip && seen->level->dscp == fields->dscp;
  case PKTMON_CONSTRAINT_HEARTBEAT:
    return fit_heartbeat (seen);
  default:
    return TRUE;
  }
}

static gboolean
fit_level (const PktmonConstraintFields *fields, const Seen *seen)
{
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++)
    if (pktmon_constraint_fields_has (fields, i) && !fit_field (fields, i, seen))
      return FALSE;
  return TRUE;
}

/* Whether the constraint looks into what the level carries. */
static gboolean
looks_into (const PktmonConstraintFields *fields, const Seen *seen, guint captured)
{
  const TestLevel *level = seen->level;
  guint16 port = pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_VXLAN_PORT)
                     ? fields->vxlan_port
                     : PKTMON_VXLAN_PORT;

  if (!seen->payload || (level->encap & fields->encap) == 0 || level->encap_end > captured)
    return FALSE;
  return level->encap != PKTMON_ENCAP_VXLAN || level->ports[1] == port;
}

gboolean
test_constraint_fits (const PktmonConstraint *constraint, const TestDescribedPacket *packet)
{
  const PktmonConstraintFields *fields = pktmon_constraint_get_fields (constraint);

  for (guint i = 0; i < packet->n_levels && i < MAX_LEVELS; i++) {
    Seen seen;

    see (&seen, &packet->levels[i], packet->captured);
    if (fit_level (fields, &seen))
      return TRUE;
    if (!looks_into (fields, &seen, packet->captured))
      return FALSE;
  }
  return FALSE;
}

gboolean
test_constraints_want (GPtrArray *constraints, const TestDescribedPacket *packet)
{
  gboolean included = FALSE, including = FALSE;

  for (guint i = 0; i < constraints->len; i++) {
    const PktmonConstraint *constraint = g_ptr_array_index (constraints, i);
    gboolean fits = test_constraint_fits (constraint, packet);

    if (!pktmon_constraint_is_enabled (constraint))
      continue;
    if (pktmon_constraint_is_excluding (constraint) && fits)
      return FALSE;
    if (!pktmon_constraint_is_excluding (constraint)) {
      including = TRUE;
      included |= fits;
    }
  }
  return included || !including;
}

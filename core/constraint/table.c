/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/table.h"

#include "base/limits.h"

G_STATIC_ASSERT (PKTMON_TABLE_SIZE == PKTMON_MAX_CONSTRAINTS);
/* walk.h has these as numbers. */
G_STATIC_ASSERT (PKTMON_ENCAP_VXLAN == 1 && PKTMON_ENCAP_GRE == 2 && PKTMON_ENCAP_IPIP == 4 &&
                 PKTMON_ENCAP_GENEVE == 8);
G_STATIC_ASSERT (PKTMON_GENEVE_PORT == 6081 && PKTMON_HEARTBEAT_PORT == 3343);

/* --- Entries --- */

static void
require (PktmonTableEntry *entry, guint32 bits)
{
  entry->key |= bits;
  entry->key_mask |= bits;
}

static void
set_key (PktmonTableEntry *entry, const PktmonConstraintFields *fields)
{
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_PROTOCOL)) {
    require (entry, PKTMON_KEY_PROTOCOL);
    entry->key |= (guint32) fields->protocol << PKTMON_KEY_PROTOCOL_SHIFT;
    entry->key_mask |= 0xffu << PKTMON_KEY_PROTOCOL_SHIFT;
  }
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_TCP_FLAGS))
    require (entry, PKTMON_KEY_FLAGS | (guint32) fields->tcp_flags << PKTMON_KEY_FLAGS_SHIFT);
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_HEARTBEAT))
    require (entry, PKTMON_KEY_HEARTBEAT);
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_DSCP)) {
    require (entry, PKTMON_KEY_IP);
    entry->key |= (guint32) fields->dscp << PKTMON_KEY_DSCP_SHIFT;
    entry->key_mask |= 63u << PKTMON_KEY_DSCP_SHIFT;
  }
}

static void
set_ports (PktmonTableEntry *entry, const PktmonConstraintFields *fields)
{
  guint32 first = fields->port[0], second = fields->port[1];
  PktmonPatterns *patterns = &entry->patterns;

  require (entry, PKTMON_KEY_PORTS);
  entry->tests |= PKTMON_TEST_PORTS;
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_PORT2)) {
    patterns->ports[0] = first << 16 | second;
    patterns->ports[1] = second << 16 | first;
    patterns->ports_mask[0] = patterns->ports_mask[1] = G_MAXUINT32;
  } else {
    patterns->ports[0] = first << 16;
    patterns->ports_mask[0] = 0xffff0000;
    patterns->ports[1] = first;
    patterns->ports_mask[1] = 0xffff;
  }
}

/* Puts one address of a pair into half @half of pattern @i. */
static void
set_address (PktmonPatterns *patterns, guint i, guint half, const PktmonPrefix *prefix)
{
  guint8 mask[16] = { 0 };

  for (guint bit = 0; bit < prefix->prefix; bit++)
    mask[bit / 8] |= (guint8) (0x80 >> bit % 8);
  memcpy (&patterns->addresses[i][2 * half], prefix->bytes, sizeof prefix->bytes);
  memcpy (&patterns->addresses_mask[i][2 * half], mask, sizeof mask);
}

static void
set_addresses (PktmonTableEntry *entry, const PktmonConstraintFields *fields)
{
  gboolean is_pair = pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_IP2);

  require (entry, fields->ip[0].is_ipv6 ? PKTMON_KEY_IPV6 : PKTMON_KEY_IPV4);
  entry->tests |= PKTMON_TEST_ADDRESSES;
  for (guint i = 0; i < 2; i++) {
    set_address (&entry->patterns, i, i, &fields->ip[0]);
    if (is_pair)
      set_address (&entry->patterns, i, 1 - i, &fields->ip[1]);
  }
}

static void
set_macs (PktmonTableEntry *entry, const PktmonConstraintFields *fields)
{
  gboolean is_pair = pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_MAC2);
  PktmonPatterns *patterns = &entry->patterns;

  require (entry, is_pair ? PKTMON_KEY_MACS : PKTMON_KEY_MAC);
  entry->tests |= PKTMON_TEST_MACS;
  for (guint i = 0; i < 2; i++) {
    memcpy (&patterns->macs[i][i], fields->mac[0], 6);
    memset (&patterns->macs_mask[i][i], 0xff, 6);
    if (!is_pair)
      continue;
    memcpy (&patterns->macs[i][1 - i], fields->mac[1], 6);
    memset (&patterns->macs_mask[i][1 - i], 0xff, 6);
  }
}

static void
set_entry (PktmonTableEntry *entry, const PktmonConstraintFields *fields)
{
  set_key (entry, fields);
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_PORT1))
    set_ports (entry, fields);
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_IP1))
    set_addresses (entry, fields);
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_MAC1))
    set_macs (entry, fields);
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_ETHERTYPE)) {
    entry->type = fields->ethertype;
    entry->tests |= PKTMON_TEST_TYPE;
  }
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_VLAN)) {
    entry->vlan = PKTMON_VLAN_TAG | fields->vlan;
    entry->tests |= PKTMON_TEST_VLAN;
  }
  entry->encap = fields->encap;
  if ((fields->encap & PKTMON_ENCAP_VXLAN) != 0)
    entry->vxlan_port = pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_VXLAN_PORT)
                            ? fields->vxlan_port
                            : PKTMON_VXLAN_PORT;
}

/* --- Tables --- */

static void
add (PktmonTable *self, const PktmonConstraint *constraint)
{
  PktmonTableEntry entry = { 0 };
  guint role = 0;

  set_entry (&entry, pktmon_constraint_get_fields (constraint));
  if (pktmon_constraint_is_excluding (constraint))
    role |= PKTMON_ROLE_EXCLUDES;
  if (pktmon_constraint_has_headers (constraint))
    role |= PKTMON_ROLE_HAS_HEADERS;
  if (pktmon_constraint_get_expression (constraint) != NULL)
    role |= PKTMON_ROLE_HAS_EXPRESSION;
  pktmon_table_add (self, &entry, role);
}

void
pktmon_table_init (PktmonTable *self, GPtrArray *constraints)
{
  pktmon_table_clear (self);
  for (guint i = 0; i < constraints->len && self->n < PKTMON_TABLE_SIZE; i++)
    if (pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i)))
      add (self, g_ptr_array_index (constraints, i));
}

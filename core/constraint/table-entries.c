/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/table.h"

int
pktmon_table_get_link (guint16 link_type)
{
  switch (link_type) {
  case 1: /* ETHERNET */
    return PKTMON_LINK_ETHERNET;
  case 101: /* RAW */
  case 228: /* IPV4 */
  case 229: /* IPV6 */
    return PKTMON_LINK_RAW;
  case 0:   /* NULL */
  case 108: /* LOOP */
    return PKTMON_LINK_LOOPBACK;
  case 113: /* LINUX_SLL */
    return PKTMON_LINK_SLL;
  case 276: /* LINUX_SLL2 */
    return PKTMON_LINK_SLL2;
  default:
    return PKTMON_LINK_NONE;
  }
}

static void
add_vxlan_port (PktmonTable *self, guint16 port)
{
  for (guint i = 0; i < self->n_vxlan_ports; i++)
    if (self->vxlan_ports[i] == port)
      return;
  self->vxlan_ports[self->n_vxlan_ports++] = port;
}

static void
set_head (PktmonTableHeads *heads, guint i, const PktmonTableEntry *entry)
{
  heads->key[i] = entry->key;
  heads->key_mask[i] = entry->key_mask;
  for (guint j = 0; j < 2; j++) {
    heads->ports[j][i] = entry->patterns.ports[j];
    heads->ports_mask[j][i] = entry->patterns.ports_mask[j];
  }
}

void
pktmon_table_clear (PktmonTable *self)
{
  memset (self, 0, sizeof *self);
  /* A key that asks for both versions of IP. */
  for (guint i = 0; i < PKTMON_TABLE_SIZE; i++)
    self->heads.key[i] = self->heads.key_mask[i] = PKTMON_KEY_IPV4 | PKTMON_KEY_IPV6;
}

void
pktmon_table_add (PktmonTable *self, const PktmonTableEntry *entry, guint role)
{
  guint32 bit;

  g_return_if_fail (self->n < PKTMON_TABLE_SIZE);

  bit = 1u << self->n;
  self->entries[self->n] = *entry;
  set_head (&self->heads, self->n, entry);
  self->n++;
  self->encap |= entry->encap;
  if (entry->vxlan_port != 0)
    add_vxlan_port (self, entry->vxlan_port);
  if (role & PKTMON_ROLE_EXCLUDES)
    self->excluding |= bit;
  else
    self->including |= bit;
  if (role & PKTMON_ROLE_HAS_HEADERS)
    self->headers |= bit;
  if (role & PKTMON_ROLE_HAS_EXPRESSION)
    self->expressions |= bit;
}

guint
pktmon_table_get_role (const PktmonTable *self, guint i)
{
  guint32 bit = 1u << i;

  return (self->excluding & bit ? PKTMON_ROLE_EXCLUDES : 0u) |
         (self->headers & bit ? PKTMON_ROLE_HAS_HEADERS : 0u) |
         (self->expressions & bit ? PKTMON_ROLE_HAS_EXPRESSION : 0u);
}

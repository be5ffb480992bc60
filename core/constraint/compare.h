/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/walk.h"

/* What constraints mean, in the one place: what constraint/walk.h finds of a packet is compared
 * with the entries of a table. */

/* Entries that are compared at once, a divisor of the size: more than one where the machine can do
 * that. What checks BPF programs would go through all combinations of what fits. */
#ifndef PKTMON_TABLE_BLOCK
#define PKTMON_TABLE_BLOCK 1u
#endif
#define PKTMON_TABLE_FEW 2u /* that are faster one by one, all the same */

static inline int
pktmon_table_compare_macs (const PktmonTableEntry *entry, const PktmonFacts *facts, int i)
{
  const PktmonPatterns *p = &entry->patterns;

  return (((facts->macs[0] ^ p->macs[i][0]) & p->macs_mask[i][0]) |
          ((facts->macs[1] ^ p->macs[i][1]) & p->macs_mask[i][1])) == 0;
}

static inline int
pktmon_table_compare_addresses (const PktmonTableEntry *entry, const PktmonFacts *facts, int i)
{
  const PktmonPatterns *p = &entry->patterns;

  return (((facts->addresses[0] ^ p->addresses[i][0]) & p->addresses_mask[i][0]) |
          ((facts->addresses[1] ^ p->addresses[i][1]) & p->addresses_mask[i][1]) |
          ((facts->addresses[2] ^ p->addresses[i][2]) & p->addresses_mask[i][2]) |
          ((facts->addresses[3] ^ p->addresses[i][3]) & p->addresses_mask[i][3])) == 0;
}

/* 1 where the head of the entry @i fits, or 0. There are no branches, which could not be foretold.
 */
static inline __u32
pktmon_table_compare_head (const PktmonTableHeads *heads, __u32 i, __u32 key, __u32 ports)
{
  return (__u32) ((((key ^ heads->key[i]) & heads->key_mask[i]) == 0) &
                  ((((ports ^ heads->ports[0][i]) & heads->ports_mask[0][i]) == 0) |
                   (((ports ^ heads->ports[1][i]) & heads->ports_mask[1][i]) == 0)));
}

/* @fits: (out): that of each of the entries of the block from @first on. Returns: whether any is 1.
 */
static inline __u32
pktmon_table_compare_heads (const PktmonTableHeads *heads, __u32 first, const PktmonFacts *facts,
                            __u32 fits[PKTMON_TABLE_BLOCK])
{
  __u32 key = facts->key, ports = facts->ports, any = 0;

  for (__u32 j = 0; j < PKTMON_TABLE_BLOCK; j++)
    any |= fits[j] = pktmon_table_compare_head (heads, first + j, key, ports);
  return any;
}

static inline int
pktmon_table_compare_vlans (const PktmonTableEntry *entry, const PktmonFacts *facts)
{
  int found = 0;

  for (int i = 0; i < PKTMON_WALK_TAGS; i++)
    found |= facts->vlans[i] == entry->vlan;
  return found;
}

/* Whether the constraint looks into the tunnels that lead to @facts. */
static inline int
pktmon_table_sees (const PktmonTableEntry *entry, const PktmonFacts *facts)
{
  return (facts->path & ~entry->encap) == 0 &&
         (facts->vxlan_port == 0 || facts->vxlan_port == entry->vxlan_port);
}

/* All that the head does not say. */
static inline int
pktmon_table_compare_rest (const PktmonTableEntry *entry, const PktmonFacts *facts)
{
  int tests = entry->tests;

  if ((tests & PKTMON_TEST_ADDRESSES) != 0 && !pktmon_table_compare_addresses (entry, facts, 0) &&
      !pktmon_table_compare_addresses (entry, facts, 1))
    return 0;
  if ((tests & PKTMON_TEST_TYPE) != 0 && facts->type != entry->type)
    return 0;
  if ((tests & PKTMON_TEST_VLAN) != 0 && !pktmon_table_compare_vlans (entry, facts))
    return 0;
  if ((tests & PKTMON_TEST_MACS) != 0 && !pktmon_table_compare_macs (entry, facts, 0) &&
      !pktmon_table_compare_macs (entry, facts, 1))
    return 0;
  return pktmon_table_sees (entry, facts);
}

static inline __u32
pktmon_table_compare_block (const PktmonTable *table, __u32 first, const PktmonFacts *facts)
{
  __u32 fits[PKTMON_TABLE_BLOCK], matches = 0;

  if (!pktmon_table_compare_heads (&table->heads, first, facts, fits))
    return 0;
  for (__u32 j = 0; j < PKTMON_TABLE_BLOCK; j++)
    if (fits[j] != 0 && pktmon_table_compare_rest (&table->entries[first + j], facts))
      matches |= 1u << j;
  return matches << first;
}

/* Bits of the entries whose headers fit the level that @facts describe. */
static inline __u32
pktmon_table_compare_all (const PktmonTable *table, const PktmonFacts *facts)
{
  __u32 matches = 0;

  if (PKTMON_TABLE_BLOCK > 1 && table->n <= PKTMON_TABLE_FEW) {
    for (__u32 i = 0; i < table->n; i++)
      if (pktmon_table_compare_head (&table->heads, i, facts->key, facts->ports) != 0 &&
          pktmon_table_compare_rest (&table->entries[i], facts))
        matches |= 1u << i;
    return matches;
  }
  for (__u32 first = 0; first < PKTMON_TABLE_SIZE; first += PKTMON_TABLE_BLOCK) {
    if (first >= table->n)
      break;
    matches |= pktmon_table_compare_block (table, first, facts);
  }
  return matches;
}

/* The same: for most packets it is all. */
static inline __u32
pktmon_table_compare_outer (const PktmonTable *table, const PktmonFacts *facts)
{
  return pktmon_table_compare_all (table, facts);
}

/* Bits of the entries whose headers fit any level inside of the outer one. @facts: of that one. */
static inline __u32
pktmon_table_match_inner (const PktmonTable *table, const void *packet, PktmonFacts *facts)
{
  __u32 matches = 0;

  for (int i = 1; i < PKTMON_WALK_LEVELS; i++) {
    if (!PKTMON_PART (walk_inner) (packet, facts, table))
      break;
    matches |= PKTMON_PART (table_compare_all) (table, facts);
  }
  return matches;
}

/* Bits of the entries whose headers fit any level of @packet; those without headers are among them.
 * @facts: of what it begins with (pktmon_walk_link). */
static inline __u32
pktmon_table_match_type (const PktmonTable *table, const void *packet, PktmonFacts *facts)
{
  __u32 matches;

  pktmon_walk_type (packet, facts);
  matches = PKTMON_PART (table_compare_outer) (table, facts);
  if (table->encap != 0)
    matches |= PKTMON_PART (table_match_inner) (table, packet, facts);
  return matches;
}

/* The same for a packet that begins with @link. @facts: as pktmon_walk_link has it. */
static inline __u32
pktmon_table_match (const PktmonTable *table, const void *packet, PktmonFacts *facts, int link)
{
  pktmon_walk_link (packet, facts, link);
  return pktmon_table_match_type (table, packet, facts);
}

/* Whether a packet is wanted, for which the constraints of the bits @matches hold. */
static inline int
pktmon_table_decide (const PktmonTable *table, __u32 matches)
{
  return (matches & table->excluding) == 0 &&
         (table->including == 0 || (matches & table->including) != 0);
}

/* The same where expressions cannot be judged: 0 only for packets that are surely not wanted. */
static inline int
pktmon_table_decide_wide (const PktmonTable *table, __u32 matches)
{
  return (matches & table->excluding & ~table->expressions) == 0 &&
         (table->including == 0 || (matches & table->including) != 0);
}

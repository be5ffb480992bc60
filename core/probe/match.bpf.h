/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which packets are wanted: the host's own matcher (constraint/walk.h), as the verifier takes it.
 */
#include "probe/program.bpf.h"

static inline int
load_bytes (const void *packet, __u32 offset, void *to, __u32 size)
{
  const struct bytes *bytes = packet;

  if (bytes->made_up != 0) {
    if (offset < ETHERNET_SIZE) {
      if (offset != 0 || size != ETHERNET_SIZE)
        return 0;
      __builtin_memset (to, 0, ETHERNET_SIZE);
      ((__u8 *) to)[12] = (__u8) (bytes->made_up >> 8);
      ((__u8 *) to)[13] = (__u8) bytes->made_up;
      return 1;
    }
    offset -= ETHERNET_SIZE;
  }
  if (offset > bytes->size || size > bytes->size - offset)
    return 0;
  return bpf_probe_read_kernel (to, size, (const void *) (bytes->start + offset)) == 0;
}

PART int
part_walk_type (const struct bytes *packet, PktmonFacts *facts)
{
  if (packet == NULL || facts == NULL)
    return 0;
  pktmon_walk_type (packet, facts);
  return 1;
}

PART int
part_walk_inner (const struct bytes *packet, PktmonFacts *facts, const PktmonTable *table)
{
  return packet != NULL && facts != NULL && table != NULL &&
         pktmon_walk_inner (packet, facts, table);
}

struct comparison {
  const PktmonTable *table;
  const PktmonFacts *facts;
  __u32 matches;
};

static long
compare_one (__u32 index, void *data)
{
  struct comparison *comparison = data;

  barrier_var (index);
  comparison->matches |= pktmon_table_compare_block (
      comparison->table, index & (PKTMON_TABLE_SIZE - 1), comparison->facts);
  return 0;
}

/* pktmon_table_compare_all in a way that is verified once, not for each entry. */
PART __u32
part_table_compare_all (const PktmonTable *table, const PktmonFacts *facts)
{
  struct comparison comparison = { .matches = 0 };

  if (table == NULL || facts == NULL)
    return 0;
  comparison.table = table;
  comparison.facts = facts;
  bpf_loop (table->n, compare_one, &comparison, 0);
  return comparison.matches;
}

/* Bits of the entries of the table that fit. */
PART __u32
match (const struct bytes *packet, const PktmonTable *table)
{
  PktmonFacts facts = { 0 };

  if (packet == NULL || table == NULL)
    return 0;
  if (packet->tag != 0)
    pktmon_walk_add_tag (&facts, (__u16) packet->tag);
  return pktmon_table_match (table, packet, &facts,
                             packet->link == PKTMON_LINK_RAW ? PKTMON_LINK_RAW
                                                             : PKTMON_LINK_ETHERNET);
}

/* The verifier sees that it is one of them. */
static inline PktmonProbeSource *
get_source (__u32 slot)
{
  barrier_var (slot);
  return &sources[slot & (PKTMON_PROBE_SOURCES - 1)];
}

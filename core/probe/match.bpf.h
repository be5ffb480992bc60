/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which packets are wanted: the host's own matcher (constraint/compare.h), for the verifier. */
#include "probe/program.bpf.h"

extern void *bpf_rdonly_cast (const void *object, __u32 type) __ksym __weak;

/* Any memory, as the verifier lets programs read it in these sizes. */
static inline const struct in6_addr *
look_at (__u64 address)
{
  return bpf_rdonly_cast ((const void *) address, bpf_core_type_id_kernel (struct in6_addr));
}

static inline void
copy_bytes (__u8 *to, __u64 address, __u32 size)
{
  __u32 word, i;
  __u16 half;

#pragma unroll
  for (i = 0; i + 4 <= size; i += 4) {
    word = look_at (address + i)->in6_u.u6_addr32[0];
    __builtin_memcpy (to + i, &word, 4);
  }
  if ((size & 2) != 0) {
    half = look_at (address + i)->in6_u.u6_addr16[0];
    __builtin_memcpy (to + i, &half, 2);
    i += 2;
  }
  if ((size & 1) != 0)
    to[i] = look_at (address + i)->in6_u.u6_addr8[0];
}

static inline int
load_bytes (const void *packet, __u32 offset, void *to, __u32 size)
{
  const struct bytes *bytes = packet;

  if (offset > bytes->size || size > bytes->size - offset)
    return 0;
  if (!can_cast)
    return bpf_probe_read_kernel (to, size, (const void *) (bytes->start + offset)) == 0;
  copy_bytes (to, bytes->start + offset, size);
  return 1;
}

PART int
part_walk_tags (const struct bytes *packet, PktmonFacts *facts)
{
  return packet != NULL && facts != NULL && pktmon_walk_tags (packet, facts);
}

PART int
part_walk_extensions (const struct bytes *packet, PktmonFacts *facts)
{
  return packet != NULL && facts != NULL && pktmon_walk_extensions (packet, facts);
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

/* The same, faster where most packets fit none, or few. */
static inline __u32
part_table_compare_outer (const PktmonTable *table, const PktmonFacts *facts)
{
  __u32 n = table->n;

  if (n > PKTMON_TABLE_FEW)
    return part_table_compare_all (table, facts);
  for (__u32 i = 0; i < PKTMON_TABLE_FEW && i < n; i++)
    if (pktmon_table_compare_head (&table->heads, i, facts->key, facts->ports) &&
        pktmon_table_compare_rest (&table->entries[i], facts))
      return part_table_compare_all (table, facts);
  return 0;
}

PART __u32
part_table_match_inner (const PktmonTable *table, const struct bytes *packet, PktmonFacts *facts)
{
  return packet != NULL && facts != NULL && table != NULL
             ? pktmon_table_match_inner (table, packet, facts)
             : 0;
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
  if (packet->made_up != 0) {
    facts.key = PKTMON_KEY_MAC | PKTMON_KEY_MACS;
    facts.type = (__u16) packet->made_up;
  } else
    pktmon_walk_link (packet, &facts,
                      packet->link == PKTMON_LINK_RAW ? PKTMON_LINK_RAW : PKTMON_LINK_ETHERNET);
  return pktmon_table_match_type (table, packet, &facts);
}

/* The verifier sees that it is one of them. */
static inline PktmonProbeSource *
get_source (__u32 slot)
{
  barrier_var (slot);
  return &sources[slot & (PKTMON_PROBE_SOURCES - 1)];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That a BPF program can have constraint/compare.h: this is compiled for one, and not run. */

struct __sk_buff;

static long (*load_bytes) (const void *packet, unsigned int offset, void *to,
                           unsigned int size) = (void *) 26; /* BPF_FUNC_skb_load_bytes */

#define PKTMON_LOAD(packet, offset, to, size) (load_bytes ((packet), (offset), (to), (size)) == 0)

#include "constraint/compare.h"

static PktmonTable table;

int
match (struct __sk_buff *packet)
{
  PktmonFacts facts = { 0 };

  return pktmon_table_decide_wide (
      &table, pktmon_table_match (&table, packet, &facts, PKTMON_LINK_ETHERNET));
}

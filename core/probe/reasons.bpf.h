/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is dropped, by reason, where it is only counted. */
#include "probe/program.bpf.h"

/* A processor has places of its own, and does not get here again before it has left. */
static inline PktmonProbeReason *
find_reason (__u32 source, __u32 reason)
{
  PktmonProbeReason *all = reasons[bpf_get_smp_processor_id() % PKTMON_PROBE_CPUS];

  for (__u32 i = 0; i < PKTMON_PROBE_LOOKS; i++) {
    PktmonProbeReason *found = &all[(reason * 8 + source + i) % PKTMON_PROBE_REASONS];

    if (found->source == 0) {
      found->source = source;
      found->reason = reason;
    }
    if (found->source == source && found->reason == reason)
      return found;
  }
  return NULL;
}

static inline void
count_reason (const struct sight *sight)
{
  __u32 slot = sight->slot % PKTMON_PROBE_SOURCES;
  PktmonProbeReason *found = find_reason (slot + 1, sight->reason);

  if (found == NULL)
    found = &other_reasons[bpf_get_smp_processor_id() % PKTMON_PROBE_CPUS][slot];
  __sync_fetch_and_add (&found->packets, 1);
  __sync_fetch_and_add (&found->bytes, sight->length);
}

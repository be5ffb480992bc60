/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What all parts of the BPF program have: its includes, its variables, and a packet at a point. */

#include <linux/bpf.h>

/* A call is slow where the processor has to be kept from guessing where it returns to. */
#define inline inline __attribute__ ((always_inline))

#include "probe/kernel.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define PKTMON_LOAD(packet, offset, to, size) load_bytes ((packet), (offset), (to), (size))
#define PKTMON_PART(name) part_##name

/* The bytes of a packet as they are captured. */
struct bytes {
  __u64 start;   /* address of the first that is there */
  __u32 size;    /* of those that lie in a row from there on */
  __u32 made_up; /* MADE_UP and the Ethernet type: of a header of zeros before them; 0: none */
  __u32 tag;     /* PKTMON_VLAN_TAG and the number, where it is not among the bytes; 0: none */
  __u32 link;    /* PKTMON_LINK_… */
};

struct PktmonFacts;
struct PktmonTable;

static inline int load_bytes (const void *packet, __u32 offset, void *to, __u32 size);
static inline __u32 part_table_compare_outer (const struct PktmonTable *table,
                                              const struct PktmonFacts *facts);
__u32 part_table_compare_all (const struct PktmonTable *table, const struct PktmonFacts *facts);
int part_walk_tags (const struct bytes *packet, struct PktmonFacts *facts);
int part_walk_extensions (const struct bytes *packet, struct PktmonFacts *facts);
int part_walk_inner (const struct bytes *packet, struct PktmonFacts *facts,
                     const struct PktmonTable *table);
__u32 part_table_match_inner (const struct PktmonTable *table, const struct bytes *packet,
                              struct PktmonFacts *facts);

#include "constraint/compare.h"
#include "probe/shared.h"

#define ETHERNET_SIZE 14
#define MADE_UP 0x10000
#define PROTOCOL_IPV4 0x0800
#define PROTOCOL_IPV6 0x86dd
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define FAMILY_IPV4 2
#define FAMILY_IPV6 10
#define FAMILY_PACKET 17
#define NOT_SET 0xffff
#define REASON_CONSUMED 1
/* A journey that paused for so long was another packet's. */
#define MAX_PAUSE 30000000000ull
#define MAX_BULK 64
/* Of a task's stack, at least. */
#define STACK_SIZE 16384

/* The verifier goes through them by themselves. */
#define PART __attribute__ ((noinline))

char LICENSE[] SEC ("license") = "GPL";

/* --- What is shared with the loader --- */

const volatile int can_cast;     /* the kernel reads its memory for programs without a call */
const volatile int has_receiver; /* kfree_skb says which socket a packet was for */
const volatile __u32 netfilter_reason;

__u32 namespaces[PKTMON_PROBE_NAMESPACES];            /* inodes; 0: no more */
__u8 slots[PKTMON_N_POINTS][PKTMON_PROBE_NAMESPACES]; /* of sources, plus 1; 0: none */
PktmonProbeSource sources[PKTMON_PROBE_SOURCES];
PktmonProbeCounters counters[PKTMON_PROBE_CPUS][PKTMON_PROBE_SOURCES];
PktmonProbeReason reasons[PKTMON_PROBE_CPUS][PKTMON_PROBE_REASONS];
PktmonProbeReason other_reasons[PKTMON_PROBE_CPUS][PKTMON_PROBE_SOURCES];
__u64 turns;     /* entries of journeys so far */
__u64 forgotten; /* journeys that made room for others, and may go on */
int following;   /* there are journeys: of packets that pass more than one point */
int followed;    /* there was one */

struct ring {
  __uint (type, BPF_MAP_TYPE_RINGBUF);
  __uint (max_entries, 4096);
} ring SEC (".maps");

struct {
  __uint (type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint (max_entries, PKTMON_PROBE_SOURCES);
  __type (key, __u32);
  __array (values, struct ring);
} rings SEC (".maps");

/* A packet at a point. */
struct sight {
  void *context; /* what the program was called with */
  struct net_device *device;
  struct sock *receiver; /* whose socket it is for; NULL: none, or not known */
  const __u64 *callers;  /* PKTMON_PROBE_FRAMES; NULL: not known */
  __u64 time;
  __u64 location;
  __u64 journey;
  __u32 appearance;
  __u32 network_namespace;
  __u32 reason;
  __u32 length;
  __u16 protocol, vlan_protocol;
  __u8 point, slot, layer, flags;
  __u32 interface;
  struct bytes bytes;
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <linux/types.h>

#include "probe/event.h"

/* The memory that the BPF program and its loader share: its global variables. Whoever includes this
 * has constraint/compare.h before it. */

/* Points in namespaces that one loaded program watches. */
#define PKTMON_PROBE_SOURCES 128
#define PKTMON_PROBE_NAMESPACES 16
#define PKTMON_PROBE_CPUS 64 /* processors beyond share the counters of others */

typedef struct {
  __u32 open;        /* whether packets pass */
  __u32 counting;    /* they are only counted */
  __u32 snap_length; /* bytes kept of a packet */
  __u32 current;     /* which of the tables decides; the other one can be changed */
  PktmonTable tables[2];
} PktmonProbeSource;

typedef struct {
  __u64 packets, bytes;
  __u64 lost; /* there was no room in the ring */
} PktmonProbeCounters;

/* Of one processor: for how many reasons drops are counted apart, of all sources; and how many of
 * these are looked at for one. */
#define PKTMON_PROBE_REASONS 512
#define PKTMON_PROBE_LOOKS 8

/* What was dropped for one reason. */
typedef struct {
  __u32 source; /* its slot, plus 1; 0: the place is free */
  __u32 reason; /* of the kernel's skb_drop_reason; 0: any that found no place */
  __u64 packets, bytes;
} PktmonProbeReason;

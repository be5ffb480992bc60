/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* PktmonDrops: what the kernel dropped, as a capture of stack points says: by reason, by place in
 * the kernel's code, by process, and over time.
 *
 * Other threads count in steps (base/steps.h), and follow a store that still grows. What the
 * functions say changes only with the signal `changed` (no arguments), which comes after each step.
 * The last unref ends the work without waiting. Main thread. */
#define PKTMON_TYPE_DROPS (pktmon_drops_get_type())
G_DECLARE_FINAL_TYPE (PktmonDrops, pktmon_drops, PKTMON, DROPS, GObject)

typedef enum {
  PKTMON_DROPS_BY_REASON,
  PKTMON_DROPS_BY_LOCATION,
  PKTMON_DROPS_BY_PROCESS, /* only of those that had one */
  PKTMON_N_DROPS_KINDS,
} PktmonDropsKind;

typedef struct {
  char *name; /* valid UTF-8, as it stands in the file; never empty */
  guint64 packets;
} PktmonDropsCount;

/* Names of one kind that are told, the most frequent ones; and that are told apart at all. */
#define PKTMON_DROPS_MAX_TOLD 24u
#define PKTMON_DROPS_MAX_NAMES 4096u
/* Parts of the time since the first drop. */
#define PKTMON_DROPS_TIMES 60u

/* Begins at once. Keeps a reference to @store.
 * @with_expected: counts also what is dropped as it should be (PKTMON_DROP_EXPECTED). */
PktmonDrops *pktmon_drops_new (PktmonStore *store, gboolean with_expected);

gboolean pktmon_drops_is_busy (PktmonDrops *self);
/* Packets that were dropped, and are counted; those that are not, as it was expected. */
guint64 pktmon_drops_get_total (PktmonDrops *self);
guint64 pktmon_drops_get_expected (PktmonDrops *self);
/* How many names are told, by falling number of packets, and then by name. */
guint pktmon_drops_get_n (PktmonDrops *self, PktmonDropsKind kind);
/* @n: below that. Borrowed, until the next `changed`. */
const PktmonDropsCount *pktmon_drops_get (PktmonDrops *self, PktmonDropsKind kind, guint n);
/* Packets of all other names. */
guint64 pktmon_drops_get_others (PktmonDrops *self, PktmonDropsKind kind);
/* Packets in each part of the time. Those without a time are in none.
 * @width: (out): nanoseconds of a part.
 * Returns: PKTMON_DROPS_TIMES of them; borrowed, until the next `changed`. */
const guint64 *pktmon_drops_get_times (PktmonDrops *self, PktmonNanoseconds *width);

G_END_DECLS

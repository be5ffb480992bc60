/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/summary.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What was seen of a packet at one point of the network stack (pcapng/stack-event.h). */
typedef struct {
  guint64 position; /* in the store */
  PktmonNanoseconds time;
  guint32 length;    /* bytes */
  guint16 link_type; /* LINKTYPE_ value */
  guint point;       /* PKTMON_POINT_… (probe/event.h), or what this version does not know */
  guint flags;       /* PKTMON_STACK_… */
  guint32 appearance;
  guint32 network_namespace; /* inode */
  guint32 mark;
  guint32 process; /* 0: none, or not known */
  int hop_limit;   /* -1: not known */
  int vlan;        /* -1: it has no tag */
  PktmonSummary summary;
  /* Valid UTF-8 without control characters; "" when there is none, or it is not known. */
  char *device, *reason, *location, *hook, *command;
} PktmonAppearance;

/* PktmonJourney: where else a packet was seen, in the order of its appearances; those with the same
 * number in the order of time.
 *
 * Other threads look for them in steps (base/steps.h), first near the packet, then as far away as a
 * journey can last (30 seconds), and follow a store that still grows. What the functions say
 * changes only with the signal `changed` (no arguments), which comes after each step that found
 * something, or was one of the first search. Another journey is another object; the last unref ends
 * the work without waiting. Main thread. */
#define PKTMON_TYPE_JOURNEY (pktmon_journey_get_type())
G_DECLARE_FINAL_TYPE (PktmonJourney, pktmon_journey, PKTMON, JOURNEY, GObject)

/* Appearances that are kept; later ones are only counted. */
#define PKTMON_JOURNEY_MAX 1024u

/* Begins at once. Keeps a reference to @store.
 * @position: of any packet, below the store's count. */
PktmonJourney *pktmon_journey_new (PktmonStore *store, guint64 position);

/* With what the store had at the beginning. */
gboolean pktmon_journey_is_busy (PktmonJourney *self);
/* epb_packetid of its packets; 0: the packet has no journey, or it was not read yet. */
guint64 pktmon_journey_get_id (PktmonJourney *self);
/* How many appearances are there, and how many more there were no room for. */
guint pktmon_journey_get_count (PktmonJourney *self);
guint64 pktmon_journey_get_left_out (PktmonJourney *self);
/* @n: below the count. Borrowed, until the next `changed`. */
const PktmonAppearance *pktmon_journey_get (PktmonJourney *self, guint n);
/* All of them. Borrowed likewise. */
const PktmonAppearance *const *pktmon_journey_get_all (PktmonJourney *self);

G_END_DECLS

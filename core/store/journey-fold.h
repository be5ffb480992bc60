/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* What the packets of one journey say together. */
typedef struct {
  guint64 n_points; /* how often it was seen */
  PktmonNanoseconds first, last;
  guint8 end;      /* PKTMON_POINT_… (probe/event.h) of its last appearance */
  gboolean joined; /* not all are the same packet for sure: copies, or bytes that were moved */
  /* Of that appearance; valid UTF-8 without control characters, cut where it is long. */
  char reason[48], location[64], process[20];
} PktmonFoldedJourney;

/* PktmonJourneyFold: the journeys of a capture, for a view that has one row for each. Any thread;
 * reference-counted. */
typedef struct _PktmonJourneyFold PktmonJourneyFold;

/* Journeys that are told apart; the packets of later ones have a row each. */
#define PKTMON_MAX_FOLDED_JOURNEYS (1u << 21)

PktmonJourneyFold *pktmon_journey_fold_new (void);
PktmonJourneyFold *pktmon_journey_fold_ref (PktmonJourneyFold *self);
void pktmon_journey_fold_unref (PktmonJourneyFold *self);

/* Adds a packet that has not been there before. @wanted: whether it may have a row.
 * Returns: whether it has: the first wanted one of its journey does, and each without one. */
gboolean pktmon_journey_fold_add (PktmonJourneyFold *self, const PktmonPacket *packet,
                                  gboolean wanted);
/* FALSE: there is none with that number (epb_packetid). */
gboolean pktmon_journey_fold_find (PktmonJourneyFold *self, guint64 id,
                                   PktmonFoldedJourney *journey);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonJourneyFold, pktmon_journey_fold_unref)

G_END_DECLS

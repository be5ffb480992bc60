/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/journey.h"

G_BEGIN_DECLS

/* Room for the text of any value, with the final zero. */
#define PKTMON_JOURNEY_VALUE_SIZE 128u
/* Values that can change. */
#define PKTMON_JOURNEY_MAX_CHANGES 14u

/* That a packet has another value than before. */
typedef struct {
  const char *name;                       /* of the value; translated, static */
  char before[PKTMON_JOURNEY_VALUE_SIZE]; /* valid UTF-8, never empty */
  char after[PKTMON_JOURNEY_VALUE_SIZE];
} PktmonJourneyChange;

/* What changed on the way to the appearance @n: each value is compared with what it was when it was
 * known last. What is in a tunnel is compared with what it was outside of it, and the headers of
 * the tunnel are one value, so that entering one is no translation of addresses. A link-layer
 * header that was made up is not known. Pure; any thread.
 * @appearances: of one journey, in its order, @n + 1 at least; borrowed for the call.
 * @changes: (out): room for PKTMON_JOURNEY_MAX_CHANGES.
 * Returns: how many there are. */
guint pktmon_journey_find_changes (const PktmonAppearance *const *appearances, guint n,
                                   PktmonJourneyChange *changes);

G_END_DECLS

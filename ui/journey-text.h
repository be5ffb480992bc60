/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/journey-fold.h"
#include "store/journey.h"

G_BEGIN_DECLS

/* What the window says of a journey. All texts are translated, and (transfer full). */

/* "5 points, 20 µs"; what is still looked for is not counted. */
char *pktmon_journey_text_dup_summary (PktmonJourney *journey);
/* "Local-out, on eth0"; where the packet was seen. */
char *pktmon_journey_text_dup_point (const PktmonAppearance *appearance);
/* "+2.0 µs"; since another one; "" when that is not known. */
char *pktmon_journey_text_dup_pause (const PktmonAppearance *before, const PktmonAppearance *after);
/* What changed on the way to appearance @n, one thing in each line: "Time to live: 64 → 63"; ""
 * when nothing that is known did. @appearances: as pktmon_journey_find_changes has them. */
char *pktmon_journey_text_dup_changes (const PktmonAppearance *const *appearances, guint n);
/* Who ran, how sure it is that this is the same packet: lines; "" for nothing. */
char *pktmon_journey_text_dup_notes (const PktmonAppearance *appearance);
/* How it ended: "Dropped: NO_SOCKET at …" and in other lines what that means; "Delivered to nginx
 * (1234)"; "Sent through eth0"; or where it was seen last. */
char *pktmon_journey_text_dup_end (const PktmonAppearance *last);

/* Appends "9 points, 48 µs, delivered to nginx"; "≈" before it where not all are the same packet
 * for sure. */
void pktmon_journey_text_append_folded (PktmonText *text, const PktmonFoldedJourney *journey);

G_END_DECLS

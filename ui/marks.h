/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/positions.h"

G_BEGIN_DECLS

/* PktmonMarks: the packets of a capture that its user has marked, to find them again. Main thread
 * only.
 *
 * Signal `changed` (no arguments). */
#define PKTMON_TYPE_MARKS (pktmon_marks_get_type())
G_DECLARE_FINAL_TYPE (PktmonMarks, pktmon_marks, PKTMON, MARKS, GObject)

PktmonMarks *pktmon_marks_new (void);

/* Borrowed. */
const PktmonPositions *pktmon_marks_get_positions (PktmonMarks *self);
gboolean pktmon_marks_contains (PktmonMarks *self, guint64 position);
/* Whether there are packets in @positions, and all of them are marked. */
gboolean pktmon_marks_contains_all (PktmonMarks *self, const PktmonPositions *positions);

/* Marks the packets of @positions, or marks them no more when all of them are marked: doing it
 * again undoes it. */
void pktmon_marks_toggle (PktmonMarks *self, const PktmonPositions *positions);

G_END_DECLS

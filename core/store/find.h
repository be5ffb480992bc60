/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "store/pattern.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_FIND_FORWARD,
  PKTMON_FIND_BACKWARD,
} PktmonFindDirection;

/* PktmonFind: the search for one packet of a store, from a place in a direction; at the end it goes
 * on from the other end, until it is back.
 *
 * Other threads do it in steps (base/steps.h). What the functions say changes only with the signal
 * `changed` (no arguments), which comes after each step. Another search is another object; the last
 * unref ends it without waiting. Main thread. */
#define PKTMON_TYPE_FIND (pktmon_find_get_type())
G_DECLARE_FINAL_TYPE (PktmonFind, pktmon_find, PKTMON, FIND, GObject)

/* Begins at once, with the packets that the store has now. Keeps a reference to @store, and copies
 * of the rest.
 * @kind, @text: what to look for, as pktmon_pattern_new has it.
 * @shown: the packets to look at; NULL: all.
 * @from: the search begins behind this position and ends with it, in the direction that is given;
 *   PKTMON_POSITION_NONE: it begins at an end. */
PktmonFind *pktmon_find_new (PktmonStore *store, PktmonPatternKind kind, const char *text,
                             const PktmonPositions *shown, guint64 from,
                             PktmonFindDirection direction);

gboolean pktmon_find_is_busy (PktmonFind *self);
/* How far it has come: 0 to 1. */
double pktmon_find_get_fraction (PktmonFind *self);
/* The packet that was found; PKTMON_POSITION_NONE: none yet, or none at all. */
guint64 pktmon_find_get_position (PktmonFind *self);
/* Whether it went on from the other end. */
gboolean pktmon_find_has_wrapped (PktmonFind *self);
/* PKTMON_ERROR_INVALID when the text is wrong, or why packets could not be read. Borrowed; NULL:
 * nothing is wrong. */
const GError *pktmon_find_get_error (PktmonFind *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/limits.h"

G_BEGIN_DECLS

/* Packets are missing between two of a capture, as the one behind says (epb_dropcount). */
typedef struct {
  guint64 position; /* of the packet behind it, in the store */
  guint64 lost;     /* packets that were lost there */
  guint interface;  /* that they were lost on, as in the directory */
} PktmonGap;

/* PktmonGaps: the first PKTMON_MAX_GAPS gaps of a capture, by position.
 *
 * One thread appends and publishes; any thread reads what is published, without a lock. */
typedef struct _PktmonGaps PktmonGaps;

PktmonGaps *pktmon_gaps_new (void);
void pktmon_gaps_free (PktmonGaps *self);

/* Appends one that nobody sees yet, behind all others; nothing when there are as many as there may
 * be. */
void pktmon_gaps_append (PktmonGaps *self, const PktmonGap *gap);
/* Shows everything appended so far to readers. */
void pktmon_gaps_publish (PktmonGaps *self);

/* How many can be read. */
guint pktmon_gaps_get_count (const PktmonGaps *self);
/* @i: below the count. Borrowed. */
const PktmonGap *pktmon_gaps_get (const PktmonGaps *self, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonGaps, pktmon_gaps_free)

G_END_DECLS

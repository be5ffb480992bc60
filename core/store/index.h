/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/clock.h"

G_BEGIN_DECLS

/* PktmonIndex: where each packet of a capture begins, and when it was: 16 bytes a packet that is
 * not forgotten.
 *
 * One thread appends and publishes; any thread reads what is published, without a lock. */
typedef struct _PktmonIndex PktmonIndex;

/* One packet. Offsets have 48 bits (256 TiB); an interface number that does not fit in the other 16
 * is PKTMON_INDEX_INTERFACE_FAR: the packet's own bytes tell it. */
typedef struct {
  guint64 offset : 48;
  guint64 interface : 16;
  PktmonNanoseconds time;
} PktmonIndexEntry; /* all zeros where it was forgotten: no packet begins with its file */

G_STATIC_ASSERT (sizeof (PktmonIndexEntry) == 16);

#define PKTMON_INDEX_INTERFACE_FAR 0xffffu
/* Packets of one capture; appending more fails. A GListModel counts no further either. */
#define PKTMON_INDEX_MAX_PACKETS G_MAXUINT32

PktmonIndex *pktmon_index_new (void);
void pktmon_index_free (PktmonIndex *self);

/* Appends a packet that nobody sees yet; FALSE when the index or @offset is at its limit. */
gboolean pktmon_index_append (PktmonIndex *self, guint64 offset, guint interface,
                              PktmonNanoseconds time);
/* Packets that were appended. The appending thread. */
guint64 pktmon_index_get_appended (const PktmonIndex *self);
/* Shows everything appended so far to readers. */
void pktmon_index_publish (PktmonIndex *self);
/* Packets before @position are not kept any more: gives their memory back, 65,536 packets at a
 * time; the first ones stay, which tell when the capture began. The appending thread. */
void pktmon_index_forget (PktmonIndex *self, guint64 position);

/* Packets that can be read. */
guint64 pktmon_index_get_count (const PktmonIndex *self);
/* @position must be below the count. */
const PktmonIndexEntry *pktmon_index_get (const PktmonIndex *self, guint64 position);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/summary.h"
#include "pcapng/packet.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What the network stack did with a packet (pcapng/stack-event.h). */
typedef struct {
  gboolean is_known; /* it was seen at a stack point */
  guint point;       /* PKTMON_POINT_… (probe/event.h), or what this version does not know */
  guint64 journey;   /* 0: none */
  guint32 appearance;
  guint32 process;   /* 0: none, or not known */
  char command[32];  /* name of the process */
  char reason[64];   /* of a drop */
  char location[96]; /* of a drop; empty: not known */
} PktmonPacketStack;

/* What a row of the packet list is made of. */
typedef struct {
  guint64 position;                 /* in the store */
  const PktmonInterface *interface; /* NULL: the packet cannot be read, `summary.info` says why */
  PktmonTime time;                  /* PKTMON_TIME_NONE when it has none */
  guint32 length;                   /* bytes on the wire */
  guint64 lost;                     /* packets lost right before it, as the capture says */
  PktmonPacketStack stack;
  PktmonSummary summary;
} PktmonPacketRow;

/* PktmonPacketRows: takes packets apart as rows are looked at. It keeps a fixed number of them, so
 * that the cells of a row, and rows that come back soon, cost one dissection. One thread at a time.
 */
typedef struct _PktmonPacketRows PktmonPacketRows;

/* Keeps a reference to @store. */
PktmonPacketRows *pktmon_packet_rows_new (PktmonStore *store);
void pktmon_packet_rows_free (PktmonPacketRows *self);

/* The packet at @position, which must be below the store's count. Borrowed, until the next call. */
const PktmonPacketRow *pktmon_packet_rows_get (PktmonPacketRows *self, guint64 position);
/* Time of the first packet that has one; PKTMON_TIME_NONE when none has. */
PktmonTime pktmon_packet_rows_get_start (PktmonPacketRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonPacketRows, pktmon_packet_rows_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/field-tree.h"
#include "store/note-edits.h"
#include "store/store.h"

G_BEGIN_DECLS

/* All that is known of one packet, or why it cannot be known. */
typedef struct {
  guint64 position;
  GBytes *bytes;         /* that were captured; NULL when it could not be read */
  PktmonFieldTree *tree; /* NULL likewise */
  GError *error;         /* why; NULL when it could */
} PktmonReadPacket;

void pktmon_read_packet_free (PktmonReadPacket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonReadPacket, pktmon_read_packet_free)

/* PktmonPacketReader: reads one packet at a time with everything that is known of it, and keeps its
 * user from waiting for disks, the network and large packets: a worker does it.
 *
 * Signal `done` (no arguments): the packet that was asked for last is there. Main thread only. */
#define PKTMON_TYPE_PACKET_READER (pktmon_packet_reader_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketReader, pktmon_packet_reader, PKTMON, PACKET_READER, GObject)

/* Keeps a reference to @store. */
PktmonPacketReader *pktmon_packet_reader_new (PktmonStore *store);

/* Asks for the packet at @position, which must be below the store's count, instead of any that was
 * asked for before; PKTMON_POSITION_NONE: for none. @edits: how its notes differ from the file. */
void pktmon_packet_reader_ask (PktmonPacketReader *self, guint64 position, PktmonNoteEdits *edits);
/* The packet that is there; NULL when it was taken before, or is not asked for any more.
 * (transfer full) */
PktmonReadPacket *pktmon_packet_reader_take (PktmonPacketReader *self);

G_END_DECLS

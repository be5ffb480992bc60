/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* What stands at one place of a file. */
typedef struct {
  guint64 offset;      /* of its first byte in the file */
  gsize size;          /* bytes it takes there */
  guint32 type;        /* PKTMON_BLOCK_…; 0 for the header and the records of pcap */
  PktmonPacket packet; /* valid after PKTMON_READER_PACKET */
} PktmonRecord;

typedef enum {
  PKTMON_READER_PACKET,  /* the record is a packet */
  PKTMON_READER_BLOCK,   /* the record is anything else */
  PKTMON_READER_MORE,    /* the record is not whole yet: call again with more bytes */
  PKTMON_READER_DAMAGED, /* the file cannot be read any further */
} PktmonReaderStep;

/* PktmonReader: goes through a pcapng or pcap file from the first byte on, whichever it is by its
 * first bytes, as far as there are bytes, and further when more have come.
 *
 * It holds no bytes: the caller hands in what the file has at pktmon_reader_get_offset, as much as
 * it likes. Sections and interfaces go to the directory. One thread at a time. */
typedef struct _PktmonReader PktmonReader;

PktmonReader *pktmon_reader_new (PktmonDirectory *directory);
void pktmon_reader_free (PktmonReader *self);

/* Begins at @offset instead of the first byte, where a section begins; before the first record.
 * @packets: that are before it. */
void pktmon_reader_begin_at (PktmonReader *self, guint64 offset, guint64 packets);

/* Takes the next record.
 * @data, @size: the file's bytes from pktmon_reader_get_offset on; the packet borrows from them.
 * @error: set with PKTMON_READER_DAMAGED to what is wrong and after which packet. After that every
 *   call gives the same. */
PktmonReaderStep pktmon_reader_next (PktmonReader *self, const guint8 *data, gsize size,
                                     PktmonRecord *record, GError **error);

/* Where the next record begins. */
guint64 pktmon_reader_get_offset (const PktmonReader *self);
/* After PKTMON_READER_MORE: how many bytes from there the next call needs to get on. */
gsize pktmon_reader_get_wanted (const PktmonReader *self);
/* Packets so far. */
guint64 pktmon_reader_get_packets (const PktmonReader *self);

/* The error for a file that ends within a record, or before the first. */
void pktmon_reader_set_cut_short (const PktmonReader *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonReader, pktmon_reader_free)

G_END_DECLS

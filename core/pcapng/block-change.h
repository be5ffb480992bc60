/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/reader.h"
#include "pcapng/writer.h"

G_BEGIN_DECLS

/* PktmonBlockChange: what of a block is written differently from how it stands in a file. The rest
 * stays, byte for byte, damaged option lists too. Plain value; all borrowed. */
typedef struct {
  guint32 max_captured;    /* bytes of a packet to keep; G_MAXUINT32: all */
  guint32 snap_length;     /* of an interface; PKTMON_SAME_NUMBER: as it is */
  guint32 interface;       /* number of a packet's or statistics' interface; likewise */
  guint64 delivered;       /* isb_usrdeliv of statistics; PKTMON_SAME_COUNT: as it is */
  gboolean strip_comments; /* options that are comments go */
  gboolean unknown_length; /* of a section */
} PktmonBlockChange;

#define PKTMON_SAME_NUMBER G_MAXUINT32
#define PKTMON_SAME_COUNT G_MAXUINT64

/* Nothing is changed. */
#define PKTMON_NO_BLOCK_CHANGE                                                                     \
  {                                                                                                \
    .max_captured = G_MAXUINT32, .snap_length = PKTMON_SAME_NUMBER,                                \
    .interface = PKTMON_SAME_NUMBER, .delivered = PKTMON_SAME_COUNT,                               \
  }

/* Whether @change says nothing that the packet block at @packet has to be written anew for. */
gboolean pktmon_block_change_spares_packet (const PktmonBlockChange *self,
                                            const PktmonPacket *packet);

/* Appends the packet block at @block, which @packet was parsed from, to @writer, with the change.
 * @big_endian: byte order of its section, which @writer is set to. */
gboolean pktmon_block_change_add_packet (const PktmonBlockChange *self, PktmonWriter *writer,
                                         const guint8 *block, const PktmonPacket *packet,
                                         GError **error);
/* The same for any other block. @record: its place in the file. @big_endian: byte order of its
 * section, which @writer is set to. */
gboolean pktmon_block_change_add_block (const PktmonBlockChange *self, PktmonWriter *writer,
                                        const guint8 *block, const PktmonRecord *record,
                                        gboolean big_endian, GError **error);

/* The number of the interface that statistics block @block of @size bytes is about, as it is
 * numbered in its section. */
guint32 pktmon_block_change_get_interface (const guint8 *block, gsize size, gboolean big_endian);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonWriter: appends pcapng blocks to a file through a buffer of fixed size; the only writer.
 *
 * After a write that failed (a full disk), the file is cut back to its last whole block where that is
 * possible, the error stays, and every later call fails with it at once. One thread at a time. */
typedef struct _PktmonWriter PktmonWriter;

/* @descriptor: file to append to from its current position on; borrowed.
 * @name: what messages call it. */
PktmonWriter *pktmon_writer_new (int descriptor, const char *name);
/* Frees without flushing. */
void pktmon_writer_free (PktmonWriter *self);

/* --- Building a block: begin, put…, end --- */

/* Byte order of the blocks that are built from now on; initially that of this machine. */
void pktmon_writer_set_big_endian (PktmonWriter *self, gboolean big_endian);

void pktmon_writer_begin (PktmonWriter *self, guint32 type);
void pktmon_writer_put_u16 (PktmonWriter *self, guint16 value);
void pktmon_writer_put_u32 (PktmonWriter *self, guint32 value);
void pktmon_writer_put_u64 (PktmonWriter *self, guint64 value);
/* Bytes, then zeros up to a multiple of four. */
void pktmon_writer_put_padded (PktmonWriter *self, const guint8 *data, gsize size);
/* One option of an option list; values longer than 65,535 bytes are cut. The list is ended by
 * pktmon_writer_end. */
void pktmon_writer_put_option (PktmonWriter *self, guint16 code, const guint8 *data, gsize size);
void pktmon_writer_put_text_option (PktmonWriter *self, guint16 code, const char *text);
/* Finishes the block and hands it on. */
gboolean pktmon_writer_end (PktmonWriter *self, GError **error);

/* --- Whole blocks --- */

/* Appends blocks as they are; @data holds whole ones only, in a byte order that the sections among them
 * or the last one before them say. */
gboolean pktmon_writer_add_blocks (PktmonWriter *self, const guint8 *data, gsize size,
                                   GError **error);
/* Section header for blocks in the byte order that is set, of unknown length. */
gboolean pktmon_writer_add_section (PktmonWriter *self, GError **error);
/* Description of an interface in the terms of pcap: link type, snap length, resolution, FCS. */
gboolean pktmon_writer_add_interface (PktmonWriter *self, const PktmonInterface *interface,
                                      guint32 snap_length, GError **error);
/* The packet, with at most @max_captured of its bytes and with its options, as a block of its own type;
 * a pcap record becomes an enhanced packet block. @interface_id: in the section that is written. */
gboolean pktmon_writer_add_packet (PktmonWriter *self, const PktmonPacket *packet,
                                   guint32 interface_id, guint32 max_captured, GError **error);

/* Writes everything out. */
gboolean pktmon_writer_flush (PktmonWriter *self, GError **error);

/* Bytes of whole blocks that were added. */
guint64 pktmon_writer_get_size (const PktmonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonWriter, pktmon_writer_free)

G_END_DECLS

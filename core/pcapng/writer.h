/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonWriter: appends pcapng blocks to a file through a buffer; the only writer.
 *
 * After a write that failed (a full disk), the file is cut back to its last whole block where that
 * is possible, the error stays, and every later call fails with it at once. One thread at a time.
 */
typedef struct _PktmonWriter PktmonWriter;

/* @descriptor: file to append to from its current position on; borrowed.
 * @name: what messages call it; NULL: the capture. */
PktmonWriter *pktmon_writer_new (int descriptor, const char *name);
/* Takes whole blocks. Returns: FALSE with an error. */
typedef gboolean (*PktmonWriterFunc) (gpointer user_data, const guint8 *data, gsize size,
                                      GError **error);
/* Hands the blocks to @write instead, which must stay as long as the writer. */
PktmonWriter *pktmon_writer_new_for_func (PktmonWriterFunc write, gpointer user_data);
/* Frees without flushing. */
void pktmon_writer_free (PktmonWriter *self);

/* Byte order of the blocks from now on; initially that of this machine. */
void pktmon_writer_set_big_endian (PktmonWriter *self, gboolean big_endian);

/* --- Building a block: begin, put…, end --- */

void pktmon_writer_begin (PktmonWriter *self, guint32 type);
void pktmon_writer_put_u16 (PktmonWriter *self, guint16 value);
void pktmon_writer_put_u32 (PktmonWriter *self, guint32 value);
/* A 64-bit number in the byte order of the section. */
void pktmon_writer_put_u64 (PktmonWriter *self, guint64 value);
/* Bytes as they are. */
void pktmon_writer_put_bytes (PktmonWriter *self, const guint8 *data, gsize size);
/* Bytes, then zeros up to a multiple of four; options that are put so end the list themselves. */
void pktmon_writer_put_padded (PktmonWriter *self, const guint8 *data, gsize size);
/* One option of an option list; values longer than 65,535 bytes are cut. The list is ended by
 * pktmon_writer_end. */
void pktmon_writer_put_option (PktmonWriter *self, guint16 code, const guint8 *data, gsize size);
void pktmon_writer_put_text_option (PktmonWriter *self, guint16 code, const char *text);
/* Finishes the block and hands it on. */
gboolean pktmon_writer_end (PktmonWriter *self, GError **error);

/* --- Whole blocks --- */

/* Appends blocks as they are; @data holds whole ones only, in the byte order that is set. */
gboolean pktmon_writer_add_blocks (PktmonWriter *self, const guint8 *data, gsize size,
                                   GError **error);
/* Section header for blocks in the byte order that is set, of unknown length. @application:
 * shb_userappl. @comment: NULL or "": none. */
gboolean pktmon_writer_add_section (PktmonWriter *self, const char *application,
                                    const char *comment, GError **error);
/* Description of @interface in the terms of pcap: link type, resolution, FCS. @snap_length: 0: no
 * limit. */
gboolean pktmon_writer_add_interface (PktmonWriter *self, const PktmonInterface *interface,
                                      guint32 snap_length, GError **error);
/* Enhanced packet block with the values of @packet, which has options in the byte order that is set
 * or none, with at most @max_captured of its bytes. @interface_id: in the section that is written.
 */
gboolean pktmon_writer_add_packet (PktmonWriter *self, const PktmonPacket *packet,
                                   guint32 interface_id, guint32 max_captured, GError **error);
/* Writes everything out. */
gboolean pktmon_writer_flush (PktmonWriter *self, GError **error);

/* Bytes of whole blocks that were added. */
guint64 pktmon_writer_get_size (const PktmonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonWriter, pktmon_writer_free)

G_END_DECLS

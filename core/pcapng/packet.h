/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/directory.h"

G_BEGIN_DECLS

/* One packet as it stands in a file. Everything is borrowed: the bytes from whoever gave them to
 * the parser, the interface from the directory. */
typedef struct {
  const PktmonInterface *interface;
  guint32 block_type; /* PKTMON_BLOCK_… of pcapng; 0 for a pcap record */
  gboolean has_time;  /* FALSE for simple packet blocks */
  guint64 ticks;      /* time in the interface's unit */
  guint32 captured;   /* bytes in `data` */
  guint32 length;     /* bytes the packet had on the wire */
  const guint8 *data;
  PktmonBytes options; /* at the packet's option list; empty where there is none */
} PktmonPacket;

PktmonTime pktmon_packet_get_time (const PktmonPacket *self);
PktmonNanoseconds pktmon_packet_get_nanoseconds (const PktmonPacket *self);
/* epb_packetid: what the same packet carries wherever it is seen (pcapng, section 4.3.1), which is
 * the number of its journey; 0: it has none. */
guint64 pktmon_packet_get_id (const PktmonPacket *self);

typedef enum {
  PKTMON_PARSE_DONE,
  PKTMON_PARSE_MORE,    /* fewer bytes than a whole block needs */
  PKTMON_PARSE_DAMAGED, /* no valid block can begin so */
} PktmonParse;

/* PktmonPacketParser: takes blocks and records apart, in any order; what a reader that goes through
 * a file and one that jumps in it share. Plain value for one thread; zero it, then set `directory`
 * and `section`. */
typedef struct {
  PktmonDirectory *directory;       /* borrowed */
  const PktmonSection *section;     /* that the next block belongs to */
  const PktmonInterface *interface; /* looked up last */
} PktmonPacketParser;

/* Extent of a block or record. */
typedef struct {
  guint32 type; /* PKTMON_BLOCK_…; 0 for pcap records */
  gsize size;   /* bytes it takes in the file */
} PktmonFrame;

/* Finds what block or record begins at @data, and how long it is.
 * @data, @available: the file's bytes from there on, as many as there are.
 * @frame: (out): with DONE all of it; with MORE `size` is how many bytes are needed to say more, at
 * least one more than there are.
 * @reason: (out) (optional) (transfer full): with DAMAGED what is wrong, as a translated half
 * sentence. */
PktmonParse pktmon_packet_parser_frame (PktmonPacketParser *self, const guint8 *data,
                                        gsize available, PktmonFrame *frame, char **reason);

/* Whether what has this type holds a packet. */
gboolean pktmon_packet_parser_is_packet (const PktmonPacketParser *self, guint32 type);

/* Takes apart the whole packet block or record at @data, which pktmon_packet_parser_frame measured.
 * @packet: (out): borrows from @data.
 * Returns: FALSE with @reason as above when it contradicts itself or its interface. */
gboolean pktmon_packet_parser_parse (PktmonPacketParser *self, const guint8 *data,
                                     const PktmonFrame *frame, PktmonPacket *packet, char **reason);

G_END_DECLS

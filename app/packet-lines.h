/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/text-line.h"
#include "output.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_LINES_TEXT,
  PKTMON_LINES_JSON,
  PKTMON_LINES_CSV,
} PktmonLinesFormat;

/* PktmonPacketLines: packets as lines on the output, in one of the formats. Plain value, one
 * thread. */
typedef struct {
  PktmonOutput *output;
  PktmonLinesFormat format;
  PktmonTextLayout layout;
  PktmonTime start; /* of the first packet */
} PktmonPacketLines;

void pktmon_packet_lines_init (PktmonPacketLines *self, PktmonOutput *output,
                               PktmonLinesFormat format);
/* What stands before the first packet. */
void pktmon_packet_lines_append_header (PktmonPacketLines *self);
/* A packet that is not shown counts for relative times all the same. */
void pktmon_packet_lines_see (PktmonPacketLines *self, const PktmonPacket *packet);
/* @number: of the packet, from 1 on. */
void pktmon_packet_lines_append (PktmonPacketLines *self, guint64 number,
                                 const PktmonPacket *packet);

G_END_DECLS

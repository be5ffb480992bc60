/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/text-line.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_LINES_TEXT, /* aligned columns */
  PKTMON_LINES_JSON, /* one object a line */
  PKTMON_LINES_CSV,
  PKTMON_LINES_C, /* an array for each packet, below its columns as a comment */
} PktmonLinesFormat;

/* PktmonLinePrinter: packets as lines, in one of the formats. Plain value, one thread. */
typedef struct {
  PktmonLineBuffer *buffer; /* where to append; borrowed */
  PktmonLinesFormat format;
  PktmonTextLayout layout;
  PktmonTime start; /* of the first packet */
} PktmonLinePrinter;

void pktmon_line_printer_init (PktmonLinePrinter *self, PktmonLineBuffer *buffer,
                               PktmonLinesFormat format);
/* What stands before the first packet. */
void pktmon_line_printer_append_header (PktmonLinePrinter *self);
/* A packet that is not shown counts for relative times all the same. */
void pktmon_line_printer_see (PktmonLinePrinter *self, const PktmonPacket *packet);
/* @number: of the packet, from 1 on. */
void pktmon_line_printer_append (PktmonLinePrinter *self, guint64 number,
                                 const PktmonPacket *packet);

G_END_DECLS

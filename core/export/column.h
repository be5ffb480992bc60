/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/summary.h"
#include "export/line-buffer.h"
#include "pcapng/packet.h"

G_BEGIN_DECLS

/* One packet that is to become a line; all borrowed. */
typedef struct {
  guint64 number;      /* in the capture, from 1 */
  PktmonTime time;     /* PKTMON_TIME_NONE when it has none */
  PktmonTime relative; /* since the first packet; PKTMON_TIME_NONE when that is not known */
  const PktmonPacket *packet;
  const PktmonSummary *summary;
} PktmonLine;

typedef enum {
  PKTMON_COLUMN_NUMBER, /* digits */
  PKTMON_COLUMN_PLAIN,  /* characters that need no escaping in any format */
  PKTMON_COLUMN_TEXT,   /* anything */
} PktmonColumnKind;

/* PktmonColumn: one value of a packet, the same in each format that names its values. */
typedef struct {
  const char *key; /* Wireshark's name where there is one */
  gsize key_size;
  PktmonColumnKind kind;
  PktmonFieldSet field; /* what the summary must have for it; 0: nothing */
  /* NUMBER and PLAIN: appends the value; nothing when the packet has none. */
  void (*append) (PktmonLineBuffer *buffer, const PktmonLine *line);
  /* TEXT: the value, borrowed, and its size; NULL when the packet has none. */
  const char *(*get_text) (const PktmonLine *line, gsize *size);
} PktmonColumn;

/* All columns in their order; static. */
const PktmonColumn *pktmon_column_get_all (guint *n_columns);

/* Whether the packet may have a value for it. */
static inline gboolean
pktmon_column_is_present (const PktmonColumn *self, const PktmonLine *line)
{
  return (line->summary->fields.present & self->field) == self->field;
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonPattern: what a search looks for in packets. One thread at a time. */
typedef struct _PktmonPattern PktmonPattern;

typedef enum {
  PKTMON_PATTERN_TEXT,   /* part of what a column shows: Source, Destination, Protocol or Info;
                            upper and lower case are the same */
  PKTMON_PATTERN_BYTES,  /* bytes in hexadecimal (base/hex.h), or text in quotation marks */
  PKTMON_PATTERN_FILTER, /* an expression (constraint/expression.h) */
} PktmonPatternKind;

/* @text: what the user wrote; valid UTF-8.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID. Slow for filters, as
 *   pktmon_expression_new is. */
PktmonPattern *pktmon_pattern_new (PktmonPatternKind kind, const char *text, GError **error);
void pktmon_pattern_free (PktmonPattern *self);

gboolean pktmon_pattern_match (PktmonPattern *self, const PktmonPacket *packet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonPattern, pktmon_pattern_free)

G_END_DECLS

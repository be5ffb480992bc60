/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/column.h"

G_BEGIN_DECLS

/* PktmonTextLayout: widths of the columns of text lines, which only grow, so that lines of one run
 * stay aligned without being known in advance. Plain value. */
typedef struct {
  guint number;
  guint time;
  guint decimals; /* of the time */
  guint source;
  guint destination;
  guint protocol;
  guint length;
} PktmonTextLayout;

/* Widths that fit usual packets. */
void pktmon_text_layout_init (PktmonTextLayout *self);

/* Appends the packet as one line: number, time since the first packet, source, destination,
 * protocol, length on the wire, info. */
void pktmon_text_line_append (PktmonLineBuffer *buffer, PktmonTextLayout *layout,
                              const PktmonLine *line);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "base/ranges.h"
#include "constraint/expression.h"
#include "constraint/matcher.h"

G_BEGIN_DECLS

/* PktmonExportChoice: which packets of a capture are exported; all borrowed, zeros: all. A packet
 * is kept when each choice that is made keeps it. Interfaces that are not chosen leave the capture
 * with their packets and statistics. */
typedef struct {
  const PktmonPositions *positions;  /* packets; NULL: all */
  const PktmonRanges *numbers;       /* the same as numbers, from 1; NULL: all */
  const PktmonPositions *interfaces; /* as numbered in the directory, of the packets; NULL: all */
  const char *const *sources;        /* the same by name, "eth0" for "if:eth0" too; NULL: all */
  gboolean only_dropped;             /* packets that the kernel dropped where they were seen */
  PktmonMatcher *matcher;            /* constraints that they must satisfy; NULL: none */
  PktmonExpression *expression;      /* what they must match; NULL: nothing; counts the unjudged */
} PktmonExportChoice;

/* Whether there may be packets that are left out. */
gboolean pktmon_export_choice_is_made (const PktmonExportChoice *self);
gboolean pktmon_export_choice_keeps_interface (const PktmonExportChoice *self,
                                               const PktmonInterface *interface);
/* @packet: of an interface that is kept. */
gboolean pktmon_export_choice_keeps (const PktmonExportChoice *self, guint64 position,
                                     const PktmonPacket *packet);
/* The name in `sources` at @source means @interface. */
gboolean pktmon_export_choice_is_source (const char *source, const PktmonInterface *interface);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/clock.h"
#include "pcapng/writer.h"

G_BEGIN_DECLS

/* A block that says that something changed between two packets of a capture. It is a custom block
 * that may be copied (pcapng, section 4.8), in the byte order of its section:
 *
 *   offset  size
 *        0     4  block type: PKTMON_BLOCK_CUSTOM
 *        4     4  length of the block
 *        8     4  PKTMON_ENTERPRISE_NUMBER
 *       12     8  the bytes "PktmonDv"
 *       20     2  version of what follows: 1
 *       22     2  what changed: PktmonDividerKind
 *       24     4  number: dividers of one capture are counted from 1
 *       28     8  when: nanoseconds since 1970, signed
 *       36     4  bytes of text
 *       40        text, UTF-8, by kind; then zeros up to a multiple of four
 *                 options, if any; length of the block
 *
 * Readers that do not know it skip it, and exports keep it. */

#define PKTMON_DIVIDER_BLOCK_SIZE 44u /* without text and options */

/* What changed. Values of files: they stay. */
typedef enum {
  PKTMON_DIVIDER_CONSTRAINTS = 1, /* text: those in force from here on, a line each; or empty */
} PktmonDividerKind;

typedef struct {
  guint kind; /* PktmonDividerKind, or one that is not known yet */
  guint32 number;
  PktmonNanoseconds time;
  const guint8 *text; /* borrowed, not checked */
  gsize text_size;
} PktmonDividerBlock;

gboolean pktmon_divider_block_write (const PktmonDividerBlock *self, PktmonWriter *writer,
                                     GError **error);
/* Takes apart a whole block, of any type.
 * Returns: FALSE when it is no divider. */
gboolean pktmon_divider_block_parse (PktmonDividerBlock *self, PktmonBytes block,
                                     gboolean big_endian);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/assembler.h"
#include "constraint/table.h"

G_BEGIN_DECLS

/* What constraints ask of headers (constraint/walk.h), as classic BPF. */

typedef struct {
  const PktmonTable *table;
  guint32 entries; /* bits of the table's entries that this is about */
  int link;        /* PKTMON_LINK_… */
  gboolean taken;  /* whether the kernel took the outermost VLAN tag out of Ethernet frames */
  guint levels;    /* that are walked, 1 to PKTMON_WALK_LEVELS */
  gboolean doubt;  /* whether what is in a tunnel behind these levels matches */
} PktmonEmitRequest;

/* Writes a piece of program that goes to @matched when the headers of a packet fit any of the
 * entries, and on behind its end when they fit none. It may change all of the memory, and expects
 * nothing of it.
 *
 * Returns: whether it is exact: FALSE when there can be tunnels behind the levels. */
gboolean pktmon_emit_headers (PktmonAssembler *assembler, const PktmonEmitRequest *request,
                              PktmonLabel matched);

G_END_DECLS

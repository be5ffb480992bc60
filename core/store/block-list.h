/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Blocks of a capture that follow each other. */
typedef struct {
  guint64 offset;
  guint64 size;
} PktmonBlockRun;

/* PktmonBlockList: where a capture has blocks that are no packets, for who goes from packet to
 * packet by the index and wants what stands between them; at most one run for each packet. One
 * thread appends; any thread looks. */
typedef struct _PktmonBlockList PktmonBlockList;

PktmonBlockList *pktmon_block_list_new (void);
void pktmon_block_list_free (PktmonBlockList *self);

/* Appends a block, which begins behind all that are there. */
void pktmon_block_list_append (PktmonBlockList *self, guint64 offset, gsize size);
/* What ends at or before @offset is not kept any more. The appending thread. */
void pktmon_block_list_forget (PktmonBlockList *self, guint64 offset);
/* What begins before @limit. (element-type PktmonBlockRun) (transfer full) */
GArray *pktmon_block_list_dup_runs (PktmonBlockList *self, guint64 limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonBlockList, pktmon_block_list_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonSpoolParts: the spools that a joined one is made of, and which of them are still there. Any
 * thread. */
typedef struct _PktmonSpoolParts PktmonSpoolParts;

PktmonSpoolParts *pktmon_spool_parts_new (void);
void pktmon_spool_parts_free (PktmonSpoolParts *self);

void pktmon_spool_parts_add (PktmonSpoolParts *self, PktmonSpool *part);
/* The first @n that ever were, with @packets in them, are to go; each does when all its bytes are
 * below what was released. */
void pktmon_spool_parts_drop (PktmonSpoolParts *self, guint n, guint64 packets);
void pktmon_spool_parts_release (PktmonSpoolParts *self, guint64 offset);

/* Bytes of all that ever were. */
guint64 pktmon_spool_parts_get_size (PktmonSpoolParts *self);
/* The first byte that is there. @packets: (out): before it, when all that are to go are gone. */
guint64 pktmon_spool_parts_get_start (PktmonSpoolParts *self, guint64 *packets);
/* The part in which @offset is. @base: (out): where it begins.
 * Returns: (transfer full): NULL when it is gone, or not there yet. */
PktmonSpool *pktmon_spool_parts_find (PktmonSpoolParts *self, guint64 offset, guint64 *base);

G_END_DECLS

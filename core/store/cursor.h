/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/reader.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonCursor: gives any packet of a store with its bytes, through a window onto the spool:
 * packets that lie in the window cost no system call. One thread at a time; make one for each. */
typedef struct _PktmonCursor PktmonCursor;

typedef enum {
  PKTMON_CURSOR_RANDOM,     /* single packets, anywhere: a small window */
  PKTMON_CURSOR_SEQUENTIAL, /* many packets in ascending order: a large one */
} PktmonCursorAccess;

/* Keeps a reference to @store. */
PktmonCursor *pktmon_cursor_new (PktmonStore *store, PktmonCursorAccess access);
void pktmon_cursor_free (PktmonCursor *self);

/* Reads the packet at @position, which must be below the store's count. One that is not kept any
 * more (pktmon_spool_drop) has its time and its interface, and no byte, until it is forgotten.
 * @packet: (out): borrows from the cursor until the next call.
 * Returns: FALSE with PKTMON_ERROR_CHANGED when the file is no longer what was indexed, or the
 * packet is forgotten (pktmon_store_is_forgotten), or with PKTMON_ERROR_IO. */
gboolean pktmon_cursor_read (PktmonCursor *self, guint64 position, PktmonPacket *packet,
                             GError **error);

/* Reads the packet or block that begins at @offset, where the index or the list of blocks says that
 * one does.
 * @record: (out): as the reader gave it; the packet has no interface when it is none.
 * @data: (out): its bytes; both borrowed until the next call.
 * Returns: FALSE with an error as above. */
gboolean pktmon_cursor_read_record (PktmonCursor *self, guint64 offset, PktmonRecord *record,
                                    const guint8 **data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCursor, pktmon_cursor_free)

G_END_DECLS

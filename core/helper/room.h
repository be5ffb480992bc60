/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/merge.h"

G_BEGIN_DECLS

/* PktmonRoom: what may still be written; of everything G_MAXUINT64 where there is no limit. */
typedef struct {
  guint64 file_bytes; /* of this file, before another takes over */
  guint64 file_packets;
  guint64 bytes; /* of all files */
  guint64 packets;
} PktmonRoom;

/* What @limit leaves when @used of it are gone; a limit of 0 is none. */
guint64 pktmon_room_get_rest (guint64 limit, guint64 used);

/* The blocks at the start of @batch that fit: their bytes. @packets: (out). */
gsize pktmon_room_measure (const PktmonRoom *self, const PktmonBatch *batch, guint64 *packets);
/* Whether another file has room for the first block of @batch, of which this one has none. */
gboolean pktmon_room_is_in_next_file (const PktmonRoom *self, const PktmonBatch *batch);

G_END_DECLS

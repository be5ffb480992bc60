/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/room.h"

guint64
pktmon_room_get_rest (guint64 limit, guint64 used)
{
  if (limit == 0)
    return G_MAXUINT64;
  return limit > used ? limit - used : 0;
}

gsize
pktmon_room_measure (const PktmonRoom *self, const PktmonBatch *batch, guint64 *packets)
{
  guint64 bytes = MIN (self->file_bytes, self->bytes);
  guint64 most = MIN (self->file_packets, self->packets);
  gsize fitting = 0;

  *packets = batch->packets;
  if (batch->size <= bytes && batch->packets <= most)
    return batch->size;
  for (*packets = 0; fitting < batch->size && *packets < most; (*packets)++) {
    guint32 size = pktmon_packet_block_get_size (batch->data + fitting);

    if (size > bytes - fitting)
      break;
    fitting += size;
  }
  return fitting;
}

gboolean
pktmon_room_is_in_next_file (const PktmonRoom *self, const PktmonBatch *batch)
{
  guint32 size = pktmon_packet_block_get_size (batch->data);

  return self->packets > 0 && self->bytes >= size &&
         (self->file_packets == 0 || self->file_bytes < size);
}

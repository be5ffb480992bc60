/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/trigger.h"

static gboolean
is_for (const PktmonProgram *program, const guint8 *block)
{
  return program != NULL && pktmon_program_run (program, block + PKTMON_PACKET_BLOCK_DATA,
                                                pktmon_packet_block_get_captured (block),
                                                pktmon_packet_block_get_length (block)) > 0;
}

guint64
pktmon_trigger_find_end_locked (const PktmonBatch *batch, const PktmonSpoolFile *file,
                                guint64 packets, guint64 after)
{
  const guint8 *block = batch->data, *end = batch->data + batch->size;

  if (batch->lane != NULL && batch->lane->trigger == NULL)
    return 0;
  for (guint64 n = packets + 1; block < end; n++, block += pktmon_packet_block_get_size (block)) {
    const PktmonLane *lane =
        batch->lane != NULL
            ? batch->lane
            : pktmon_spool_file_get_lane (file, pktmon_packet_block_get_interface (block));

    if (is_for (lane->trigger, block))
      return n + MIN (after, G_MAXINT64);
  }
  return 0;
}

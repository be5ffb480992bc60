/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/wake-on-lan.h"

#define SYNC_SIZE 6
#define REPEATS 16
#define PACKET_SIZE (SYNC_SIZE + REPEATS * 6)

gboolean
pktmon_wake_on_lan_matches (const PktmonBytes *bytes)
{
  static const guint8 sync[SYNC_SIZE] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  PktmonBytes copy = *bytes;
  const guint8 *data = pktmon_bytes_take (&copy, PACKET_SIZE);

  if (data == NULL || memcmp (data, sync, SYNC_SIZE) != 0)
    return FALSE;
  for (guint i = 1; i < REPEATS; i++) {
    if (memcmp (data + SYNC_SIZE, data + SYNC_SIZE + (gsize) i * 6, 6) != 0)
      return FALSE;
  }
  return TRUE;
}

void
pktmon_dissect_wake_on_lan (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  const guint8 *data;
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "WOL");
  if (!pktmon_wake_on_lan_matches (bytes))
    return;
  data = pktmon_bytes_take (bytes, PACKET_SIZE);
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "MagicPacket for ");
    pktmon_text_append_mac (info, data + SYNC_SIZE);
  }
  pktmon_dissection_begin (self, "wol", "Wake On LAN", start, PACKET_SIZE);
  pktmon_dissection_add_text (self, "wol.sync", "Sync stream", start, SYNC_SIZE, "ffffffffffff");
  pktmon_dissection_add_mac (self, "wol.mac", "MAC", start + SYNC_SIZE, data + SYNC_SIZE);
  pktmon_dissection_end (self, start + PACKET_SIZE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/stack-event.h"

#include <string.h>

#include "pcapng/format.h"

gboolean
pktmon_stack_event_parse (const PktmonOption *option, gboolean big_endian, PktmonStackEvent *event)
{
  PktmonBytes bytes = pktmon_bytes_new (option->value, option->size);
  guint32 enterprise = pktmon_bytes_u32 (&bytes, big_endian);
  const guint8 *magic = pktmon_bytes_take (&bytes, 4);

  if (option->code != PKTMON_OPTION_CUSTOM_BINARY || enterprise != PKTMON_ENTERPRISE_NUMBER ||
      magic == NULL || memcmp (magic, PKTMON_STACK_MAGIC, 4) != 0 || pktmon_bytes_u8 (&bytes) == 0)
    return FALSE;
  event->point = pktmon_bytes_u8 (&bytes);
  event->flags = pktmon_bytes_le16 (&bytes);
  event->appearance = pktmon_bytes_le32 (&bytes);
  event->network_namespace = pktmon_bytes_le32 (&bytes);
  event->interface = pktmon_bytes_le32 (&bytes);
  event->mark = pktmon_bytes_le32 (&bytes);
  event->reason = pktmon_bytes_le32 (&bytes);
  event->process = pktmon_bytes_le32 (&bytes);
  event->thread = pktmon_bytes_le32 (&bytes);
  event->processor = pktmon_bytes_le16 (&bytes);
  event->vlan_control = pktmon_bytes_le16 (&bytes);
  event->hook = (guint8) pktmon_bytes_le32 (&bytes);
  for (guint i = 0; i < PKTMON_N_STACK_TEXTS; i++) {
    gsize size = pktmon_bytes_u8 (&bytes);

    event->texts[i].size = size;
    event->texts[i].data = (const char *) pktmon_bytes_take (&bytes, size);
    if (event->texts[i].data == NULL || !g_utf8_validate_len (event->texts[i].data, size, NULL))
      event->texts[i].size = 0;
  }
  return !bytes.failed;
}

gboolean
pktmon_stack_event_find (const PktmonPacket *packet, PktmonStackEvent *event)
{
  PktmonBytes options = packet->options;
  gboolean big_endian;
  PktmonOption option;

  if (packet->block_type != PKTMON_BLOCK_ENHANCED_PACKET || pktmon_bytes_left (&options) == 0)
    return FALSE;
  big_endian = packet->interface->section->big_endian;
  while (pktmon_option_next (&options, big_endian, &option))
    if (pktmon_stack_event_parse (&option, big_endian, event))
      return TRUE;
  return FALSE;
}

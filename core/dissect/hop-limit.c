/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/hop-limit.h"

#include "base/bytes.h"

#define LINK_ETHERNET 1
#define LINK_RAW 101

#define TYPE_VLAN 0x8100
#define TYPE_SERVICE_VLAN 0x88a8
#define MAX_TAGS 2

/* Goes to what follows an Ethernet header and its VLAN tags. */
static void
skip_ethernet (PktmonBytes *bytes)
{
  guint16 type;

  pktmon_bytes_skip (bytes, 12);
  type = pktmon_bytes_be16 (bytes);
  for (guint i = 0; i < MAX_TAGS && (type == TYPE_VLAN || type == TYPE_SERVICE_VLAN); i++) {
    pktmon_bytes_skip (bytes, 2);
    type = pktmon_bytes_be16 (bytes);
  }
  if (type != 0x0800 && type != 0x86dd)
    bytes->failed = TRUE;
}

gboolean
pktmon_hop_limit_find (guint16 link_type, const guint8 *data, gsize captured, guint8 *hop_limit)
{
  PktmonBytes bytes = pktmon_bytes_new (data, captured);
  guint version;

  if (link_type == LINK_ETHERNET)
    skip_ethernet (&bytes);
  else if (link_type != LINK_RAW)
    return FALSE;
  version = pktmon_bytes_u8 (&bytes) >> 4;
  if (version == 4)
    pktmon_bytes_skip (&bytes, 7);
  else if (version == 6)
    pktmon_bytes_skip (&bytes, 6);
  else
    return FALSE;
  *hop_limit = pktmon_bytes_u8 (&bytes);
  return !bytes.failed;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/block-name.h"

#include "pcapng/format.h"

static const struct {
  guint32 type;
  const char *name;
} names[] = {
  { PKTMON_BLOCK_SECTION_HEADER, "Section Header" },
  { PKTMON_BLOCK_INTERFACE_DESCRIPTION, "Interface Description" },
  { PKTMON_BLOCK_PACKET, "Packet" },
  { PKTMON_BLOCK_SIMPLE_PACKET, "Simple Packet" },
  { PKTMON_BLOCK_NAME_RESOLUTION, "Name Resolution" },
  { PKTMON_BLOCK_INTERFACE_STATISTICS, "Interface Statistics" },
  { PKTMON_BLOCK_ENHANCED_PACKET, "Enhanced Packet" },
  { 7, "IRIG Timestamp" },
  { 8, "ARINC 429 in AFDX Encapsulation Information" },
  { PKTMON_BLOCK_SYSTEMD_JOURNAL, "systemd Journal Export" },
  { PKTMON_BLOCK_DECRYPTION_SECRETS, "Decryption Secrets" },
  { PKTMON_BLOCK_CUSTOM, "Custom" },
  { PKTMON_BLOCK_CUSTOM_NO_COPY, "Custom, not to be copied" },
};

const char *
pktmon_block_get_name (guint32 type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].type == type)
      return names[i].name;
  return NULL;
}

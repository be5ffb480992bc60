/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethernet.h"

#define TAG_SIZE 4
#define HEADER_SIZE 18
#define SERVICE_MASK 0x00ffffff

static void
add_tree (PktmonDissection *self, gsize start, guint32 tag, const guint8 *addresses, guint16 type)
{
  pktmon_dissection_begin (self, "ieee8021ah", "IEEE 802.1ah", start, HEADER_SIZE);
  pktmon_dissection_add_u64 (self, "ieee8021ah.priority", "Priority", start, 1, tag >> 29);
  pktmon_dissection_add_u64 (self, "ieee8021ah.drop", "DROP", start, 1, tag >> 28 & 1);
  pktmon_dissection_add_u64 (self, "ieee8021ah.nca", "NCA", start, 1, tag >> 27 & 1);
  pktmon_dissection_add_u64 (self, "ieee8021ah.isid", "I-SID", start + 1, 3, tag & SERVICE_MASK);
  pktmon_dissection_add_mac (self, "ieee8021ah.cdst", "C-Destination", start + 4, addresses);
  pktmon_dissection_add_mac (self, "ieee8021ah.csrc", "C-Source", start + 10, addresses + 6);
  pktmon_ethernet_add_type (self, "ieee8021ah.etype", "ieee8021ah.len", start + 16, type);
  pktmon_dissection_end (self, start + HEADER_SIZE);
}

void
pktmon_dissect_backbone (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 tag = pktmon_bytes_be32 (bytes);
  const guint8 *addresses = pktmon_bytes_take (bytes, 12);
  guint16 type = pktmon_bytes_be16 (bytes);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "802.1ah");
  if (bytes->failed)
    return;
  pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_MAC, addresses + 6, addresses);
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "I-SID: ");
    pktmon_text_append_u64 (info, tag & SERVICE_MASK);
  }
  if (self->tree != NULL)
    add_tree (self, start, tag, addresses, type);
  pktmon_ethernet_follow (self, bytes, type);
}

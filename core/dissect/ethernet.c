/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ethernet.h"

#include "dissect/ethertype.h"
#include "dissect/layers.h"

/* The largest value of a length field (IEEE 802.3 clause 3.2.6). */
#define MAX_LENGTH 1500

#define HEADER_SIZE 14

void
pktmon_ethernet_add_type (PktmonDissection *self, const char *type_key, const char *length_key,
                          gsize start, guint16 type)
{
  if (type <= MAX_LENGTH)
    pktmon_dissection_add_u64 (self, length_key, "Length", start, 2, type);
  else
    pktmon_dissection_add_named_hex (self, type_key, "Type", start, 2, type,
                                     pktmon_ethertype_get_name (type));
}

void
pktmon_ethernet_follow (PktmonDissection *self, PktmonBytes *bytes, guint16 type)
{
  if (G_LIKELY (type > MAX_LENGTH)) {
    pktmon_ethertype_follow_frame (self, type);
    return;
  }
  pktmon_bytes_limit (bytes, type);
  self->next = pktmon_dissect_llc;
}

static void
add_tree (PktmonDissection *self, gsize start, const guint8 *addresses, guint16 type)
{
  pktmon_dissection_begin (self, "eth", type <= MAX_LENGTH ? "IEEE 802.3 Ethernet" : "Ethernet II",
                           start, HEADER_SIZE);
  pktmon_dissection_add_mac (self, "eth.dst", "Destination", start, addresses);
  pktmon_dissection_add_mac (self, "eth.src", "Source", start + 6, addresses + 6);
  pktmon_ethernet_add_type (self, "eth.type", "eth.len", start + 12, type);
  pktmon_dissection_end (self, start + HEADER_SIZE);
}

void
pktmon_ethernet_set_addresses (PktmonDissection *self, const guint8 *source,
                               const guint8 *destination)
{
  PktmonFields *fields = &self->summary->fields;

  pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_MAC, source, destination);
  if (fields->present & PKTMON_FIELD_ETH)
    return;
  fields->present |= PKTMON_FIELD_ETH;
  memcpy (fields->eth_src, source, 6);
  memcpy (fields->eth_dst, destination, 6);
}

void
pktmon_dissect_ethernet (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  const guint8 *addresses = pktmon_bytes_take (bytes, 12);
  guint16 type = pktmon_bytes_be16 (bytes);

  pktmon_dissection_set_protocol (self, "Ethernet");
  if (addresses == NULL)
    return;
  pktmon_ethernet_set_addresses (self, addresses + 6, addresses);
  if (bytes->failed)
    return;
  if (G_UNLIKELY (self->tree != NULL))
    add_tree (self, start, addresses, type);
  pktmon_ethernet_follow (self, bytes, type);
}

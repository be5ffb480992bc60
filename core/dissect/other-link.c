/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ethernet.h"
#include "dissect/ethertype.h"
#include "dissect/layers.h"

/* Link layers that are rare, each with little to show.
 * https://www.tcpdump.org/linktypes.html */

#define FDDI_LLC_MASK 0xf0
#define FDDI_LLC 0x50
#define ARCNET_IP_RFC1051 240
#define ARCNET_ARP_RFC1051 241
#define ARCNET_IP 212
#define ARCNET_ARP 213
#define ARCNET_EXCEPTION 0xff
#define INFINIBAND_GRH_SIZE 40
#define BRCM_TAG_SIZE 4

void
pktmon_dissect_fddi (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 control = pktmon_bytes_u8 (bytes);
  const guint8 *destination = pktmon_bytes_take (bytes, 6);
  const guint8 *source = pktmon_bytes_take (bytes, 6);

  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "FDDI");
  pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_MAC, source, destination);
  pktmon_dissection_begin (self, "fddi", "Fiber Distributed Data Interface", start, 13);
  pktmon_dissection_add_hex (self, "fddi.fc", "Frame control", start, 1, control);
  pktmon_dissection_add_mac (self, "fddi.dst", "Destination", start + 1, destination);
  pktmon_dissection_add_mac (self, "fddi.src", "Source", start + 7, source);
  pktmon_dissection_end (self, bytes->position);
  if ((control & FDDI_LLC_MASK) == FDDI_LLC)
    self->next = pktmon_dissect_llc;
}

/* Source, destination, an offset that the driver left there, protocol; those of RFC 1201 have split
 * flags and a sequence number. */
void
pktmon_dissect_arcnet_linux (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 protocol;

  pktmon_bytes_skip (bytes, 4);
  protocol = pktmon_bytes_u8 (bytes);
  if (protocol != ARCNET_IP_RFC1051 && protocol != ARCNET_ARP_RFC1051) {
    if (pktmon_bytes_u8 (bytes) == ARCNET_EXCEPTION)
      pktmon_bytes_skip (bytes, 4);
    pktmon_bytes_skip (bytes, 2);
  }
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "ARCNET");
  pktmon_dissection_begin (self, "arcnet", "ARCNET", start, bytes->position - start);
  pktmon_dissection_add_u64 (self, "arcnet.protID", "Protocol ID", start + 4, 1, protocol);
  pktmon_dissection_end (self, bytes->position);
  if (protocol == ARCNET_IP || protocol == ARCNET_IP_RFC1051)
    self->next = pktmon_dissect_ipv4;
  else if (protocol == ARCNET_ARP || protocol == ARCNET_ARP_RFC1051)
    self->next = pktmon_dissect_arp;
}

/* A global route header of the driver, then RFC 4391, section 6. */
void
pktmon_dissect_ipoib (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 type;

  pktmon_bytes_skip (bytes, INFINIBAND_GRH_SIZE);
  type = pktmon_bytes_be16 (bytes);
  pktmon_bytes_skip (bytes, 2);
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "IPoIB");
  pktmon_dissection_begin (self, "ipoib", "IP over InfiniBand", start, bytes->position - start);
  pktmon_dissection_add_named_hex (self, "ipoib.type", "Type", start + INFINIBAND_GRH_SIZE, 2, type,
                                   pktmon_ethertype_get_name (type));
  pktmon_dissection_end (self, bytes->position);
  pktmon_ethertype_follow_frame (self, type);
}

/* An Ethernet header with the tag of a Broadcom switch before its type. */
void
pktmon_dissect_brcm_tag (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  const guint8 *destination = pktmon_bytes_take (bytes, 6);
  const guint8 *source = pktmon_bytes_take (bytes, 6);
  guint32 tag = pktmon_bytes_be32 (bytes);
  guint16 type = pktmon_bytes_be16 (bytes);

  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "Ethernet");
  pktmon_ethernet_set_addresses (self, source, destination);
  pktmon_dissection_begin (self, "brcm_tag", "Ethernet with Broadcom tag", start,
                           bytes->position - start);
  pktmon_dissection_add_mac (self, "eth.dst", "Destination", start, destination);
  pktmon_dissection_add_mac (self, "eth.src", "Source", start + 6, source);
  pktmon_dissection_add_hex (self, "brcm.tag", "Broadcom tag", start + 12, BRCM_TAG_SIZE, tag);
  pktmon_dissection_add_named_hex (self, "eth.type", "Type", start + 16, 2, type,
                                   pktmon_ethertype_get_name (type));
  pktmon_dissection_end (self, bytes->position);
  pktmon_ethertype_follow_frame (self, type);
}

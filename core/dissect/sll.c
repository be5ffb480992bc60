/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethertype.h"

#define ADDRESS_SIZE 8

/* Hardware types for which the protocol field is no EtherType. */
#define HARDWARE_FRAME_RELAY 770
#define HARDWARE_RADIOTAP 803
#define HARDWARE_NETLINK 824

/* Values of the protocol field that are no EtherTypes (include/uapi/linux/if_ether.h). */
#define PROTOCOL_IPX 0x0001
#define PROTOCOL_LLC 0x0004

typedef struct {
  guint16 packet_type, hardware, address_length, protocol;
  const guint8 *address;
} Header;

static const char *
packet_type_name (guint16 type)
{
  static const char *const names[] = {
    "Unicast to us", "Broadcast", "Multicast", "Unicast to another host", "Sent by us",
  };

  return type < G_N_ELEMENTS (names) ? names[type] : NULL;
}

static void
follow (PktmonDissection *self, const Header *header)
{
  if (header->hardware == HARDWARE_RADIOTAP)
    self->next = pktmon_dissect_radiotap;
  else if (header->hardware == HARDWARE_NETLINK || header->hardware == HARDWARE_FRAME_RELAY)
    self->next = pktmon_dissect_data;
  else if (header->protocol >= PKTMON_ETHERTYPE_FIRST)
    pktmon_ethertype_follow_frame (self, header->protocol);
  else if (header->protocol == PROTOCOL_LLC)
    self->next = pktmon_dissect_llc;
  else {
    if (header->protocol == PROTOCOL_IPX)
      pktmon_dissection_set_protocol (self, "IPX");
    self->next = pktmon_dissect_data;
  }
}

static void
put_columns (PktmonDissection *self, const Header *header)
{
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "SLL");
  if (header->address_length == 6)
    pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_MAC, header->address, NULL);
  info = pktmon_dissection_get_info (self);
  if (info != NULL && packet_type_name (header->packet_type) != NULL)
    pktmon_text_append (info, packet_type_name (header->packet_type));
}

static void
add_packet_type (PktmonDissection *self, gsize start, gsize length, const Header *header)
{
  pktmon_dissection_add_named (self, "sll.pkttype", "Packet type", start, length,
                               header->packet_type, packet_type_name (header->packet_type));
}

static void
add_address (PktmonDissection *self, gsize start, const Header *header)
{
  if (header->address_length == 6)
    pktmon_dissection_add_mac (self, "sll.src.eth", "Source", start, header->address);
}

static void
add_protocol (PktmonDissection *self, gsize start, const Header *header)
{
  pktmon_dissection_add_named_hex (self, "sll.etype", "Protocol", start, 2, header->protocol,
                                   pktmon_ethertype_get_name (header->protocol));
}

void
pktmon_dissect_sll (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Header header;

  header.packet_type = pktmon_bytes_be16 (bytes);
  header.hardware = pktmon_bytes_be16 (bytes);
  header.address_length = pktmon_bytes_be16 (bytes);
  header.address = pktmon_bytes_take (bytes, ADDRESS_SIZE);
  header.protocol = pktmon_bytes_be16 (bytes);
  if (bytes->failed) {
    pktmon_dissection_set_protocol (self, "SLL");
    return;
  }
  put_columns (self, &header);
  if (self->tree != NULL) {
    pktmon_dissection_begin (self, "sll", "Linux cooked capture v1", start, 16);
    add_packet_type (self, start, 2, &header);
    pktmon_dissection_add_u64 (self, "sll.hatype", "Link-layer address type", start + 2, 2,
                               header.hardware);
    pktmon_dissection_add_u64 (self, "sll.halen", "Link-layer address length", start + 4, 2,
                               header.address_length);
    add_address (self, start + 6, &header);
    add_protocol (self, start + 14, &header);
    pktmon_dissection_end (self, bytes->position);
  }
  follow (self, &header);
}

void
pktmon_dissect_sll2 (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 reserved;
  guint32 interface;
  Header header;

  header.protocol = pktmon_bytes_be16 (bytes);
  reserved = pktmon_bytes_be16 (bytes);
  interface = pktmon_bytes_be32 (bytes);
  header.hardware = pktmon_bytes_be16 (bytes);
  header.packet_type = pktmon_bytes_u8 (bytes);
  header.address_length = pktmon_bytes_u8 (bytes);
  header.address = pktmon_bytes_take (bytes, ADDRESS_SIZE);
  if (bytes->failed) {
    pktmon_dissection_set_protocol (self, "SLL");
    return;
  }
  put_columns (self, &header);
  if (self->tree != NULL) {
    pktmon_dissection_begin (self, "sll", "Linux cooked capture v2", start, 20);
    add_protocol (self, start, &header);
    pktmon_dissection_add_hex (self, "sll.reserved", "Reserved", start + 2, 2, reserved);
    pktmon_dissection_add_u64 (self, "sll.ifindex", "Interface index", start + 4, 4, interface);
    pktmon_dissection_add_u64 (self, "sll.hatype", "Link-layer address type", start + 8, 2,
                               header.hardware);
    add_packet_type (self, start + 10, 1, &header);
    pktmon_dissection_add_u64 (self, "sll.halen", "Link-layer address length", start + 11, 1,
                               header.address_length);
    add_address (self, start + 12, &header);
    pktmon_dissection_end (self, bytes->position);
  }
  follow (self, &header);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethertype.h"

#define HARDWARE_ETHERNET 1

enum {
  REQUEST = 1,
  REPLY,
  REVERSE_REQUEST,
  REVERSE_REPLY,
  INVERSE_REQUEST = 8,
  INVERSE_REPLY,
};

typedef struct {
  guint16 hardware, protocol, operation;
  guint8 hardware_size, protocol_size;
  const guint8 *source_hardware, *source_protocol;
  const guint8 *target_hardware, *target_protocol;
} Packet;

static gboolean
has_mac (const Packet *packet)
{
  return packet->hardware_size == 6;
}

static gboolean
has_ipv4 (const Packet *packet)
{
  return packet->protocol == PKTMON_ETHERTYPE_IPV4 && packet->protocol_size == 4;
}

static void
append_hardware (PktmonText *text, const Packet *packet, const guint8 *address)
{
  if (has_mac (packet))
    pktmon_text_append_mac (text, address);
  else if (packet->hardware_size > 0)
    pktmon_text_append_bytes (text, address, packet->hardware_size);
  else
    pktmon_text_append (text, "<No address>");
}

static void
append_protocol (PktmonText *text, const Packet *packet, const guint8 *address)
{
  if (has_ipv4 (packet))
    pktmon_text_append_ipv4 (text, address);
  else if (packet->protocol_size > 0)
    pktmon_text_append_bytes (text, address, packet->protocol_size);
  else
    pktmon_text_append (text, "<No address>");
}

/* The sender asks for, or tells, the address that it has itself (RFC 5227 section 1.1). */
static gboolean
is_gratuitous (const Packet *packet)
{
  return (packet->operation == REQUEST || packet->operation == REPLY) &&
         memcmp (packet->source_protocol, packet->target_protocol, packet->protocol_size) == 0;
}

static gboolean
is_probe (const Packet *packet)
{
  static const guint8 nothing[4];

  return packet->operation == REQUEST && has_ipv4 (packet) &&
         memcmp (packet->source_protocol, nothing, 4) == 0;
}

static void
write_request (PktmonText *info, const Packet *packet)
{
  if (is_gratuitous (packet)) {
    pktmon_text_append (info, "ARP Announcement for ");
    append_protocol (info, packet, packet->target_protocol);
    return;
  }
  pktmon_text_append (info, "Who has ");
  append_protocol (info, packet, packet->target_protocol);
  if (is_probe (packet)) {
    pktmon_text_append (info, "? (ARP Probe)");
    return;
  }
  pktmon_text_append (info, "? Tell ");
  append_protocol (info, packet, packet->source_protocol);
}

static void
write_reply (PktmonText *info, const Packet *packet)
{
  if (is_gratuitous (packet)) {
    pktmon_text_append (info, "Gratuitous ARP for ");
    append_protocol (info, packet, packet->source_protocol);
    pktmon_text_append (info, " (Reply)");
    return;
  }
  append_protocol (info, packet, packet->source_protocol);
  pktmon_text_append (info, " is at ");
  append_hardware (info, packet, packet->source_hardware);
}

static void
write_info (PktmonText *info, const Packet *packet)
{
  switch (packet->operation) {
  case REQUEST:
    write_request (info, packet);
    break;
  case REPLY:
    write_reply (info, packet);
    break;
  case REVERSE_REQUEST:
  case INVERSE_REQUEST:
    pktmon_text_append (info, "Who is ");
    append_hardware (info, packet, packet->target_hardware);
    pktmon_text_append (info, "? Tell ");
    append_hardware (info, packet, packet->source_hardware);
    break;
  case REVERSE_REPLY:
    append_hardware (info, packet, packet->target_hardware);
    pktmon_text_append (info, " is at ");
    append_protocol (info, packet, packet->target_protocol);
    break;
  case INVERSE_REPLY:
    append_hardware (info, packet, packet->source_hardware);
    pktmon_text_append (info, " is at ");
    append_protocol (info, packet, packet->source_protocol);
    break;
  default:
    pktmon_text_append (info, "Unknown ARP opcode ");
    pktmon_text_append_hex (info, packet->operation, 4);
    break;
  }
}

static const char *
protocol_name (guint16 operation)
{
  switch (operation) {
  case REVERSE_REQUEST:
  case REVERSE_REPLY:
    return "RARP";
  case INVERSE_REQUEST:
  case INVERSE_REPLY:
    return "Inverse ARP";
  default:
    return "ARP";
  }
}

static const char *
operation_name (guint16 operation)
{
  static const char *const names[] = {
    [REQUEST] = "request",
    [REPLY] = "reply",
    [REVERSE_REQUEST] = "reverse request",
    [REVERSE_REPLY] = "reverse reply",
    [INVERSE_REQUEST] = "inverse request",
    [INVERSE_REPLY] = "inverse reply",
  };

  return operation < G_N_ELEMENTS (names) ? names[operation] : NULL;
}

static void
add_hardware (PktmonDissection *self, const Packet *packet, gboolean is_source, gsize start)
{
  const guint8 *address = is_source ? packet->source_hardware : packet->target_hardware;
  char buffer[64];
  PktmonText text;

  if (has_mac (packet)) {
    pktmon_dissection_add_mac (self, is_source ? "arp.src.hw_mac" : "arp.dst.hw_mac",
                               is_source ? "Sender MAC address" : "Target MAC address", start,
                               address);
    return;
  }
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_bytes (&text, address, packet->hardware_size);
  pktmon_dissection_add_text (self, is_source ? "arp.src.hw" : "arp.dst.hw",
                              is_source ? "Sender hardware address" : "Target hardware address",
                              start, packet->hardware_size, buffer);
}

static void
add_protocol (PktmonDissection *self, const Packet *packet, gboolean is_source, gsize start)
{
  const guint8 *address = is_source ? packet->source_protocol : packet->target_protocol;
  char buffer[64];
  PktmonText text;

  if (has_ipv4 (packet)) {
    pktmon_dissection_add_ipv4 (self, is_source ? "arp.src.proto_ipv4" : "arp.dst.proto_ipv4",
                                is_source ? "Sender IP address" : "Target IP address", start,
                                address);
    return;
  }
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_bytes (&text, address, packet->protocol_size);
  pktmon_dissection_add_text (self, is_source ? "arp.src.proto" : "arp.dst.proto",
                              is_source ? "Sender protocol address" : "Target protocol address",
                              start, packet->protocol_size, buffer);
}

static void
add_tree (PktmonDissection *self, gsize start, gsize end, const Packet *packet)
{
  gsize at = start + 8;
  gsize pair = (gsize) packet->hardware_size + packet->protocol_size;

  pktmon_dissection_begin (self, "arp", "Address Resolution Protocol", start, end - start);
  pktmon_dissection_add_named (self, "arp.hw.type", "Hardware type", start, 2, packet->hardware,
                               packet->hardware == HARDWARE_ETHERNET ? "Ethernet" : NULL);
  pktmon_dissection_add_named_hex (self, "arp.proto.type", "Protocol type", start + 2, 2,
                                   packet->protocol, pktmon_ethertype_get_name (packet->protocol));
  pktmon_dissection_add_u64 (self, "arp.hw.size", "Hardware size", start + 4, 1,
                             packet->hardware_size);
  pktmon_dissection_add_u64 (self, "arp.proto.size", "Protocol size", start + 5, 1,
                             packet->protocol_size);
  pktmon_dissection_add_named (self, "arp.opcode", "Opcode", start + 6, 2, packet->operation,
                               operation_name (packet->operation));
  add_hardware (self, packet, TRUE, at);
  add_protocol (self, packet, TRUE, at + packet->hardware_size);
  add_hardware (self, packet, FALSE, at + pair);
  add_protocol (self, packet, FALSE, at + pair + packet->hardware_size);
  pktmon_dissection_end (self, end);
}

void
pktmon_dissect_arp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Packet packet;
  PktmonText *info;

  packet.hardware = pktmon_bytes_be16 (bytes);
  packet.protocol = pktmon_bytes_be16 (bytes);
  packet.hardware_size = pktmon_bytes_u8 (bytes);
  packet.protocol_size = pktmon_bytes_u8 (bytes);
  packet.operation = pktmon_bytes_be16 (bytes);
  packet.source_hardware = pktmon_bytes_take (bytes, packet.hardware_size);
  packet.source_protocol = pktmon_bytes_take (bytes, packet.protocol_size);
  packet.target_hardware = pktmon_bytes_take (bytes, packet.hardware_size);
  packet.target_protocol = pktmon_bytes_take (bytes, packet.protocol_size);
  pktmon_dissection_set_protocol (self, protocol_name (packet.operation));
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, &packet);
  if (self->tree != NULL)
    add_tree (self, start, bytes->position, &packet);
}

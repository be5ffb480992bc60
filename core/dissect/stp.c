/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#define TYPE_CONFIGURATION 0x00
#define TYPE_RAPID 0x02
#define TYPE_TOPOLOGY_CHANGE 0x80

#define FLAG_TOPOLOGY_CHANGE 0x01

#define VERSION_MULTIPLE 3
#define VERSION_SHORTEST_PATH 4

/* Times are in 1/256 seconds. */
#define TICKS 256

typedef struct {
  guint8 flags;
  guint64 root, bridge; /* 16 bits of priority, 48 of address */
  guint32 cost;
  guint16 port;
  guint16 message_age, max_age, hello_time, forward_delay;
} Configuration;

static const char *
type_name (guint8 type, guint8 version)
{
  switch (type) {
  case TYPE_CONFIGURATION:
    return "Conf. ";
  case TYPE_TOPOLOGY_CHANGE:
    return "Topology Change Notification";
  case TYPE_RAPID:
    return version == VERSION_MULTIPLE        ? "MST. "
           : version == VERSION_SHORTEST_PATH ? "SPT. "
                                              : "RST. ";
  default:
    return "Unknown BPDU type";
  }
}

static void
mac_of (guint64 identifier, guint8 mac[6])
{
  for (guint i = 0; i < 6; i++)
    mac[i] = (guint8) (identifier >> (40 - 8 * i));
}

static void
write_info (PktmonText *info, const Configuration *bpdu)
{
  guint8 mac[6];

  mac_of (bpdu->root, mac);
  if ((bpdu->flags & FLAG_TOPOLOGY_CHANGE) != 0)
    pktmon_text_append (info, "TC + ");
  pktmon_text_append (info, "Root = ");
  pktmon_text_append_u64 (info, bpdu->root >> 48 & 0xf000);
  pktmon_text_append_char (info, '/');
  pktmon_text_append_u64 (info, bpdu->root >> 48 & 0x0fff);
  pktmon_text_append_char (info, '/');
  pktmon_text_append_mac (info, mac);
  pktmon_text_append (info, "  Cost = ");
  pktmon_text_append_u64 (info, bpdu->cost);
  pktmon_text_append (info, "  Port = ");
  pktmon_text_append_hex (info, bpdu->port, 4);
}

static void
add_seconds (PktmonDissection *self, const char *key, const char *name, gsize start, guint16 ticks)
{
  char buffer[32];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_u64 (&text, ticks / TICKS);
  if (ticks % TICKS != 0)
    pktmon_text_append_printf (&text, ".%03u", ticks % TICKS * 1000u / TICKS);
  pktmon_text_append (&text, " s");
  pktmon_dissection_add_text (self, key, name, start, 2, buffer);
}

static void
add_identifier (PktmonDissection *self, gboolean is_root, gsize start, guint64 identifier)
{
  guint8 mac[6];

  mac_of (identifier, mac);
  pktmon_dissection_add_u64 (self, is_root ? "stp.root.prio" : "stp.bridge.prio",
                             is_root ? "Root Bridge Priority" : "Bridge Priority", start, 2,
                             identifier >> 48 & 0xf000);
  pktmon_dissection_add_u64 (self, is_root ? "stp.root.ext" : "stp.bridge.ext",
                             is_root ? "Root Bridge System ID Extension"
                                     : "Bridge System ID Extension",
                             start, 2, identifier >> 48 & 0x0fff);
  pktmon_dissection_add_mac (self, is_root ? "stp.root.hw" : "stp.bridge.hw",
                             is_root ? "Root Bridge System ID" : "Bridge System ID", start + 2,
                             mac);
}

static void
add_tree (PktmonDissection *self, gsize start, const Configuration *bpdu)
{
  pktmon_dissection_add_hex (self, "stp.flags", "BPDU flags", start, 1, bpdu->flags);
  add_identifier (self, TRUE, start + 1, bpdu->root);
  pktmon_dissection_add_u64 (self, "stp.root.cost", "Root Path Cost", start + 9, 4, bpdu->cost);
  add_identifier (self, FALSE, start + 13, bpdu->bridge);
  pktmon_dissection_add_hex (self, "stp.port", "Port identifier", start + 21, 2, bpdu->port);
  add_seconds (self, "stp.msg_age", "Message Age", start + 23, bpdu->message_age);
  add_seconds (self, "stp.max_age", "Max Age", start + 25, bpdu->max_age);
  add_seconds (self, "stp.hello", "Hello Time", start + 27, bpdu->hello_time);
  add_seconds (self, "stp.forward", "Forward Delay", start + 29, bpdu->forward_delay);
}

static void
dissect_configuration (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonText *info = pktmon_dissection_get_info (self);
  Configuration bpdu;

  bpdu.flags = pktmon_bytes_u8 (bytes);
  bpdu.root = pktmon_bytes_be64 (bytes);
  bpdu.cost = pktmon_bytes_be32 (bytes);
  bpdu.bridge = pktmon_bytes_be64 (bytes);
  bpdu.port = pktmon_bytes_be16 (bytes);
  bpdu.message_age = pktmon_bytes_be16 (bytes);
  bpdu.max_age = pktmon_bytes_be16 (bytes);
  bpdu.hello_time = pktmon_bytes_be16 (bytes);
  bpdu.forward_delay = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  if (info != NULL)
    write_info (info, &bpdu);
  if (self->tree != NULL)
    add_tree (self, start, &bpdu);
}

void
pktmon_dissect_stp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 protocol = pktmon_bytes_be16 (bytes);
  guint8 version = pktmon_bytes_u8 (bytes);
  guint8 type = pktmon_bytes_u8 (bytes);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "STP");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, type_name (type, version));
  pktmon_dissection_begin (self, "stp", "Spanning Tree Protocol", start, 4);
  pktmon_dissection_add_hex (self, "stp.protocol", "Protocol Identifier", start, 2, protocol);
  pktmon_dissection_add_u64 (self, "stp.version", "Protocol Version Identifier", start + 2, 1,
                             version);
  pktmon_dissection_add_hex (self, "stp.type", "BPDU Type", start + 3, 1, type);
  if (type == TYPE_CONFIGURATION || type == TYPE_RAPID)
    dissect_configuration (self, bytes);
  pktmon_dissection_end (self, bytes->position);
}

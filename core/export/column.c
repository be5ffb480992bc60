/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/column.h"

#include "pcapng/format.h"
#include "pcapng/stack-event.h"

/* The longest value that goes through PktmonText. */
#define MAX_VALUE 64

static void
append_time (PktmonLineBuffer *buffer, const PktmonLine *line)
{
  PktmonText text = pktmon_line_buffer_begin_text (buffer, MAX_VALUE);

  pktmon_time_append_epoch (&text, line->time, 9);
  pktmon_line_buffer_end_text (buffer, &text);
}

static const char *
get_interface_name (const PktmonLine *line, gsize *size)
{
  const char *name = line->packet->interface->name;

  *size = name != NULL ? strlen (name) : 0;
  return name;
}

static const char *
get_protocol (const PktmonLine *line, gsize *size)
{
  *size = strlen (line->summary->protocol);
  return line->summary->protocol;
}

static const char *
get_info (const PktmonLine *line, gsize *size)
{
  *size = line->summary->info_length;
  return line->summary->info;
}

static void
append_journey (PktmonLineBuffer *buffer, const PktmonLine *line)
{
  guint64 id = pktmon_packet_get_id (line->packet);

  if (id != 0)
    pktmon_line_buffer_append_u64 (buffer, id);
}

static void
append_appearance (PktmonLineBuffer *buffer, const PktmonLine *line)
{
  PktmonStackEvent event;

  if (pktmon_stack_event_find (line->packet, &event))
    pktmon_line_buffer_append_u64 (buffer, event.appearance);
}

static void
append_process (PktmonLineBuffer *buffer, const PktmonLine *line)
{
  PktmonStackEvent event;

  if (pktmon_stack_event_find (line->packet, &event) && event.process != 0)
    pktmon_line_buffer_append_u64 (buffer, event.process);
}

/* A text of what was seen at a stack point; NULL when it is empty. */
static const char *
get_stack_text (const PktmonLine *line, PktmonStackText which, gsize *size)
{
  PktmonStackEvent event;

  if (!pktmon_stack_event_find (line->packet, &event) || event.texts[which].size == 0)
    return NULL;
  *size = event.texts[which].size;
  return event.texts[which].data;
}

static const char *
get_drop_reason (const PktmonLine *line, gsize *size)
{
  return get_stack_text (line, PKTMON_STACK_REASON, size);
}

static const char *
get_drop_location (const PktmonLine *line, gsize *size)
{
  return get_stack_text (line, PKTMON_STACK_LOCATION, size);
}

static const char *
get_drop_hook (const PktmonLine *line, gsize *size)
{
  return get_stack_text (line, PKTMON_STACK_HOOK, size);
}

static const char *
get_process_name (const PktmonLine *line, gsize *size)
{
  return get_stack_text (line, PKTMON_STACK_PROCESS, size);
}

/* A function that appends one number, or one address. */
#define NUMBER(name, expression)                                                                   \
  static void append_##name (PktmonLineBuffer *buffer, const PktmonLine *line)                     \
  {                                                                                                \
    pktmon_line_buffer_append_u64 (buffer, line->expression);                                      \
  }
#define ADDRESS(name, type)                                                                        \
  static void append_##name (PktmonLineBuffer *buffer, const PktmonLine *line)                     \
  {                                                                                                \
    PktmonText text = pktmon_line_buffer_begin_text (buffer, MAX_VALUE);                           \
                                                                                                   \
    pktmon_text_append_##type (&text, line->summary->fields.name);                                 \
    pktmon_line_buffer_end_text (buffer, &text);                                                   \
  }

NUMBER (number, number)
NUMBER (length, packet->length)
NUMBER (captured, packet->captured)
NUMBER (vlan_id, summary->fields.vlan_id)
NUMBER (ip_proto, summary->fields.ip_proto)
NUMBER (ip_dscp, summary->fields.ip_dscp)
NUMBER (tcp_srcport, summary->fields.tcp_srcport)
NUMBER (tcp_dstport, summary->fields.tcp_dstport)
NUMBER (tcp_flags, summary->fields.tcp_flags)
NUMBER (udp_srcport, summary->fields.udp_srcport)
NUMBER (udp_dstport, summary->fields.udp_dstport)
ADDRESS (eth_src, mac)
ADDRESS (eth_dst, mac)
ADDRESS (ip_src, ipv4)
ADDRESS (ip_dst, ipv4)
ADDRESS (ipv6_src, ipv6)
ADDRESS (ipv6_dst, ipv6)

#define KEY(name) .key = name, .key_size = sizeof name - 1

static const PktmonColumn columns[] = {
  { KEY ("frame.number"), PKTMON_COLUMN_NUMBER, 0, append_number },
  { KEY ("frame.time_epoch"), PKTMON_COLUMN_PLAIN, 0, append_time },
  { KEY ("frame.len"), PKTMON_COLUMN_NUMBER, 0, append_length },
  { KEY ("frame.cap_len"), PKTMON_COLUMN_NUMBER, 0, append_captured },
  { KEY ("frame.interface_name"), PKTMON_COLUMN_TEXT, 0, NULL, get_interface_name },
  { KEY ("eth.src"), PKTMON_COLUMN_PLAIN, PKTMON_FIELD_ETH, append_eth_src },
  { KEY ("eth.dst"), PKTMON_COLUMN_PLAIN, PKTMON_FIELD_ETH, append_eth_dst },
  { KEY ("vlan.id"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_VLAN, append_vlan_id },
  { KEY ("ip.src"), PKTMON_COLUMN_PLAIN, PKTMON_FIELD_IP, append_ip_src },
  { KEY ("ip.dst"), PKTMON_COLUMN_PLAIN, PKTMON_FIELD_IP, append_ip_dst },
  { KEY ("ipv6.src"), PKTMON_COLUMN_PLAIN, PKTMON_FIELD_IPV6, append_ipv6_src },
  { KEY ("ipv6.dst"), PKTMON_COLUMN_PLAIN, PKTMON_FIELD_IPV6, append_ipv6_dst },
  { KEY ("ip.proto"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_IP_PROTO, append_ip_proto },
  { KEY ("ip.dsfield.dscp"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_IP_DSCP, append_ip_dscp },
  { KEY ("tcp.srcport"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_TCP_PORTS, append_tcp_srcport },
  { KEY ("tcp.dstport"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_TCP_PORTS, append_tcp_dstport },
  { KEY ("tcp.flags"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_TCP_FLAGS, append_tcp_flags },
  { KEY ("udp.srcport"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_UDP_PORTS, append_udp_srcport },
  { KEY ("udp.dstport"), PKTMON_COLUMN_NUMBER, PKTMON_FIELD_UDP_PORTS, append_udp_dstport },
  { KEY ("journey.id"), PKTMON_COLUMN_NUMBER, 0, append_journey },
  { KEY ("journey.appearance"), PKTMON_COLUMN_NUMBER, 0, append_appearance },
  { KEY ("drop.reason"), PKTMON_COLUMN_TEXT, 0, NULL, get_drop_reason },
  { KEY ("drop.location"), PKTMON_COLUMN_TEXT, 0, NULL, get_drop_location },
  { KEY ("drop.hook"), PKTMON_COLUMN_TEXT, 0, NULL, get_drop_hook },
  { KEY ("process.name"), PKTMON_COLUMN_TEXT, 0, NULL, get_process_name },
  { KEY ("process.pid"), PKTMON_COLUMN_NUMBER, 0, append_process },
  { KEY ("protocol"), PKTMON_COLUMN_TEXT, 0, NULL, get_protocol },
  { KEY ("info"), PKTMON_COLUMN_TEXT, 0, NULL, get_info },
};

const PktmonColumn *
pktmon_column_get_all (guint *n_columns)
{
  *n_columns = G_N_ELEMENTS (columns);
  return columns;
}

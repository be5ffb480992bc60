/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/packet-filter.h"

#include <string.h>

#include "export/field-filter.h"

/* Protocols that the language knows by name: the layer that they are, and the name. */
static const struct {
  const char *protocol;
  const char *layer;
  const char *name;
} named[] = {
  { "ARP", "arp", "arp" },         { "RARP", "arp", "rarp" }, { "ICMP", "icmp", "icmp" },
  { "ICMPv6", "icmpv6", "icmp6" }, { "TCP", "tcp", "tcp" },   { "UDP", "udp", "udp" },
  { "SCTP", "sctp", "sctp" },
};

/* How the language calls a kind of address, and which layer has it. */
static const struct {
  const char *layer;
  const char *prefix;
  const char *host;
} kinds[] = {
  [PKTMON_ADDRESS_MAC] = { "eth", "ether ", "" },
  [PKTMON_ADDRESS_IPV4] = { "ip", "ip ", "host " },
  [PKTMON_ADDRESS_IPV6] = { "ipv6", "ip6 ", "host " },
};

/* Takes @question, which is about the layer @key. When there are several, libpcap sees another one
 * than the columns show. */
static char *
ask (const PktmonFieldTree *tree, const char *key, char *question)
{
  g_autofree char *owned = question;
  guint layer = 0, found = 0;

  for (guint i = 0; i < pktmon_field_tree_get_size (tree); i = pktmon_field_tree_get_end (tree, i))
    if (g_strcmp0 (pktmon_field_tree_get (tree, i)->key, key) == 0) {
      layer = i;
      found++;
    }
  return found == 1 ? pktmon_field_filter_new_for_layer (tree, layer, owned) : NULL;
}

static void
append_address (GString *question, const PktmonAddress *address)
{
  char buffer[PKTMON_ADDRESS_TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_address_append (address, &text);
  g_string_append (question, buffer);
}

/* Whether the columns show the addresses of the packet's first header that has such, as libpcap
 * looks for them there: not those of a packet in a packet. */
static gboolean
is_outermost (const PktmonSummary *summary)
{
  const PktmonFields *fields = &summary->fields;
  PktmonFieldSet ip = fields->present & (PKTMON_FIELD_IP | PKTMON_FIELD_IPV6);
  const guint8 *source = summary->source.bytes, *destination = summary->destination.bytes;

  switch (summary->source.kind) {
  case PKTMON_ADDRESS_MAC:
    return memcmp (source, fields->eth_src, 6) == 0 &&
           memcmp (destination, fields->eth_dst, 6) == 0;
  case PKTMON_ADDRESS_IPV4:
    return ip == PKTMON_FIELD_IP && memcmp (source, fields->ip_src, 4) == 0 &&
           memcmp (destination, fields->ip_dst, 4) == 0;
  case PKTMON_ADDRESS_IPV6:
    return ip == PKTMON_FIELD_IPV6 && memcmp (source, fields->ipv6_src, 16) == 0 &&
           memcmp (destination, fields->ipv6_dst, 16) == 0;
  case PKTMON_ADDRESS_NONE:
  default:
    return FALSE;
  }
}

static char *
filter_address (const PktmonFieldTree *tree, const PktmonAddress *address, const char *direction)
{
  GString *question = g_string_new (kinds[address->kind].prefix);

  g_string_append_printf (question, "%s %s", direction, kinds[address->kind].host);
  append_address (question, address);
  return ask (tree, kinds[address->kind].layer, g_string_free (question, FALSE));
}

/* The layer with the ports, and the ports; NULL without any. */
static const char *
get_ports (const PktmonSummary *summary, guint ports[2])
{
  const PktmonFields *fields = &summary->fields;

  if ((fields->present & PKTMON_FIELD_TCP_PORTS) != 0) {
    ports[0] = fields->tcp_srcport;
    ports[1] = fields->tcp_dstport;
    return "tcp";
  }
  if ((fields->present & PKTMON_FIELD_UDP_PORTS) != 0) {
    ports[0] = fields->udp_srcport;
    ports[1] = fields->udp_dstport;
    return "udp";
  }
  return NULL;
}

/* An application's protocol is told by the lower port, which is the server's. */
static char *
filter_protocol (const PktmonFieldTree *tree, const PktmonSummary *summary)
{
  guint ports[2] = { 0 };
  const char *transport = get_ports (summary, ports);

  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    if (g_str_equal (named[i].protocol, summary->protocol))
      return ask (tree, named[i].layer, g_strdup (named[i].name));
  if (transport == NULL)
    return NULL;
  return ask (tree, transport, g_strdup_printf ("%s port %u", transport, MIN (ports[0], ports[1])));
}

static char *
filter_conversation (const PktmonFieldTree *tree, const PktmonSummary *summary)
{
  PktmonAddressKind kind = summary->source.kind;
  guint ports[2] = { 0 };
  const char *transport = get_ports (summary, ports);
  GString *question;

  question = g_string_new (kinds[kind].prefix);
  g_string_append (question, "host ");
  append_address (question, &summary->source);
  g_string_append_printf (question, " and %shost ", kinds[kind].prefix);
  append_address (question, &summary->destination);
  if (transport == NULL || kind == PKTMON_ADDRESS_MAC)
    return ask (tree, kinds[kind].layer, g_string_free (question, FALSE));
  g_string_append_printf (question, " and %s port %u and %s port %u", transport, ports[0],
                          transport, ports[1]);
  return ask (tree, transport, g_string_free (question, FALSE));
}

char *
pktmon_packet_filter_new (const PktmonPacket *packet, const PktmonSummary *summary,
                          PktmonPacketFilter filter)
{
  g_autoptr (PktmonFieldTree) tree = pktmon_field_tree_new (
      packet->interface->link_type, packet->data, packet->captured, packet->length);

  if (filter == PKTMON_PACKET_FILTER_LENGTH)
    return g_strdup_printf ("len = %u", packet->length);
  if (filter != PKTMON_PACKET_FILTER_PROTOCOL &&
      (summary->source.kind != summary->destination.kind || !is_outermost (summary)))
    return NULL;
  switch (filter) {
  case PKTMON_PACKET_FILTER_SOURCE:
    return filter_address (tree, &summary->source, "src");
  case PKTMON_PACKET_FILTER_DESTINATION:
    return filter_address (tree, &summary->destination, "dst");
  case PKTMON_PACKET_FILTER_PROTOCOL:
    return filter_protocol (tree, summary);
  case PKTMON_PACKET_FILTER_CONVERSATION:
  case PKTMON_PACKET_FILTER_LENGTH:
  default:
    return filter_conversation (tree, summary);
  }
}

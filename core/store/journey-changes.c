/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journey-changes.h"

#include <string.h>

#include "base/i18n.h"
#include "constraint/fields.h"
#include "pcapng/stack-event.h"

#define LINK_ETHERNET 1
#define ETHERNET_SIZE 14u
#define TAG_SIZE 4u

#define PROTOCOL_GRE 47

/* --- Tunnels --- */

static gboolean
has (const PktmonAppearance *self, PktmonFieldSet fields)
{
  return (self->summary.fields.present & fields) != 0;
}

/* The outermost IP header is an IPv6 one: of two kinds, the innermost is the other. */
static gboolean
is_outside_ipv6 (const PktmonAppearance *self)
{
  if (has (self, PKTMON_FIELD_IP) && has (self, PKTMON_FIELD_IPV6))
    return self->summary.source.kind == PKTMON_ADDRESS_IPV4;
  return has (self, PKTMON_FIELD_IPV6);
}

/* @destination: that instead of the source. */
static PktmonAddress
get_outside (const PktmonAppearance *self, gboolean destination)
{
  const PktmonFields *fields = &self->summary.fields;
  PktmonAddress address = { 0 };

  if (is_outside_ipv6 (self)) {
    address.kind = PKTMON_ADDRESS_IPV6;
    memcpy (address.bytes, destination ? fields->ipv6_dst : fields->ipv6_src, 16);
  } else if (has (self, PKTMON_FIELD_IP)) {
    address.kind = PKTMON_ADDRESS_IPV4;
    memcpy (address.bytes, destination ? fields->ip_dst : fields->ip_src, 4);
  }
  return address;
}

static gboolean
is_ip (const PktmonAddress *address)
{
  return address->kind == PKTMON_ADDRESS_IPV4 || address->kind == PKTMON_ADDRESS_IPV6;
}

/* Both of IP. Behind an IPv4 address there may be bytes of anything. */
static gboolean
is_same (const PktmonAddress *a, const PktmonAddress *b)
{
  gsize size = a->kind == PKTMON_ADDRESS_IPV4 ? 4 : 16;

  return a->kind == b->kind && memcmp (a->bytes, b->bytes, size) == 0;
}

/* Whether its innermost addresses are others than its outermost ones. */
static gboolean
is_in_tunnel (const PktmonAppearance *self)
{
  PktmonAddress source = get_outside (self, FALSE);
  PktmonAddress destination = get_outside (self, TRUE);

  return is_ip (&self->summary.source) && is_ip (&source) &&
         !(is_same (&source, &self->summary.source) &&
           is_same (&destination, &self->summary.destination));
}

static const char *
get_tunnel_name (const PktmonAppearance *self)
{
  const PktmonFields *fields = &self->summary.fields;

  if (has (self, PKTMON_FIELD_UDP_PORTS) && fields->udp_dstport == PKTMON_VXLAN_PORT)
    return "VXLAN";
  if (has (self, PKTMON_FIELD_UDP_PORTS) && fields->udp_dstport == PKTMON_GENEVE_PORT)
    return "Geneve";
  if (has (self, PKTMON_FIELD_IP_PROTO) && fields->ip_proto == PROTOCOL_GRE)
    return "GRE";
  return "IP";
}

/* --- Values: each appends nothing where it is not known --- */

static gboolean
has_link (const PktmonAppearance *self)
{
  return self->link_type == LINK_ETHERNET && has (self, PKTMON_FIELD_ETH) &&
         (self->flags & PKTMON_STACK_MADE_UP) == 0;
}

static void
append_namespace (PktmonText *text, const PktmonAppearance *self)
{
  if (self->network_namespace != 0)
    pktmon_text_append_u64 (text, self->network_namespace);
}

static void
append_interface (PktmonText *text, const PktmonAppearance *self)
{
  pktmon_text_append (text, self->device);
}

static void
append_tunnel (PktmonText *text, const PktmonAppearance *self)
{
  PktmonAddress source = get_outside (self, FALSE);
  PktmonAddress destination = get_outside (self, TRUE);

  if (!is_in_tunnel (self)) {
    if (is_ip (&source))
      pktmon_text_append (text, _ ("no tunnel"));
    return;
  }
  pktmon_text_append (text, get_tunnel_name (self));
  pktmon_text_append_char (text, ' ');
  pktmon_address_append (&source, text);
  pktmon_text_append (text, " → ");
  pktmon_address_append (&destination, text);
}

static void
append_source (PktmonText *text, const PktmonAppearance *self)
{
  if (is_ip (&self->summary.source))
    pktmon_address_append (&self->summary.source, text);
}

static void
append_destination (PktmonText *text, const PktmonAppearance *self)
{
  if (is_ip (&self->summary.destination))
    pktmon_address_append (&self->summary.destination, text);
}

static void
append_port (PktmonText *text, const PktmonAppearance *self, gboolean destination)
{
  const PktmonFields *fields = &self->summary.fields;

  if (has (self, PKTMON_FIELD_TCP_PORTS))
    pktmon_text_append_u64 (text, destination ? fields->tcp_dstport : fields->tcp_srcport);
  else if (has (self, PKTMON_FIELD_UDP_PORTS))
    pktmon_text_append_u64 (text, destination ? fields->udp_dstport : fields->udp_srcport);
}

static void
append_source_port (PktmonText *text, const PktmonAppearance *self)
{
  append_port (text, self, FALSE);
}

static void
append_destination_port (PktmonText *text, const PktmonAppearance *self)
{
  append_port (text, self, TRUE);
}

static void
append_ttl (PktmonText *text, const PktmonAppearance *self)
{
  if (self->hop_limit >= 0 && !is_outside_ipv6 (self))
    pktmon_text_append_u64 (text, (guint64) self->hop_limit);
}

static void
append_hop_limit (PktmonText *text, const PktmonAppearance *self)
{
  if (self->hop_limit >= 0 && is_outside_ipv6 (self))
    pktmon_text_append_u64 (text, (guint64) self->hop_limit);
}

static void
append_source_mac (PktmonText *text, const PktmonAppearance *self)
{
  if (has_link (self))
    pktmon_text_append_mac (text, self->summary.fields.eth_src);
}

static void
append_destination_mac (PktmonText *text, const PktmonAppearance *self)
{
  if (has_link (self))
    pktmon_text_append_mac (text, self->summary.fields.eth_dst);
}

/* A tag that is beside the frame is its own; one in the bytes may be that of a frame in a tunnel.
 */
static void
append_vlan (PktmonText *text, const PktmonAppearance *self)
{
  gboolean is_beside = (self->flags & PKTMON_STACK_TAGGED) != 0;

  if (!is_beside && (!has_link (self) || is_in_tunnel (self)))
    return;
  if (self->vlan >= 0)
    pktmon_text_append_u64 (text, (guint64) self->vlan);
  else
    pktmon_text_append (text, _ ("none"));
}

static void
append_mark (PktmonText *text, const PktmonAppearance *self)
{
  pktmon_text_append_hex (text, self->mark, 1);
}

/* From the IP header on, as not all points have what is before it. */
static void
append_length (PktmonText *text, const PktmonAppearance *self)
{
  guint32 header = self->link_type == LINK_ETHERNET ? ETHERNET_SIZE : 0;

  if (header > 0 && has (self, PKTMON_FIELD_VLAN) && (self->flags & PKTMON_STACK_TAGGED) == 0 &&
      !is_in_tunnel (self))
    header += TAG_SIZE;
  if (self->length >= header)
    pktmon_text_append_u64 (text, self->length - header);
}

/* --- Comparing --- */

typedef struct {
  const char *name; /* to be translated */
  void (*append) (PktmonText *text, const PktmonAppearance *appearance);
  gboolean is_outside; /* of the outermost headers: compared within the same tunnel only */
} Value;

static const Value values[] = {
  { N_ ("Network namespace"), append_namespace },
  { N_ ("Interface"), append_interface },
  { N_ ("Encapsulation"), append_tunnel },
  { N_ ("Source address"), append_source },
  { N_ ("Destination address"), append_destination },
  { N_ ("Source port"), append_source_port, TRUE },
  { N_ ("Destination port"), append_destination_port, TRUE },
  { N_ ("Time to live"), append_ttl, TRUE },
  { N_ ("Hop limit"), append_hop_limit, TRUE },
  { N_ ("Source MAC address"), append_source_mac },
  { N_ ("Destination MAC address"), append_destination_mac },
  { N_ ("VLAN"), append_vlan },
  { N_ ("Firewall mark"), append_mark },
  { N_ ("Length"), append_length },
};

G_STATIC_ASSERT (G_N_ELEMENTS (values) == PKTMON_JOURNEY_MAX_CHANGES);

/* Returns: whether it is known. */
static gboolean
print (const Value *value, const PktmonAppearance *appearance,
       char buffer[PKTMON_JOURNEY_VALUE_SIZE])
{
  PktmonText text;

  pktmon_text_init (&text, buffer, PKTMON_JOURNEY_VALUE_SIZE);
  value->append (&text, appearance);
  return text.length > 0;
}

static gboolean
is_comparable (const Value *value, const PktmonAppearance *before, const PktmonAppearance *after)
{
  return !value->is_outside || is_in_tunnel (before) == is_in_tunnel (after);
}

guint
pktmon_journey_find_changes (const PktmonAppearance *const *appearances, guint n,
                             PktmonJourneyChange *changes)
{
  guint n_changes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    const Value *value = &values[i];
    PktmonJourneyChange *change = &changes[n_changes];
    guint before = n;

    if (!print (value, appearances[n], change->after))
      continue;
    while (before > 0 && !(is_comparable (value, appearances[before - 1], appearances[n]) &&
                           print (value, appearances[before - 1], change->before)))
      before--;
    if (before == 0 || g_str_equal (change->before, change->after))
      continue;
    change->name = _ (value->name);
    n_changes++;
  }
  return n_changes;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/attribute.h"
#include "dissect/layers.h"

#define MAX_ERROR 127
#define ECHO_REQUEST 128
#define ECHO_REPLY 129
#define ROUTER_SOLICITATION 133
#define ROUTER_ADVERTISEMENT 134
#define NEIGHBOR_SOLICITATION 135
#define NEIGHBOR_ADVERTISEMENT 136
#define OPTION_SOURCE_ADDRESS 1
#define OPTION_TARGET_ADDRESS 2
#define OPTION_PREFIX 3

/* https://www.iana.org/assignments/icmpv6-parameters */
static const struct {
  guint8 type;
  const char *name;
} types[] = {
  { 1, "Destination Unreachable" },
  { 2, "Packet Too Big" },
  { 3, "Time Exceeded" },
  { 4, "Parameter Problem" },
  { ECHO_REQUEST, "Echo (ping) request" },
  { ECHO_REPLY, "Echo (ping) reply" },
  { 130, "Multicast Listener Query" },
  { 131, "Multicast Listener Report" },
  { 132, "Multicast Listener Done" },
  { ROUTER_SOLICITATION, "Router Solicitation" },
  { ROUTER_ADVERTISEMENT, "Router Advertisement" },
  { NEIGHBOR_SOLICITATION, "Neighbor Solicitation" },
  { NEIGHBOR_ADVERTISEMENT, "Neighbor Advertisement" },
  { 137, "Redirect" },
  { 139, "Node Information Query" },
  { 140, "Node Information Reply" },
  { 143, "Multicast Listener Report Message v2" },
  { 144, "Home Agent Address Discovery Request" },
  { 145, "Home Agent Address Discovery Reply" },
  { 151, "Multicast Router Advertisement" },
  { 155, "RPL Control" },
};

static const char *const unreachable_codes[] = {
  "no route to destination",
  "Administratively prohibited",
  "Beyond scope of source address",
  "Address unreachable",
  "Port unreachable",
  "Source address failed ingress/egress policy",
  "Reject route to destination",
};
static const char *const exceeded_codes[] = {
  "hop limit exceeded in transit",
  "fragment reassembly time exceeded",
};

static const char *
type_name (guint8 type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].name;
  return NULL;
}

static const char *
code_name (guint8 type, guint8 code)
{
  if (type == 1 && code < G_N_ELEMENTS (unreachable_codes))
    return unreachable_codes[code];
  if (type == 3 && code < G_N_ELEMENTS (exceeded_codes))
    return exceeded_codes[code];
  return NULL;
}

static void
write_info (PktmonText *info, guint8 type, guint8 code)
{
  if (type_name (type) != NULL)
    pktmon_text_append (info, type_name (type));
  else {
    pktmon_text_append (info, "Type ");
    pktmon_text_append_u64 (info, type);
  }
  if (code_name (type, code) == NULL)
    return;
  pktmon_text_append (info, " (");
  pktmon_text_append (info, code_name (type, code));
  pktmon_text_append_char (info, ')');
}

/* --- Neighbour discovery (RFC 4861) --- */

static void
dissect_link_address (PktmonDissection *self, guint8 type, PktmonBytes value)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = value.position;
  const guint8 *address = pktmon_bytes_take (&value, 6);

  if (address == NULL)
    return;
  pktmon_dissection_add_mac (self, "icmpv6.opt.linkaddr", "Link-layer address", start, address);
  if (info == NULL)
    return;
  pktmon_text_append (info, type == OPTION_SOURCE_ADDRESS ? " from " : " is at ");
  pktmon_text_append_mac (info, address);
}

static void
add_prefix (PktmonDissection *self, gsize start, PktmonBytes value)
{
  guint8 size = pktmon_bytes_u8 (&value);
  guint32 lifetime;
  const guint8 *prefix;

  pktmon_bytes_skip (&value, 1); /* flags */
  lifetime = pktmon_bytes_be32 (&value);
  pktmon_bytes_skip (&value, 8); /* preferred lifetime, reserved */
  prefix = pktmon_bytes_take (&value, 16);
  if (prefix == NULL)
    return;
  pktmon_dissection_begin (self, NULL, "Prefix information", start, value.position - start);
  pktmon_dissection_add_u64 (self, "icmpv6.opt.prefix.length", "Prefix length", start + 2, 1, size);
  pktmon_dissection_add_u64 (self, "icmpv6.opt.prefix.valid_lifetime", "Valid lifetime", start + 4,
                             4, lifetime);
  pktmon_dissection_add_ipv6 (self, "icmpv6.opt.prefix", "Prefix", value.position - 16, prefix);
  pktmon_dissection_end (self, value.position);
}

static void
dissect_options (PktmonDissection *self, PktmonBytes *bytes)
{
  static const PktmonAttribute attributes[] = {
    { 5, PKTMON_FORM_NUMBER, "icmpv6.opt.mtu", "MTU" },
    { 25, PKTMON_FORM_BYTES, "icmpv6.opt.rdnss", "Recursive DNS server" },
    { 31, PKTMON_FORM_BYTES, "icmpv6.opt.dnssl", "DNS search list" },
  };

  while (pktmon_bytes_left (bytes) >= 8) {
    gsize start = bytes->position;
    guint8 type = pktmon_bytes_u8 (bytes);
    gsize size = 8 * (gsize) pktmon_bytes_u8 (bytes);
    PktmonBytes value;

    if (size == 0)
      return;
    value = pktmon_bytes_split (bytes, size - 2);
    if (value.failed)
      return;
    if (type == OPTION_SOURCE_ADDRESS || type == OPTION_TARGET_ADDRESS)
      dissect_link_address (self, type, value);
    else if (type == OPTION_PREFIX)
      add_prefix (self, start, value);
    else
      pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (attributes, type), "Option", type, start,
                            value);
  }
}

/* The letters are Wireshark's. */
static void
append_neighbor_flags (PktmonText *info, guint32 flags)
{
  static const char *const names[] = { "rtr", "sol", "ovr" };
  const char *before = " (";

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (flags & 0x80000000u >> i) {
      pktmon_text_append (info, before);
      pktmon_text_append (info, names[i]);
      before = ", ";
    }
  if (flags >> 29 != 0)
    pktmon_text_append_char (info, ')');
}

static void
dissect_neighbor (PktmonDissection *self, PktmonBytes *bytes, guint8 type)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint32 flags = pktmon_bytes_be32 (bytes);
  const guint8 *target = pktmon_bytes_take (bytes, 16);

  if (target == NULL)
    return;
  if (type == NEIGHBOR_ADVERTISEMENT)
    pktmon_dissection_add_hex (self, "icmpv6.nd.na.flag", "Flags", start, 4, flags);
  pktmon_dissection_add_ipv6 (self,
                              type == NEIGHBOR_SOLICITATION ? "icmpv6.nd.ns.target_address"
                                                            : "icmpv6.nd.na.target_address",
                              "Target address", start + 4, target);
  if (info != NULL) {
    pktmon_text_append (info, type == NEIGHBOR_SOLICITATION ? " for " : " ");
    pktmon_text_append_ipv6 (info, target);
    if (type == NEIGHBOR_ADVERTISEMENT)
      append_neighbor_flags (info, flags);
  }
  dissect_options (self, bytes);
}

static void
dissect_router_advertisement (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 hop_limit = pktmon_bytes_u8 (bytes);
  guint8 flags = pktmon_bytes_u8 (bytes);
  guint16 lifetime = pktmon_bytes_be16 (bytes);

  pktmon_bytes_skip (bytes, 8); /* reachable time, retransmission timer */
  if (bytes->failed)
    return;
  pktmon_dissection_add_u64 (self, "icmpv6.nd.ra.cur_hop_limit", "Current hop limit", start, 1,
                             hop_limit);
  pktmon_dissection_add_hex (self, "icmpv6.nd.ra.flag", "Flags", start + 1, 1, flags);
  pktmon_dissection_add_u64 (self, "icmpv6.nd.ra.router_lifetime", "Router lifetime", start + 2, 2,
                             lifetime);
  dissect_options (self, bytes);
}

/* --- The layer --- */

static void
dissect_echo (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint16 id = pktmon_bytes_be16 (bytes);
  guint16 sequence = pktmon_bytes_be16 (bytes);

  if (bytes->failed)
    return;
  pktmon_dissection_add_hex (self, "icmpv6.echo.identifier", "Identifier", start, 2, id);
  pktmon_dissection_add_u64 (self, "icmpv6.echo.sequence_number", "Sequence", start + 2, 2,
                             sequence);
  if (info == NULL)
    return;
  pktmon_text_append (info, " id=");
  pktmon_text_append_hex (info, id, 4);
  pktmon_text_append (info, ", seq=");
  pktmon_text_append_u64 (info, sequence);
  pktmon_text_append (info, ", hop limit=");
  pktmon_text_append_u64 (info, self->ip_ttl);
}

static void
dissect_body (PktmonDissection *self, PktmonBytes *bytes, guint8 type)
{
  switch (type) {
  case ECHO_REQUEST:
  case ECHO_REPLY:
    dissect_echo (self, bytes);
    break;
  case NEIGHBOR_SOLICITATION:
  case NEIGHBOR_ADVERTISEMENT:
    dissect_neighbor (self, bytes, type);
    break;
  case ROUTER_SOLICITATION:
    pktmon_bytes_skip (bytes, 4);
    dissect_options (self, bytes);
    break;
  case ROUTER_ADVERTISEMENT:
    dissect_router_advertisement (self, bytes);
    break;
  default:
    pktmon_bytes_skip (bytes, 4);
    break;
  }
}

void
pktmon_dissect_icmpv6 (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 type = pktmon_bytes_u8 (bytes);
  guint8 code = pktmon_bytes_u8 (bytes);
  guint16 checksum = pktmon_bytes_be16 (bytes);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "ICMPv6");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, type, code);
  pktmon_dissection_begin (self, "icmpv6", "Internet Control Message Protocol v6", start, 4);
  pktmon_dissection_add_named (self, "icmpv6.type", "Type", start, 1, type, type_name (type));
  pktmon_dissection_add_named (self, "icmpv6.code", "Code", start + 1, 1, code,
                               code_name (type, code));
  pktmon_dissection_add_hex (self, "icmpv6.checksum", "Checksum", start + 2, 2, checksum);
  dissect_body (self, bytes, type);
  pktmon_dissection_end (self, bytes->position);
  if (type > MAX_ERROR || bytes->failed)
    return;
  self->quoted = TRUE;
  self->next = pktmon_dissect_ipv6;
}

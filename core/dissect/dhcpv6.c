/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/attribute.h"
#include "dissect/layers.h"

/* DHCP for IPv6 (RFC 8415). */

/* Relayed messages and options in options; relays allow 8 hops (section 7.6). */
#define MAX_NESTING 24
#define MAX_PARTS 4

enum {
  OPTION_CLIENT_ID = 1,
  OPTION_IA_NA = 3,
  OPTION_IA_TA = 4,
  OPTION_IA_ADDRESS = 5,
  OPTION_RELAY_MESSAGE = 9,
  OPTION_STATUS = 13,
  OPTION_IA_PD = 25,
  OPTION_IA_PREFIX = 26,
};

/* https://www.iana.org/assignments/dhcpv6-parameters */
static const PktmonName message_types[] = {
  { 1, "Solicit" },
  { 2, "Advertise" },
  { 3, "Request" },
  { 4, "Confirm" },
  { 5, "Renew" },
  { 6, "Rebind" },
  { 7, "Reply" },
  { 8, "Release" },
  { 9, "Decline" },
  { 10, "Reconfigure" },
  { 11, "Information-request" },
  { 12, "Relay-forw" },
  { 13, "Relay-reply" },
  { 14, "Leasequery" },
  { 15, "Leasequery-reply" },
  { 16, "Leasequery-done" },
  { 17, "Leasequery-data" },
};
#define IS_RELAY(type) ((type) == 12 || (type) == 13)

static const PktmonName status_codes[] = {
  { 0, "Success" },   { 1, "UnspecFail" },   { 2, "NoAddrsAvail" },  { 3, "NoBinding" },
  { 4, "NotOnLink" }, { 5, "UseMulticast" }, { 6, "NoPrefixAvail" },
};

static const PktmonAttribute options[] = {
  { OPTION_CLIENT_ID, PKTMON_FORM_BYTES, "dhcpv6.duid.bytes", "Client identifier" },
  { 2, PKTMON_FORM_BYTES, "dhcpv6.duid.bytes", "Server identifier" },
  { 6, PKTMON_FORM_WORDS, "dhcpv6.requested_option_code", "Option request" },
  { 7, PKTMON_FORM_NUMBER, "dhcpv6.option_preference", "Preference" },
  { 8, PKTMON_FORM_NUMBER, "dhcpv6.elapsed_time", "Elapsed time (hundredths of a second)" },
  { 12, PKTMON_FORM_IPV6, "dhcpv6.server_unicast", "Server unicast" },
  { 14, PKTMON_FORM_BYTES, NULL, "Rapid commit" },
  { 15, PKTMON_FORM_BYTES, "dhcpv6.user_class.option_data", "User class" },
  { 16, PKTMON_FORM_BYTES, "dhcpv6.vendor_class.enterprise_id", "Vendor class" },
  { 17, PKTMON_FORM_BYTES, "dhcpv6.vendoropts.enterprise_id", "Vendor-specific information" },
  { 18, PKTMON_FORM_BYTES, "dhcpv6.interface_id", "Interface id" },
  { 19, PKTMON_FORM_NUMBER, "dhcpv6.reconf_msg", "Reconfigure message",
    PKTMON_MEANINGS (message_types) },
  { 20, PKTMON_FORM_BYTES, NULL, "Reconfigure accept" },
  { 23, PKTMON_FORM_IPV6, "dhcpv6.dns_server", "DNS recursive name server" },
  { 24, PKTMON_FORM_NAMES, "dhcpv6.search_list_entry", "Domain search list" },
  { 31, PKTMON_FORM_IPV6, "dhcpv6.sntp_server", "SNTP server" },
  { 32, PKTMON_FORM_SECONDS, "dhcpv6.lifetime", "Information refresh time" },
  { 37, PKTMON_FORM_BYTES, "dhcpv6.remoteid.enterprise", "Remote identifier" },
  { 38, PKTMON_FORM_BYTES, "dhcpv6.subscriber_id", "Subscriber identifier" },
  { 39, PKTMON_FORM_BYTES, "dhcpv6.client_fqdn", "Client fully qualified domain name" },
  { 59, PKTMON_FORM_TEXT, "dhcpv6.bootfile_url", "Boot file URL" },
  { 79, PKTMON_FORM_BYTES, "dhcpv6.client_link_layer_addr", "Client link-layer address" },
  { 82, PKTMON_FORM_SECONDS, "dhcpv6.option_sol_max_rt", "Largest time between Solicits" },
};

/* What stands before the options in an option that holds more of them. */
typedef struct {
  gsize size;
  PktmonAttribute attribute;
} Part;

typedef struct {
  guint16 number;
  const char *name;
  Part parts[MAX_PARTS];
} Container;

static const Container containers[] = {
  { OPTION_IA_NA,
    "Identity association for non-temporary addresses",
    { { 4, { 0, PKTMON_FORM_BYTES, "dhcpv6.iaid", "IAID" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaid.t1", "T1" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaid.t2", "T2" } } } },
  { OPTION_IA_TA,
    "Identity association for temporary addresses",
    { { 4, { 0, PKTMON_FORM_BYTES, "dhcpv6.iaid", "IAID" } } } },
  { OPTION_IA_ADDRESS,
    "Address",
    { { 16, { 0, PKTMON_FORM_IPV6, "dhcpv6.iaaddr.ip", "IPv6 address" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaaddr.pref_lifetime", "Preferred lifetime" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaaddr.valid_lifetime", "Valid lifetime" } } } },
  { OPTION_IA_PD,
    "Identity association for prefix delegation",
    { { 4, { 0, PKTMON_FORM_BYTES, "dhcpv6.iaid", "IAID" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaid.t1", "T1" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaid.t2", "T2" } } } },
  { OPTION_IA_PREFIX,
    "Prefix",
    { { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaprefix.pref_lifetime", "Preferred lifetime" } },
      { 4, { 0, PKTMON_FORM_SECONDS, "dhcpv6.iaprefix.valid_lifetime", "Valid lifetime" } },
      { 1, { 0, PKTMON_FORM_NUMBER, "dhcpv6.iaprefix.pref_len", "Prefix length" } },
      { 16, { 0, PKTMON_FORM_IPV6, "dhcpv6.iaprefix.pref_addr", "Prefix address" } } } },
};

static void dissect_options (PktmonDissection *self, PktmonBytes *bytes, guint nesting);
static void dissect_message (PktmonDissection *self, PktmonBytes *bytes, guint nesting);

/* --- Options --- */

static void
append_to_info (PktmonDissection *self, guint16 number, PktmonBytes value)
{
  static const struct {
    guint16 number;
    PktmonAttribute attribute;
    const char *label;
    gsize size; /* bytes of the value that are shown at most */
  } shown[] = {
    { OPTION_CLIENT_ID, { .form = PKTMON_FORM_BYTES }, " CID: ", G_MAXSIZE },
    { OPTION_IA_ADDRESS, { .form = PKTMON_FORM_IPV6 }, " IAA: ", 16 },
  };
  PktmonText *info = pktmon_dissection_get_info (self);

  for (guint i = 0; i < G_N_ELEMENTS (shown) && info != NULL; i++) {
    if (shown[i].number != number)
      continue;
    pktmon_bytes_limit (&value, shown[i].size);
    pktmon_text_append (info, shown[i].label);
    pktmon_attribute_append (info, &shown[i].attribute, value);
  }
}

static void
dissect_container (PktmonDissection *self, const Container *container, gsize start,
                   PktmonBytes value, guint nesting)
{
  pktmon_dissection_begin (self, NULL, container->name, start, value.end - start);
  for (guint i = 0; i < MAX_PARTS && container->parts[i].size > 0; i++) {
    gsize part_start = value.position;
    PktmonBytes part = pktmon_bytes_split (&value, container->parts[i].size);

    if (value.failed)
      break;
    pktmon_attribute_add (self, &container->parts[i].attribute, NULL, 0, part_start, part);
  }
  dissect_options (self, &value, nesting + 1);
  pktmon_dissection_end (self, value.position);
}

static void
dissect_status (PktmonDissection *self, gsize start, PktmonBytes value)
{
  guint16 code = pktmon_bytes_be16 (&value);
  gsize text_start = value.position;
  gsize size;
  const guint8 *text;

  if (value.failed)
    return;
  text = pktmon_bytes_take_rest (&value, &size);
  pktmon_dissection_begin (self, NULL, "Status code", start, value.end - start);
  pktmon_dissection_add_named (self, "dhcpv6.status_code", "Status code", text_start - 2, 2, code,
                               PKTMON_NAME_OF (status_codes, code));
  pktmon_dissection_add_foreign (self, "dhcpv6.status_message", "Status message", text_start, text,
                                 size);
  pktmon_dissection_end (self, value.position);
}

static const Container *
find_container (guint16 number)
{
  for (guint i = 0; i < G_N_ELEMENTS (containers); i++)
    if (containers[i].number == number)
      return &containers[i];
  return NULL;
}

static void
dissect_option (PktmonDissection *self, guint16 number, gsize start, PktmonBytes value,
                guint nesting)
{
  const Container *container = find_container (number);

  append_to_info (self, number, value);
  if (nesting >= MAX_NESTING)
    container = NULL;
  if (container != NULL)
    dissect_container (self, container, start, value, nesting);
  else if (number == OPTION_STATUS)
    dissect_status (self, start, value);
  else if (number == OPTION_RELAY_MESSAGE && nesting < MAX_NESTING) {
    pktmon_dissection_begin (self, NULL, "Relayed message", start, value.end - start);
    dissect_message (self, &value, nesting + 1);
    pktmon_dissection_end (self, value.end);
  } else
    pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (options, number), "Option", number, start,
                          value);
}

static void
dissect_options (PktmonDissection *self, PktmonBytes *bytes, guint nesting)
{
  while (pktmon_bytes_left (bytes) >= 4) {
    gsize start = bytes->position;
    guint16 number = pktmon_bytes_be16 (bytes);
    guint16 size = pktmon_bytes_be16 (bytes);
    PktmonBytes value = pktmon_bytes_split (bytes, size);

    if (value.failed)
      return;
    dissect_option (self, number, start, value, nesting);
  }
}

/* --- Messages --- */

static void
dissect_relay_header (PktmonDissection *self, PktmonBytes *bytes, PktmonText *info)
{
  gsize start = bytes->position;
  guint8 hops = pktmon_bytes_u8 (bytes);
  const guint8 *link = pktmon_bytes_take (bytes, 16);
  const guint8 *peer = pktmon_bytes_take (bytes, 16);

  if (bytes->failed)
    return;
  if (info != NULL) {
    pktmon_text_append (info, " L: ");
    pktmon_text_append_ipv6 (info, link);
  }
  pktmon_dissection_add_u64 (self, "dhcpv6.hopcount", "Hop count", start, 1, hops);
  pktmon_dissection_add_ipv6 (self, "dhcpv6.linkaddr", "Link address", start + 1, link);
  pktmon_dissection_add_ipv6 (self, "dhcpv6.peeraddr", "Peer address", start + 17, peer);
}

static void
dissect_client_header (PktmonDissection *self, PktmonBytes *bytes, PktmonText *info)
{
  gsize start = bytes->position;
  guint32 id = pktmon_bytes_be24 (bytes);

  if (bytes->failed)
    return;
  if (info != NULL) {
    pktmon_text_append (info, " XID: ");
    pktmon_text_append_hex (info, id, 6);
  }
  pktmon_dissection_add_hex (self, "dhcpv6.xid", "Transaction ID", start, 3, id);
}

static void
dissect_message (PktmonDissection *self, PktmonBytes *bytes, guint nesting)
{
  gsize start = bytes->position;
  guint8 type = pktmon_bytes_u8 (bytes);
  const char *name = PKTMON_NAME_OF (message_types, type);
  PktmonText *info = pktmon_dissection_get_info (self);

  if (bytes->failed)
    return;
  if (info != NULL) {
    if (nesting > 0)
      pktmon_text_append_char (info, ' ');
    pktmon_text_append (info, name != NULL ? name : "Unknown message");
  }
  pktmon_dissection_add_named (self, "dhcpv6.msgtype", "Message type", start, 1, type, name);
  if (IS_RELAY (type))
    dissect_relay_header (self, bytes, info);
  else
    dissect_client_header (self, bytes, info);
  dissect_options (self, bytes, nesting);
}

void
pktmon_dissect_dhcpv6 (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  if (PKTMON_NAME_OF (message_types, pktmon_bytes_peek_u8 (bytes, 0)) == NULL) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "DHCPv6");
  pktmon_dissection_begin (self, "dhcpv6", "DHCPv6", start, 0);
  dissect_message (self, bytes, 0);
  pktmon_dissection_end (self, bytes->position);
}

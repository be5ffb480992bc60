/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/attribute.h"
#include "dissect/layers.h"

/* BOOTP (RFC 951) and, where its magic number follows, DHCP (RFC 2131, RFC 2132). */

#define REQUEST 1
#define REPLY 2
#define MAX_HARDWARE_SIZE 16u
#define SERVER_NAME_SIZE 64
#define FILE_NAME_SIZE 128
#define MAGIC 0x63825363u
#define OPTION_PAD 0
#define OPTION_MESSAGE_TYPE 53
#define OPTION_END 255

typedef struct {
  gsize start;
  guint8 operation, hardware, hardware_size, hops;
  guint32 id;
  guint16 seconds, flags;
  const guint8 *addresses[4]; /* in the order of the header */
  const guint8 *client;       /* MAX_HARDWARE_SIZE bytes */
  const guint8 *server_name, *file_name;
  gboolean is_dhcp;
  guint8 message_type; /* 0: none */
} Header;

static const PktmonName operations[] = { { REQUEST, "Boot Request" }, { REPLY, "Boot Reply" } };

/* https://www.iana.org/assignments/bootp-dhcp-parameters */
static const PktmonName message_types[] = {
  { 1, "Discover" },
  { 2, "Offer" },
  { 3, "Request" },
  { 4, "Decline" },
  { 5, "ACK" },
  { 6, "NAK" },
  { 7, "Release" },
  { 8, "Inform" },
  { 9, "Force Renew" },
  { 10, "Lease Query" },
  { 11, "Lease Unassigned" },
  { 12, "Lease Unknown" },
  { 13, "Lease Active" },
  { 14, "Bulk Lease Query" },
  { 15, "Lease Query Done" },
  { 16, "Active Lease Query" },
  { 17, "Lease Query Status" },
  { 18, "TLS" },
};

static const PktmonName overloads[] = {
  { 1, "boot file name holds options" },
  { 2, "server host name holds options" },
  { 3, "boot file and server host names hold options" },
};

static const PktmonAttribute options[] = {
  { OPTION_PAD, PKTMON_FORM_BYTES, "dhcp.option.padding", "Padding" },
  { 1, PKTMON_FORM_IPV4, "dhcp.option.subnet_mask", "Subnet mask" },
  { 2, PKTMON_FORM_NUMBER, "dhcp.option.time_offset", "Time offset" },
  { 3, PKTMON_FORM_IPV4, "dhcp.option.router", "Router" },
  { 4, PKTMON_FORM_IPV4, "dhcp.option.time_server", "Time server" },
  { 6, PKTMON_FORM_IPV4, "dhcp.option.domain_name_server", "Domain name server" },
  { 7, PKTMON_FORM_IPV4, "dhcp.option.log_server", "Log server" },
  { 12, PKTMON_FORM_TEXT, "dhcp.option.hostname", "Host name" },
  { 13, PKTMON_FORM_NUMBER, "dhcp.option.boot_file_size", "Boot file size" },
  { 15, PKTMON_FORM_TEXT, "dhcp.option.domain_name", "Domain name" },
  { 17, PKTMON_FORM_TEXT, "dhcp.option.root_path", "Root path" },
  { 19, PKTMON_FORM_NUMBER, "dhcp.option.ip_forwarding", "IP forwarding" },
  { 23, PKTMON_FORM_NUMBER, "dhcp.option.default_ip_ttl", "Default IP time to live" },
  { 26, PKTMON_FORM_NUMBER, "dhcp.option.interface_mtu", "Interface MTU" },
  { 28, PKTMON_FORM_IPV4, "dhcp.option.broadcast_address", "Broadcast address" },
  { 33, PKTMON_FORM_IPV4, "dhcp.option.static_route", "Static route" },
  { 42, PKTMON_FORM_IPV4, "dhcp.option.ntp_server", "NTP server" },
  { 43, PKTMON_FORM_BYTES, "dhcp.option.vendor.value", "Vendor-specific information" },
  { 44, PKTMON_FORM_IPV4, "dhcp.option.netbios_over_tcpip_name_server", "NetBIOS name server" },
  { 46, PKTMON_FORM_NUMBER, "dhcp.option.netbios_over_tcpip_node_type", "NetBIOS node type" },
  { 50, PKTMON_FORM_IPV4, "dhcp.option.requested_ip_address", "Requested IP address" },
  { 51, PKTMON_FORM_SECONDS, "dhcp.option.ip_address_lease_time", "IP address lease time" },
  { 52, PKTMON_FORM_NUMBER, "dhcp.option.option_overload", "Option overload",
    PKTMON_MEANINGS (overloads) },
  { OPTION_MESSAGE_TYPE, PKTMON_FORM_NUMBER, "dhcp.option.dhcp", "DHCP message type",
    PKTMON_MEANINGS (message_types) },
  { 54, PKTMON_FORM_IPV4, "dhcp.option.dhcp_server_id", "DHCP server identifier" },
  { 55, PKTMON_FORM_NUMBERS, "dhcp.option.request_list", "Parameter request list" },
  { 56, PKTMON_FORM_TEXT, "dhcp.option.message", "Message" },
  { 57, PKTMON_FORM_NUMBER, "dhcp.option.dhcp_max_message_size", "Maximum DHCP message size" },
  { 58, PKTMON_FORM_SECONDS, "dhcp.option.renewal_time_value", "Renewal time" },
  { 59, PKTMON_FORM_SECONDS, "dhcp.option.rebinding_time_value", "Rebinding time" },
  { 60, PKTMON_FORM_TEXT, "dhcp.option.vendor_class_id", "Vendor class identifier" },
  { 61, PKTMON_FORM_BYTES, "dhcp.client_id", "Client identifier" },
  { 66, PKTMON_FORM_TEXT, "dhcp.option.tftp_server_name", "TFTP server name" },
  { 67, PKTMON_FORM_TEXT, "dhcp.option.bootfile_name", "Boot file name" },
  { 77, PKTMON_FORM_BYTES, "dhcp.option.user_class", "User class" },
  { 81, PKTMON_FORM_BYTES, "dhcp.fqdn", "Client fully qualified domain name" },
  { 82, PKTMON_FORM_BYTES, "dhcp.option.agent_information_option", "Relay agent information" },
  { 93, PKTMON_FORM_WORDS, "dhcp.option.client_system_architecture", "Client system architecture" },
  { 97, PKTMON_FORM_BYTES, "dhcp.option.uuid", "Client machine identifier" },
  { 108, PKTMON_FORM_SECONDS, "dhcp.option.ipv6_only_preferred", "IPv6-only preferred" },
  { 114, PKTMON_FORM_TEXT, "dhcp.option.captive_portal", "Captive portal" },
  { 116, PKTMON_FORM_NUMBER, "dhcp.option.dhcp_auto_configuration", "Automatic configuration" },
  { 119, PKTMON_FORM_NAMES, "dhcp.option.domain_search", "Domain search" },
  { 121, PKTMON_FORM_BYTES, "dhcp.option.classless_static_route", "Classless static route" },
  { 150, PKTMON_FORM_IPV4, "dhcp.option.tftp_server_address", "TFTP server address" },
  { OPTION_END, PKTMON_FORM_BYTES, "dhcp.option.end", "End" },
};

/* --- Header --- */

static gboolean
read_header (PktmonBytes *bytes, Header *header)
{
  header->start = bytes->position;
  header->operation = pktmon_bytes_u8 (bytes);
  header->hardware = pktmon_bytes_u8 (bytes);
  header->hardware_size = pktmon_bytes_u8 (bytes);
  header->hops = pktmon_bytes_u8 (bytes);
  header->id = pktmon_bytes_be32 (bytes);
  header->seconds = pktmon_bytes_be16 (bytes);
  header->flags = pktmon_bytes_be16 (bytes);
  for (guint i = 0; i < G_N_ELEMENTS (header->addresses); i++)
    header->addresses[i] = pktmon_bytes_take (bytes, 4);
  header->client = pktmon_bytes_take (bytes, MAX_HARDWARE_SIZE);
  if (bytes->failed)
    return FALSE;
  return PKTMON_NAME_OF (operations, header->operation) != NULL &&
         header->hardware_size <= MAX_HARDWARE_SIZE;
}

static void
add_header (PktmonDissection *self, const Header *header)
{
  static const struct {
    const char *key, *name;
  } addresses[] = {
    { "dhcp.ip.client", "Client IP address" },
    { "dhcp.ip.your", "Your (client) IP address" },
    { "dhcp.ip.server", "Next server IP address" },
    { "dhcp.ip.relay", "Relay agent IP address" },
  };
  gsize start = header->start;

  pktmon_dissection_add_named (self, "dhcp.type", "Message type", start, 1, header->operation,
                               PKTMON_NAME_OF (operations, header->operation));
  pktmon_dissection_add_hex (self, "dhcp.hw.type", "Hardware type", start + 1, 1, header->hardware);
  pktmon_dissection_add_u64 (self, "dhcp.hw.len", "Hardware address length", start + 2, 1,
                             header->hardware_size);
  pktmon_dissection_add_u64 (self, "dhcp.hops", "Hops", start + 3, 1, header->hops);
  pktmon_dissection_add_hex (self, "dhcp.id", "Transaction ID", start + 4, 4, header->id);
  pktmon_dissection_add_u64 (self, "dhcp.secs", "Seconds elapsed", start + 8, 2, header->seconds);
  pktmon_dissection_add_named_hex (self, "dhcp.flags", "Flags", start + 10, 2, header->flags,
                                   header->flags & 0x8000 ? "Broadcast" : "Unicast");
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    pktmon_dissection_add_ipv4 (self, addresses[i].key, addresses[i].name, start + 12 + 4 * i,
                                header->addresses[i]);
  if (header->hardware_size == 6)
    pktmon_dissection_add_mac (self, "dhcp.hw.mac_addr", "Client MAC address", start + 28,
                               header->client);
  else
    pktmon_dissection_add_bytes (self, "dhcp.hw.addr", "Client hardware address", start + 28,
                                 header->client, header->hardware_size);
}

/* A name in a field of fixed size, which ends with a zero where it is shorter. */
static void
dissect_name (PktmonDissection *self, PktmonBytes *bytes, const char *key, const char *name,
              gsize size)
{
  gsize start = bytes->position;
  const guint8 *data = pktmon_bytes_take (bytes, size);
  const guint8 *zero;

  if (data == NULL || data[0] == '\0')
    return;
  zero = memchr (data, '\0', size);
  if (zero != NULL)
    size = (gsize) (zero - data);
  pktmon_dissection_add_foreign (self, key, name, start, data, size);
}

/* --- Options --- */

/* Takes the next option; FALSE at the end. */
static gboolean
next_option (PktmonBytes *bytes, guint8 *number, PktmonBytes *value)
{
  guint8 size = 0;

  if (pktmon_bytes_left (bytes) == 0)
    return FALSE;
  *number = pktmon_bytes_u8 (bytes);
  if (*number != OPTION_PAD && *number != OPTION_END)
    size = pktmon_bytes_u8 (bytes);
  *value = pktmon_bytes_split (bytes, size);
  return !bytes->failed && *number != OPTION_END;
}

/* The message type is the first option nearly always; it is looked for without a tree too. */
static guint8
find_message_type (PktmonBytes bytes)
{
  guint8 number;
  PktmonBytes value;

  while (next_option (&bytes, &number, &value))
    if (number == OPTION_MESSAGE_TYPE)
      return pktmon_bytes_u8 (&value);
  return 0;
}

static void
dissect_options (PktmonDissection *self, PktmonBytes *bytes)
{
  guint8 number;
  PktmonBytes value;

  if (self->tree == NULL)
    return;
  for (;;) {
    gsize start = bytes->position;

    if (!next_option (bytes, &number, &value))
      break;
    if (number != OPTION_PAD)
      pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (options, number), "Option", number, start,
                            value);
  }
}

/* --- The layer --- */

static void
write_info (PktmonText *info, const Header *header)
{
  const char *type = PKTMON_NAME_OF (message_types, header->message_type);

  if (!header->is_dhcp || type == NULL) {
    pktmon_text_append (info, PKTMON_NAME_OF (operations, header->operation));
    if (header->operation == REQUEST && header->hardware_size == 6) {
      pktmon_text_append (info, " from ");
      pktmon_text_append_mac (info, header->client);
    }
    return;
  }
  pktmon_text_append (info, "DHCP ");
  pktmon_text_append (info, type);
  pktmon_text_append (info, " - Transaction ID ");
  pktmon_text_append_hex (info, header->id, 1);
}

void
pktmon_dissect_dhcp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Header header = { 0 };
  PktmonBytes behind;
  PktmonText *info;

  if (!read_header (bytes, &header)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  behind = *bytes;
  pktmon_bytes_skip (&behind, SERVER_NAME_SIZE + FILE_NAME_SIZE);
  header.is_dhcp = pktmon_bytes_be32 (&behind) == MAGIC;
  if (header.is_dhcp)
    header.message_type = find_message_type (behind);
  pktmon_dissection_set_protocol (self, header.message_type > 0 ? "DHCP" : "BOOTP");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, &header);
  pktmon_dissection_begin (self, "dhcp", "Dynamic Host Configuration Protocol", start,
                           bytes->position - start);
  add_header (self, &header);
  dissect_name (self, bytes, "dhcp.server", "Server host name", SERVER_NAME_SIZE);
  dissect_name (self, bytes, "dhcp.file", "Boot file name", FILE_NAME_SIZE);
  if (header.is_dhcp) {
    pktmon_dissection_add_named_hex (self, "dhcp.cookie", "Magic cookie", bytes->position, 4, MAGIC,
                                     "DHCP");
    pktmon_bytes_skip (bytes, 4);
    dissect_options (self, bytes);
  }
  pktmon_dissection_end (self, bytes->position);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/attribute.h"
#include "dissect/content.h"
#include "dissect/layers.h"

/* STUN (RFC 8489) and the relaying that uses it, TURN (RFC 8656). */

#define HEADER_SIZE 20
#define COOKIE 0x2112a442u
#define ID_SIZE 12
#define FAMILY_IPV4 1
#define FAMILY_IPV6 2

enum {
  MAPPED_ADDRESS = 0x0001,
  XOR_PEER_ADDRESS = 0x0012,
  XOR_RELAYED_ADDRESS = 0x0016,
  XOR_MAPPED_ADDRESS = 0x0020,
  ALTERNATE_SERVER = 0x8023,
};

static const char *const classes[4] = {
  "Request",
  "Indication",
  "Success Response",
  "Error Response",
};

static const PktmonName methods[] = {
  { 1, "Binding" },
  { 2, "Shared Secret" },
  { 3, "Allocate" },
  { 4, "Refresh" },
  { 6, "Send" },
  { 7, "Data" },
  { 8, "CreatePermission" },
  { 9, "Channel-Bind" },
  { 10, "Connect" },
  { 11, "ConnectionBind" },
  { 12, "ConnectionAttempt" },
};

/* https://www.iana.org/assignments/stun-parameters */
static const PktmonAttribute attributes[] = {
  { 0x0006, PKTMON_FORM_TEXT, "stun.att.username", "USERNAME" },
  { 0x0008, PKTMON_FORM_BYTES, "stun.att.hmac", "MESSAGE-INTEGRITY" },
  { 0x0009, PKTMON_FORM_BYTES, "stun.att.error", "ERROR-CODE" },
  { 0x000c, PKTMON_FORM_BYTES, "stun.att.channelnum", "CHANNEL-NUMBER" },
  { 0x000d, PKTMON_FORM_SECONDS, "stun.att.lifetime", "LIFETIME" },
  { 0x0013, PKTMON_FORM_BYTES, "stun.att.value", "DATA" },
  { 0x0014, PKTMON_FORM_TEXT, "stun.att.realm", "REALM" },
  { 0x0015, PKTMON_FORM_TEXT, "stun.att.nonce", "NONCE" },
  { 0x0019, PKTMON_FORM_BYTES, "stun.att.transp", "REQUESTED-TRANSPORT" },
  { 0x0024, PKTMON_FORM_NUMBER, "stun.att.priority", "PRIORITY" },
  { 0x0025, PKTMON_FORM_BYTES, NULL, "USE-CANDIDATE" },
  { 0x8022, PKTMON_FORM_TEXT, "stun.att.software", "SOFTWARE" },
  { 0x8028, PKTMON_FORM_BYTES, "stun.att.crc32", "FINGERPRINT" },
  { 0x8029, PKTMON_FORM_BYTES, "stun.att.tie-breaker", "ICE-CONTROLLED" },
  { 0x802a, PKTMON_FORM_BYTES, "stun.att.tie-breaker", "ICE-CONTROLLING" },
};

static const PktmonName address_attributes[] = {
  { MAPPED_ADDRESS, "MAPPED-ADDRESS" },           { XOR_PEER_ADDRESS, "XOR-PEER-ADDRESS" },
  { XOR_RELAYED_ADDRESS, "XOR-RELAYED-ADDRESS" }, { XOR_MAPPED_ADDRESS, "XOR-MAPPED-ADDRESS" },
  { ALTERNATE_SERVER, "ALTERNATE-SERVER" },
};

gboolean
pktmon_stun_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  return pktmon_bytes_peek_be32 (payload, 4) == COOKIE &&
         pktmon_bytes_left (payload) >= HEADER_SIZE;
}

/* Section 5: the bits of class and method are mixed. */
static guint
get_class (guint16 type)
{
  return (type >> 4 & 1) | (type >> 7 & 2);
}

static guint
get_method (guint16 type)
{
  return (type & 0xf) | (type >> 1 & 0x70) | (type >> 2 & 0xf80);
}

/* Address and port, mixed with cookie and transaction where the attribute says so (section 14.2).
 * FALSE: none. */
static gboolean
append_address (PktmonText *text, PktmonBytes value, PktmonBytes mask, gboolean mixed)
{
  guint8 family, address[16];
  gsize size;
  guint16 port;

  pktmon_bytes_skip (&value, 1);
  family = pktmon_bytes_u8 (&value);
  port = pktmon_bytes_be16 (&value);
  size = family == FAMILY_IPV6 ? 16 : 4;
  pktmon_bytes_copy (&value, address, size);
  if (value.failed || (family != FAMILY_IPV4 && family != FAMILY_IPV6))
    return FALSE;
  if (mixed)
    port ^= pktmon_bytes_peek_be16 (&mask, 0);
  for (gsize i = 0; i < size && mixed; i++)
    address[i] ^= pktmon_bytes_u8 (&mask);
  if (family == FAMILY_IPV4)
    pktmon_text_append_ipv4 (text, address);
  else {
    pktmon_text_append_char (text, '[');
    pktmon_text_append_ipv6 (text, address);
    pktmon_text_append_char (text, ']');
  }
  pktmon_text_append_char (text, ':');
  pktmon_text_append_u64 (text, port);
  return TRUE;
}

static void
dissect_attribute (PktmonDissection *self, guint16 type, gsize start, PktmonBytes value,
                   PktmonBytes mask)
{
  const char *name = PKTMON_NAME_OF (address_attributes, type);
  PktmonText *info = pktmon_dissection_get_info (self);
  char buffer[64];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  if (name == NULL ||
      !append_address (&text, value, mask, type != MAPPED_ADDRESS && type != ALTERNATE_SERVER)) {
    pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (attributes, type), "Attribute", type, start,
                          value);
    return;
  }
  pktmon_dissection_add_text (self, "stun.attribute", name, start, value.end - start, buffer);
  if (info == NULL)
    return;
  pktmon_text_append_char (info, ' ');
  pktmon_text_append (info, name);
  pktmon_text_append (info, ": ");
  pktmon_text_append (info, buffer);
}

static void
dissect_attributes (PktmonDissection *self, PktmonBytes *bytes, PktmonBytes mask)
{
  while (pktmon_bytes_left (bytes) >= 4) {
    gsize start = bytes->position;
    guint16 type = pktmon_bytes_be16 (bytes);
    guint16 size = pktmon_bytes_be16 (bytes);
    PktmonBytes value = pktmon_bytes_split (bytes, size);

    if (value.failed)
      return;
    dissect_attribute (self, type, start, value, mask);
    pktmon_bytes_skip (bytes, MIN (-size & 3u, pktmon_bytes_left (bytes)));
  }
}

static void
write_info (PktmonText *info, guint16 type)
{
  const char *method = PKTMON_NAME_OF (methods, get_method (type));

  if (method != NULL)
    pktmon_text_append (info, method);
  else {
    pktmon_text_append (info, "Unknown method ");
    pktmon_text_append_u64 (info, get_method (type));
  }
  pktmon_text_append_char (info, ' ');
  pktmon_text_append (info, classes[get_class (type)]);
}

void
pktmon_dissect_stun (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 type = pktmon_bytes_be16 (bytes);
  guint16 length = pktmon_bytes_be16 (bytes);
  PktmonBytes mask = pktmon_bytes_split (bytes, 4 + ID_SIZE);
  PktmonBytes id = mask;
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "STUN");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, type);
  pktmon_dissection_begin (self, "stun", "Session Traversal Utilities for NAT", start, HEADER_SIZE);
  pktmon_dissection_add_named_hex (self, "stun.type", "Message type", start, 2, type,
                                   PKTMON_NAME_OF (methods, get_method (type)));
  pktmon_dissection_add_named (self, "stun.type.class", "Message class", start, 2, get_class (type),
                               classes[get_class (type)]);
  pktmon_dissection_add_u64 (self, "stun.length", "Message length", start + 2, 2, length);
  pktmon_dissection_add_hex (self, "stun.cookie", "Message cookie", start + 4, 4, COOKIE);
  pktmon_bytes_skip (&id, 4);
  pktmon_dissection_add_rest_bytes (self, "stun.id", "Transaction ID", id);
  pktmon_bytes_limit (bytes, length);
  dissect_attributes (self, bytes, mask);
  pktmon_dissection_end (self, bytes->position);
}

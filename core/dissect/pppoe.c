/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#define HEADER_SIZE 6

/* Tags of a discovery packet (RFC 2516 appendix A). */
enum {
  TAG_END = 0x0000,
  TAG_SERVICE_NAME = 0x0101,
  TAG_AC_NAME = 0x0102,
  TAG_HOST_UNIQ = 0x0103,
  TAG_AC_COOKIE = 0x0104,
  TAG_VENDOR = 0x0105,
  TAG_RELAY_SESSION = 0x0110,
  TAG_SERVICE_NAME_ERROR = 0x0201,
  TAG_AC_SYSTEM_ERROR = 0x0202,
  TAG_GENERIC_ERROR = 0x0203,
};

typedef struct {
  guint8 version_and_type, code;
  guint16 session, length;
} Header;

static const struct {
  guint8 code;
  const char *name;
} codes[] = {
  { 0x00, "Session Data" },
  { 0x07, "Active Discovery Offer (PADO)" },
  { 0x09, "Active Discovery Initiation (PADI)" },
  { 0x0a, "Active Discovery Session-Grant (PADG)" },
  { 0x0b, "Active Discovery Session-Credit Response (PADC)" },
  { 0x0c, "Active Discovery Quality (PADQ)" },
  { 0x19, "Active Discovery Request (PADR)" },
  { 0x65, "Active Discovery Session-confirmation (PADS)" },
  { 0xa7, "Active Discovery Terminate (PADT)" },
  { 0xd3, "Active Discovery Message (PADM)" },
  { 0xd4, "Active Discovery Network (PADN)" },
};

static const struct {
  guint16 tag;
  gboolean is_text;
  const char *key;
  const char *name;
} tags[] = {
  { TAG_SERVICE_NAME, TRUE, "pppoed.tags.service_name", "Service-Name" },
  { TAG_AC_NAME, TRUE, "pppoed.tags.ac_name", "AC-Name" },
  { TAG_HOST_UNIQ, FALSE, "pppoed.tags.host_uniq", "Host-Uniq" },
  { TAG_AC_COOKIE, FALSE, "pppoed.tags.ac_cookie", "AC-Cookie" },
  { TAG_VENDOR, FALSE, "pppoed.tags.vendor_id", "Vendor id" },
  { TAG_RELAY_SESSION, FALSE, "pppoed.tags.relay_session_id", "Relay-Session-Id" },
  { TAG_SERVICE_NAME_ERROR, TRUE, "pppoed.tags.service_name_error", "Service-Name-Error" },
  { TAG_AC_SYSTEM_ERROR, TRUE, "pppoed.tags.ac_system_error", "AC-System-Error" },
  { TAG_GENERIC_ERROR, TRUE, "pppoed.tags.generic_error", "Generic-Error" },
};

static const char *
code_name (guint8 code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (codes[i].code == code)
      return codes[i].name;
  }
  return NULL;
}

/* Reads the header and puts it into columns and tree, whose layer it begins. FALSE: cut short. */
static gboolean
begin (PktmonDissection *self, PktmonBytes *bytes, const char *protocol, const char *name,
       Header *header)
{
  gsize start = bytes->position;
  PktmonText *info;

  header->version_and_type = pktmon_bytes_u8 (bytes);
  header->code = pktmon_bytes_u8 (bytes);
  header->session = pktmon_bytes_be16 (bytes);
  header->length = pktmon_bytes_be16 (bytes);
  pktmon_dissection_set_protocol (self, protocol);
  if (bytes->failed)
    return FALSE;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, code_name (header->code) ? code_name (header->code) : "Unknown");
  pktmon_dissection_begin (self, protocol[5] == 'D' ? "pppoed" : "pppoes", name, start,
                           HEADER_SIZE);
  pktmon_dissection_add_u64 (self, "pppoe.version", "Version", start, 1,
                             (guint64) (header->version_and_type >> 4));
  pktmon_dissection_add_u64 (self, "pppoe.type", "Type", start, 1, header->version_and_type & 15);
  pktmon_dissection_add_named_hex (self, "pppoe.code", "Code", start + 1, 1, header->code,
                                   code_name (header->code));
  pktmon_dissection_add_hex (self, "pppoe.session_id", "Session ID", start + 2, 2, header->session);
  pktmon_dissection_add_u64 (self, "pppoe.payload_length", "Payload Length", start + 4, 2,
                             header->length);
  return TRUE;
}

static void
dissect_tag (PktmonDissection *self, PktmonBytes *bytes, guint16 tag)
{
  gsize start = bytes->position;
  guint16 length = pktmon_bytes_be16 (bytes);
  const guint8 *value = pktmon_bytes_take (bytes, length);
  PktmonText *info = pktmon_dissection_get_info (self);

  if (value == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++) {
    if (tags[i].tag != tag)
      continue;
    if (info != NULL && tag == TAG_AC_NAME) {
      pktmon_text_append (info, " AC-Name='");
      pktmon_text_append_foreign (info, value, length);
      pktmon_text_append_char (info, '\'');
    }
    if (tags[i].is_text)
      pktmon_dissection_add_foreign (self, tags[i].key, tags[i].name, start + 2, value, length);
    else
      pktmon_dissection_add_bytes (self, tags[i].key, tags[i].name, start + 2, value, length);
  }
}

void
pktmon_dissect_pppoe_discovery (PktmonDissection *self, PktmonBytes *bytes)
{
  Header header;

  if (!begin (self, bytes, "PPPoED", "PPP-over-Ethernet Discovery", &header))
    return;
  pktmon_bytes_limit (bytes, header.length);
  while (pktmon_bytes_left (bytes) >= 4) {
    guint16 tag = pktmon_bytes_be16 (bytes);

    if (tag == TAG_END)
      break;
    dissect_tag (self, bytes, tag);
  }
  pktmon_dissection_end (self, bytes->position);
}

void
pktmon_dissect_pppoe_session (PktmonDissection *self, PktmonBytes *bytes)
{
  Header header;

  if (!begin (self, bytes, "PPPoES", "PPP-over-Ethernet Session", &header))
    return;
  pktmon_dissection_end (self, bytes->position);
  pktmon_bytes_limit (bytes, header.length);
  self->next = pktmon_dissect_ppp;
}

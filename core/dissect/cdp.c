/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

/* Type and length come before the value, and count. */
#define ELEMENT_HEADER 4

/* Elements of one message that are looked at. */
#define MAX_ELEMENTS 256

typedef enum {
  FORM_BYTES,
  FORM_TEXT,
  FORM_NUMBER,
} Form;

static const struct {
  guint16 type;
  Form form;
  const char *key;
  const char *name;
  const char *info; /* what comes before it in the info text; NULL: it is not there */
} elements[] = {
  { 0x0001, FORM_TEXT, "cdp.deviceid", "Device ID", "Device ID: " },
  { 0x0002, FORM_BYTES, "cdp.addresses", "Addresses", NULL },
  { 0x0003, FORM_TEXT, "cdp.portid", "Sent through Interface", "Port ID: " },
  { 0x0004, FORM_NUMBER, "cdp.capabilities", "Capabilities", NULL },
  { 0x0005, FORM_TEXT, "cdp.software_version", "Software version", NULL },
  { 0x0006, FORM_TEXT, "cdp.platform", "Platform", NULL },
  { 0x0009, FORM_TEXT, "cdp.vtp_management_domain", "VTP Management Domain", NULL },
  { 0x000a, FORM_NUMBER, "cdp.native_vlan", "Native VLAN", NULL },
  { 0x000b, FORM_NUMBER, "cdp.duplex", "Duplex", NULL },
  { 0x000e, FORM_NUMBER, "cdp.voice_vlan", "Voice VLAN", NULL },
  { 0x0010, FORM_NUMBER, "cdp.power_consumption", "Power Consumption", NULL },
  { 0x0011, FORM_NUMBER, "cdp.mtu", "MTU", NULL },
  { 0x0014, FORM_TEXT, "cdp.system_name", "System Name", NULL },
  { 0x0016, FORM_BYTES, "cdp.management_addresses", "Management Addresses", NULL },
};

static guint64
number (PktmonBytes bytes)
{
  guint64 value = 0;

  for (guint i = 0; i < 8 && pktmon_bytes_left (&bytes) > 0; i++)
    value = value << 8 | pktmon_bytes_u8 (&bytes);
  return value;
}

static void
add_element (PktmonDissection *self, gsize i, PktmonBytes value)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = value.position;
  gsize size = pktmon_bytes_left (&value);
  const guint8 *data = value.data + start;

  if (info != NULL && elements[i].info != NULL) {
    pktmon_text_append (info, elements[i].info);
    pktmon_text_append_foreign (info, data, size);
    pktmon_text_append (info, "  ");
  }
  if (elements[i].form == FORM_TEXT)
    pktmon_dissection_add_foreign (self, elements[i].key, elements[i].name, start, data, size);
  else if (elements[i].form == FORM_NUMBER)
    pktmon_dissection_add_u64 (self, elements[i].key, elements[i].name, start, size,
                               number (value));
  else
    pktmon_dissection_add_text (self, elements[i].key, elements[i].name, start, size, "");
}

static void
dissect_elements (PktmonDissection *self, PktmonBytes *bytes)
{
  for (guint n = 0; n < MAX_ELEMENTS && pktmon_bytes_left (bytes) >= ELEMENT_HEADER; n++) {
    guint16 type = pktmon_bytes_be16 (bytes);
    guint16 length = pktmon_bytes_be16 (bytes);
    PktmonBytes value;

    if (length < ELEMENT_HEADER)
      return;
    value = pktmon_bytes_split (bytes, length - (gsize) ELEMENT_HEADER);
    for (gsize i = 0; i < G_N_ELEMENTS (elements); i++) {
      if (elements[i].type == type)
        add_element (self, i, value);
    }
  }
}

void
pktmon_dissect_cdp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 version = pktmon_bytes_u8 (bytes);
  guint8 ttl = pktmon_bytes_u8 (bytes);
  guint16 checksum = pktmon_bytes_be16 (bytes);

  pktmon_dissection_set_protocol (self, "CDP");
  if (bytes->failed)
    return;
  pktmon_dissection_begin (self, "cdp", "Cisco Discovery Protocol", start, 4);
  pktmon_dissection_add_u64 (self, "cdp.version", "Version", start, 1, version);
  pktmon_dissection_add_u64 (self, "cdp.ttl", "TTL", start + 1, 1, ttl);
  pktmon_dissection_add_hex (self, "cdp.checksum", "Checksum", start + 2, 2, checksum);
  dissect_elements (self, bytes);
  pktmon_dissection_end (self, bytes->position);
}

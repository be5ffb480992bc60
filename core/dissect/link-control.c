/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/attribute.h"
#include "dissect/layers.h"

/* Protocols between neighbours on one link: discovery, authentication, aggregation. */

#define LLDP_END 0
#define LLDP_CHASSIS 1
#define LLDP_PORT 2
#define LLDP_SYSTEM_NAME 5
#define SUBTYPE_CHASSIS_MAC 4
#define SUBTYPE_PORT_MAC 3

typedef struct {
  guint8 type;
  guint8 mac_subtype; /* subtype of an id that is a MAC address; 0: the text has no subtype */
  const char *key, *name;
} LldpText;

static const LldpText lldp_texts[] = {
  { LLDP_CHASSIS, SUBTYPE_CHASSIS_MAC, "lldp.chassis.id", "Chassis ID" },
  { LLDP_PORT, SUBTYPE_PORT_MAC, "lldp.port.id", "Port ID" },
  { LLDP_SYSTEM_NAME, 0, "lldp.tlv.system.name", "System name" },
};

static void
add_lldp_text (PktmonDissection *self, PktmonBytes value, const LldpText *text)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start, size;
  gboolean is_mac = FALSE;
  const guint8 *data;

  if (text->mac_subtype != 0)
    is_mac = pktmon_bytes_u8 (&value) == text->mac_subtype && pktmon_bytes_left (&value) == 6;
  start = value.position;
  data = pktmon_bytes_take_rest (&value, &size);
  if (is_mac)
    pktmon_dissection_add_mac (self, text->key, text->name, start, data);
  else
    pktmon_dissection_add_foreign (self, text->key, text->name, start, data, size);
  if (info == NULL)
    return;
  pktmon_dissection_append_item (self, text->name);
  pktmon_text_append (info, " = ");
  if (is_mac)
    pktmon_text_append_mac (info, data);
  else
    pktmon_text_append_foreign (info, data, size);
}

static void
add_lldp_element (PktmonDissection *self, guint8 type, gsize start, PktmonBytes value)
{
  static const PktmonAttribute attributes[] = {
    { 3, PKTMON_FORM_SECONDS, "lldp.time_to_live", "Time to live" },
    { 4, PKTMON_FORM_TEXT, "lldp.port.desc", "Port description" },
    { 6, PKTMON_FORM_TEXT, "lldp.tlv.system.desc", "System description" },
    { 7, PKTMON_FORM_BYTES, "lldp.tlv.system_cap", "Capabilities" },
    { 8, PKTMON_FORM_BYTES, "lldp.mgn.address", "Management address" },
    { 127, PKTMON_FORM_BYTES, "lldp.orgtlv", "Organization specific" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lldp_texts); i++)
    if (lldp_texts[i].type == type) {
      add_lldp_text (self, value, &lldp_texts[i]);
      return;
    }
  pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (attributes, type), "Element", type, start,
                        value);
}

void
pktmon_dissect_lldp (PktmonDissection *self, PktmonBytes *bytes)
{
  pktmon_dissection_set_protocol (self, "LLDP");
  pktmon_dissection_begin (self, "lldp", "Link Layer Discovery Protocol", bytes->position, 0);
  while (pktmon_bytes_left (bytes) >= 2) {
    gsize start = bytes->position;
    guint16 header = pktmon_bytes_be16 (bytes);
    PktmonBytes value = pktmon_bytes_split (bytes, header & 0x1ff);

    if (header >> 9 == LLDP_END || value.failed)
      break;
    add_lldp_element (self, (guint8) (header >> 9), start, value);
  }
  pktmon_dissection_end (self, bytes->position);
}

static const char *
eapol_type_name (guint8 type)
{
  static const char *const names[] = {
    "EAP", "Start", "Logoff", "Key", "Encapsulated ASF Alert", "MKA",
  };

  return type < G_N_ELEMENTS (names) ? names[type] : NULL;
}

void
pktmon_dissect_eapol (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 version = pktmon_bytes_u8 (bytes);
  guint8 type = pktmon_bytes_u8 (bytes);
  guint16 length = pktmon_bytes_be16 (bytes);
  PktmonText *info;

  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "EAPOL");
  info = pktmon_dissection_get_info (self);
  if (info != NULL && eapol_type_name (type) != NULL)
    pktmon_text_append (info, eapol_type_name (type));
  pktmon_dissection_begin (self, "eapol", "802.1X Authentication", start, 4);
  pktmon_dissection_add_u64 (self, "eapol.version", "Version", start, 1, version);
  pktmon_dissection_add_named (self, "eapol.type", "Type", start + 1, 1, type,
                               eapol_type_name (type));
  pktmon_dissection_add_u64 (self, "eapol.len", "Length", start + 2, 2, length);
  pktmon_dissection_end (self, bytes->position);
}

/* --- Slow protocols (IEEE 802.3 annex 57A) --- */

#define SUBTYPE_LACP 1
#define LACP_ACTOR 1
#define LACP_PARTNER 2

/* What an end of the link says of itself, or of the other (IEEE 802.1AX 6.4.2.3); the letters are
 * Wireshark's. */
static void
dissect_lacp_end (PktmonDissection *self, PktmonBytes value, gsize start, gboolean is_actor)
{
  static const char letters[] = "EFDCSGTA";
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize at = value.position;
  const guint8 *system;
  guint16 key, port;
  guint8 state;

  pktmon_bytes_skip (&value, 2); /* priority */
  system = pktmon_bytes_take (&value, 6);
  key = pktmon_bytes_be16 (&value);
  pktmon_bytes_skip (&value, 2); /* priority */
  port = pktmon_bytes_be16 (&value);
  state = pktmon_bytes_u8 (&value);
  if (value.failed)
    return;
  if (info != NULL) {
    pktmon_text_append (info, is_actor ? " ACTOR " : " PARTNER ");
    pktmon_text_append_mac (info, system);
    pktmon_text_append (info, " P: ");
    pktmon_text_append_u64 (info, port);
    pktmon_text_append (info, " K: ");
    pktmon_text_append_u64 (info, key);
    pktmon_text_append_char (info, ' ');
    for (guint i = 0; i < 8; i++)
      pktmon_text_append_char (info, state & 0x80 >> i ? letters[i] : '*');
  }
  pktmon_dissection_begin (self, NULL, is_actor ? "Actor" : "Partner", start, value.end - start);
  pktmon_dissection_add_mac (self, is_actor ? "lacp.actor.sysid" : "lacp.partner.sysid", "System",
                             at + 2, system);
  pktmon_dissection_add_u64 (self, is_actor ? "lacp.actor.key" : "lacp.partner.key", "Key", at + 8,
                             2, key);
  pktmon_dissection_add_u64 (self, is_actor ? "lacp.actor.port" : "lacp.partner.port", "Port",
                             at + 12, 2, port);
  pktmon_dissection_add_hex (self, is_actor ? "lacp.actor.state" : "lacp.partner.state", "State",
                             at + 14, 1, state);
  pktmon_dissection_end (self, value.end);
}

static void
dissect_lacp (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint8 version = pktmon_bytes_u8 (bytes);

  if (bytes->failed)
    return;
  if (info != NULL) {
    pktmon_text_append_char (info, 'v');
    pktmon_text_append_u64 (info, version);
  }
  pktmon_dissection_add_u64 (self, "lacp.version", "Version", start, 1, version);
  while (pktmon_bytes_left (bytes) >= 2) {
    guint8 type, size;
    PktmonBytes value;

    start = bytes->position;
    type = pktmon_bytes_u8 (bytes);
    size = pktmon_bytes_u8 (bytes);
    if (size < 2)
      return;
    value = pktmon_bytes_split (bytes, size - 2u);
    if (!value.failed && (type == LACP_ACTOR || type == LACP_PARTNER))
      dissect_lacp_end (self, value, start, type == LACP_ACTOR);
  }
}

void
pktmon_dissect_slow (PktmonDissection *self, PktmonBytes *bytes)
{
  static const char *const names[] = { NULL, "LACP", "LAMP", "OAM" };
  gsize start = bytes->position;
  guint8 subtype = pktmon_bytes_u8 (bytes);
  const char *name = subtype < G_N_ELEMENTS (names) ? names[subtype] : NULL;

  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, name != NULL ? name : "Slow Protocols");
  pktmon_dissection_begin (self, "slow", "Slow Protocols", start, 1);
  pktmon_dissection_add_named (self, "slow.subtype", "Subtype", start, 1, subtype, name);
  if (subtype == SUBTYPE_LACP)
    dissect_lacp (self, bytes);
  pktmon_dissection_end (self, bytes->position);
}

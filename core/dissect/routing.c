/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* Routing protocols. */

static const char *
ospf_type_name (guint8 type)
{
  static const char *const names[] = {
    NULL, "Hello Packet", "DB Description", "LS Request", "LS Update", "LS Acknowledge",
  };

  return type < G_N_ELEMENTS (names) ? names[type] : NULL;
}

/* RFC 2328, RFC 5340 */
void
pktmon_dissect_ospf (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 version = pktmon_bytes_u8 (bytes);
  guint8 type = pktmon_bytes_u8 (bytes);
  guint16 length = pktmon_bytes_be16 (bytes);
  const guint8 *router = pktmon_bytes_take (bytes, 4);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "OSPF");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL && ospf_type_name (type) != NULL)
    pktmon_text_append (info, ospf_type_name (type));
  pktmon_dissection_begin (self, "ospf", "Open Shortest Path First", start, 8);
  pktmon_dissection_add_u64 (self, "ospf.version", "Version", start, 1, version);
  pktmon_dissection_add_named (self, "ospf.msg", "Message type", start + 1, 1, type,
                               ospf_type_name (type));
  pktmon_dissection_add_u64 (self, "ospf.packet_length", "Packet length", start + 2, 2, length);
  pktmon_dissection_add_ipv4 (self, "ospf.srcrouter", "Source router", start + 4, router);
  pktmon_dissection_end (self, bytes->position);
}

/* RFC 5798 */
void
pktmon_dissect_vrrp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 first = pktmon_bytes_u8 (bytes);
  guint8 router = pktmon_bytes_u8 (bytes);
  guint8 priority = pktmon_bytes_u8 (bytes);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "VRRP");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "Announcement (v");
    pktmon_text_append_u64 (info, first >> 4);
    pktmon_text_append (info, "), router ");
    pktmon_text_append_u64 (info, router);
  }
  pktmon_dissection_begin (self, "vrrp", "Virtual Router Redundancy Protocol", start, 3);
  pktmon_dissection_add_u64 (self, "vrrp.version", "Version", start, 1, first >> 4);
  pktmon_dissection_add_u64 (self, "vrrp.virt_rtr_id", "Virtual router ID", start + 1, 1, router);
  pktmon_dissection_add_u64 (self, "vrrp.prio", "Priority", start + 2, 1, priority);
  pktmon_dissection_end (self, bytes->position);
}

/* --- Those of which only version and type are known --- */

typedef struct {
  const char *protocol, *key, *name;
  guint8 version;  /* that must be there */
  gboolean in_one; /* version and type are halves of one byte */
  const char *type_key;
  const PktmonName *types;
  gsize n_types;
} Brief;

static void
dissect_brief (PktmonDissection *self, PktmonBytes *bytes, const Brief *brief)
{
  gsize start = bytes->position;
  guint8 first = pktmon_bytes_u8 (bytes);
  guint8 version = brief->in_one ? first >> 4 : first;
  guint8 type = brief->in_one ? first & 15 : pktmon_bytes_u8 (bytes);
  gsize type_at = bytes->position - 1;
  const char *name = pktmon_names_find (brief->types, brief->n_types, type);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, brief->protocol);
  if (bytes->failed || version != brief->version) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, name != NULL ? name : "Unknown type");
  pktmon_dissection_begin (self, brief->key, brief->name, start, bytes->position - start);
  pktmon_dissection_add_u64 (self, NULL, "Version", start, 1, version);
  pktmon_dissection_add_named (self, brief->type_key, "Type", type_at, 1, type, name);
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}

/* RFC 7868 section 6.6.1 */
void
pktmon_dissect_eigrp (PktmonDissection *self, PktmonBytes *bytes)
{
  static const PktmonName types[] = {
    { 1, "Update" }, { 2, "Request" },    { 3, "Query" },      { 4, "Reply" },
    { 5, "Hello" },  { 10, "SIA Query" }, { 11, "SIA Reply" },
  };
  static const Brief brief = {
    "EIGRP",
    "eigrp",
    "Enhanced Interior Gateway Routing Protocol",
    2,
    FALSE,
    "eigrp.opcode",
    types,
    G_N_ELEMENTS (types),
  };

  dissect_brief (self, bytes, &brief);
}

/* RFC 7761 section 4.9 */
void
pktmon_dissect_pim (PktmonDissection *self, PktmonBytes *bytes)
{
  static const PktmonName types[] = {
    { 0, "Hello" },      { 1, "Register" },  { 2, "Register-stop" },
    { 3, "Join/Prune" }, { 4, "Bootstrap" }, { 5, "Assert" },
    { 6, "Graft" },      { 7, "Graft-Ack" }, { 8, "Candidate-RP-Advertisement" },
  };
  static const Brief brief = {
    "PIMv2",
    "pim",
    "Protocol Independent Multicast",
    2,
    TRUE,
    "pim.type",
    types,
    G_N_ELEMENTS (types),
  };

  dissect_brief (self, bytes, &brief);
}

/* RFC 2453 section 4, RFC 1058; commands of both versions. */
void
pktmon_dissect_rip (PktmonDissection *self, PktmonBytes *bytes)
{
  static const PktmonName commands[] = { { 1, "Request" }, { 2, "Response" } };
  gsize start = bytes->position;
  guint8 command = pktmon_bytes_u8 (bytes);
  guint8 version = pktmon_bytes_u8 (bytes);
  const char *name = PKTMON_NAME_OF (commands, command);
  PktmonText *info;

  if (name == NULL || version < 1 || version > 2) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, version == 1 ? "RIPv1" : "RIPv2");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, name);
  pktmon_dissection_begin (self, "rip", "Routing Information Protocol", start, 2);
  pktmon_dissection_add_named (self, "rip.command", "Command", start, 1, command, name);
  pktmon_dissection_add_u64 (self, "rip.version", "Version", start + 1, 1, version);
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethernet.h"
#include "dissect/ethertype.h"
#include "dissect/hdlc-control.h"

#define SAP_SNAP 0xaa
#define IS_GROUP 0x01    /* in the destination's service access point */
#define IS_RESPONSE 0x01 /* in the source's */

/* IPX directly behind the length, without LLC: its checksum field stands where LLC would. */
#define IPX_WITHOUT_LLC 0xffff

typedef struct {
  guint8 sap;
  const char *name;
  const char *protocol; /* for the column; NULL: LLC's own */
  PktmonLayer layer;
} Sap;

static const Sap saps[] = {
  { 0x00, "NULL LSAP", NULL, NULL },
  { 0x02, "LLC Sub-Layer Management", NULL, NULL },
  { 0x04, "SNA Path Control", "SNA", NULL },
  { 0x06, "TCP/IP", NULL, pktmon_dissect_ip },
  { 0x42, "Spanning Tree BPDU", "STP", pktmon_dissect_stp },
  { 0x7e, "X.25 over 802.2", "X.25", NULL },
  { 0x80, "XNS", "XNS", NULL },
  { 0xaa, "SNAP", NULL, NULL },
  { 0xbc, "Banyan Vines", "VINES", NULL },
  { 0xe0, "NetWare", "IPX", NULL },
  { 0xf0, "NetBIOS", "NetBIOS", NULL },
  { 0xf4, "IBM Net Management", NULL, NULL },
  { 0xf8, "Remote Program Load", "RPL", NULL },
  { 0xfe, "ISO Network Layer", NULL, NULL },
  { 0xff, "Global DSAP", NULL, NULL },
};

/* Protocol identifiers of SNAP that are no EtherTypes. */
typedef struct {
  guint32 oui;
  guint16 pid;
  const char *name; /* for column and tree */
  PktmonLayer layer;
} Snap;

#define OUI_ETHERNET 0x000000
#define OUI_CISCO_90 0x0000f8 /* bridge tunnel encapsulation, used as OUI_ETHERNET */
#define OUI_CISCO 0x00000c
#define OUI_IEEE_802_1 0x0080c2

static const Snap snaps[] = {
  { OUI_CISCO, 0x0102, "DRiP", NULL },
  { OUI_CISCO, 0x0104, "PAgP", NULL },
  { OUI_CISCO, 0x0105, "MLS", NULL },
  { OUI_CISCO, 0x010b, "STP", pktmon_dissect_stp },
  { OUI_CISCO, 0x0111, "UDLD", NULL },
  { OUI_CISCO, 0x2000, "CDP", pktmon_dissect_cdp },
  { OUI_CISCO, 0x2001, "CGMP", NULL },
  { OUI_CISCO, 0x2003, "VTP", NULL },
  { OUI_CISCO, 0x2004, "DTP", NULL },
  { OUI_IEEE_802_1, 0x0001, "Ethernet", pktmon_dissect_ethernet }, /* with FCS */
  { OUI_IEEE_802_1, 0x0007, "Ethernet", pktmon_dissect_ethernet },
  { OUI_IEEE_802_1, 0x000e, "STP", NULL },
};

static const Sap *
find_sap (guint8 sap)
{
  for (gsize i = 0; i < G_N_ELEMENTS (saps); i++) {
    if (saps[i].sap == (sap & ~IS_GROUP) || saps[i].sap == sap)
      return &saps[i];
  }
  return NULL;
}

static const Snap *
find_snap (guint32 oui, guint16 pid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (snaps); i++) {
    if (snaps[i].oui == oui && snaps[i].pid == pid)
      return &snaps[i];
  }
  return NULL;
}

static void
append_sap (PktmonText *text, guint8 sap)
{
  const Sap *known = find_sap (sap);

  if (known != NULL)
    pktmon_text_append (text, known->name);
  else
    pktmon_text_append_hex (text, sap & ~IS_GROUP, 2);
}

static void
write_info (PktmonText *info, PktmonHdlcControl control, guint8 destination, guint8 source)
{
  pktmon_hdlc_control_append (control, (source & IS_RESPONSE) != 0, info);
  pktmon_text_append (info, "; DSAP ");
  append_sap (info, destination);
  pktmon_text_append (info, (destination & IS_GROUP) != 0 ? " Group, SSAP " : " Individual, SSAP ");
  append_sap (info, source);
  pktmon_text_append (info, (source & IS_RESPONSE) != 0 ? " Response" : " Command");
}

static void
add_sap (PktmonDissection *self, const char *key, const char *name, gsize start, guint8 sap)
{
  const Sap *known = find_sap (sap);

  pktmon_dissection_add_named_hex (self, key, name, start, 1, sap,
                                   known != NULL ? known->name : NULL);
}

static void
follow_name (PktmonDissection *self, const char *name, PktmonLayer layer)
{
  self->next = layer != NULL ? layer : pktmon_dissect_data;
  if (layer == NULL && name != NULL)
    pktmon_dissection_set_protocol (self, name);
}

/* Organization and protocol identifier, with the end of the LLC layer in the tree. */
static void
dissect_snap (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 oui = pktmon_bytes_be24 (bytes);
  guint16 pid = pktmon_bytes_be16 (bytes);
  gboolean is_type = oui == OUI_ETHERNET || oui == OUI_CISCO_90;
  const Snap *known = is_type ? NULL : find_snap (oui, pid);
  PktmonText *info = pktmon_dissection_get_info (self);

  if (bytes->failed)
    return;
  if (info != NULL) {
    pktmon_text_append (info, "; SNAP, OUI ");
    pktmon_text_append_hex (info, oui, 6);
    pktmon_text_append (info, ", PID ");
    pktmon_text_append_hex (info, pid, 4);
  }
  pktmon_dissection_add_hex (self, "llc.oui", "Organization Code", start, 3, oui);
  if (is_type) {
    pktmon_dissection_add_named_hex (self, "llc.type", "Type", start + 3, 2, pid,
                                     pktmon_ethertype_get_name (pid));
    pktmon_ethertype_follow (self, pid);
    return;
  }
  pktmon_dissection_add_named_hex (self, "llc.pid", "Protocol ID", start + 3, 2, pid,
                                   known != NULL ? known->name : NULL);
  if (known != NULL)
    follow_name (self, known->name, known->layer);
  else
    self->next = pktmon_dissect_data;
}

static void
dissect_header (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 destination = pktmon_bytes_u8 (bytes);
  guint8 source = pktmon_bytes_u8 (bytes);
  PktmonHdlcControl control = pktmon_hdlc_control_take (bytes);
  PktmonText *info = pktmon_dissection_get_info (self);
  const Sap *known = find_sap (destination);

  if (bytes->failed)
    return;
  if (info != NULL)
    write_info (info, control, destination, source);
  add_sap (self, "llc.dsap", "DSAP", start, destination);
  add_sap (self, "llc.ssap", "SSAP", start + 1, source);
  pktmon_dissection_add_hex (self, "llc.control", "Control field", start + 2, control.size,
                             control.value);
  if (!pktmon_hdlc_control_has_data (control))
    self->next = pktmon_dissect_data;
  else if (destination == SAP_SNAP && (source & ~IS_RESPONSE) == SAP_SNAP)
    dissect_snap (self, bytes);
  else if (known != NULL)
    follow_name (self, known->protocol, known->layer);
  else
    self->next = pktmon_dissect_data;
}

void
pktmon_dissect_llc (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  if (pktmon_bytes_peek_be16 (bytes, 0) == IPX_WITHOUT_LLC) {
    pktmon_dissection_set_protocol (self, "IPX");
    self->next = pktmon_dissect_data;
    return;
  }
  pktmon_dissection_set_protocol (self, "LLC");
  pktmon_dissection_begin (self, "llc", "Logical-Link Control", start, 0);
  dissect_header (self, bytes);
  pktmon_dissection_end (self, bytes->position);
}

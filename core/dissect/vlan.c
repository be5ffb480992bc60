/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethernet.h"
#include "dissect/ethertype.h"

#define ID_MASK 0x0fff
#define DROP_ELIGIBLE 0x1000
#define PRIORITY_SHIFT 13

static void
add_tree (PktmonDissection *self, gsize start, guint16 tag, guint16 type)
{
  pktmon_dissection_begin (self, "vlan", "802.1Q Virtual LAN", start, 4);
  pktmon_dissection_add_u64 (self, "vlan.priority", "Priority", start, 1,
                             (guint64) (tag >> PRIORITY_SHIFT));
  pktmon_dissection_add_named (self, "vlan.dei", "DEI", start, 1, (tag & DROP_ELIGIBLE) != 0,
                               (tag & DROP_ELIGIBLE) != 0 ? "Eligible" : "Ineligible");
  pktmon_dissection_add_u64 (self, "vlan.id", "ID", start, 2, tag & ID_MASK);
  pktmon_ethernet_add_type (self, "vlan.etype", "vlan.len", start + 2, type);
  pktmon_dissection_end (self, start + 4);
}

static void
write_info (PktmonText *info, guint16 tag)
{
  pktmon_text_append (info, "PRI: ");
  pktmon_text_append_u64 (info, (guint64) (tag >> PRIORITY_SHIFT));
  pktmon_text_append (info, "  DEI: ");
  pktmon_text_append_u64 (info, (tag & DROP_ELIGIBLE) != 0);
  pktmon_text_append (info, "  ID: ");
  pktmon_text_append_u64 (info, tag & ID_MASK);
}

void
pktmon_dissect_vlan (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonFields *fields = &self->summary->fields;
  gsize start = bytes->position;
  guint16 tag = pktmon_bytes_be16 (bytes);
  guint16 type = pktmon_bytes_be16 (bytes);
  PktmonText *info;

  if (bytes->failed)
    return;
  if ((fields->present & PKTMON_FIELD_VLAN) == 0) {
    fields->vlan_id = tag & ID_MASK;
    fields->present |= PKTMON_FIELD_VLAN;
  }
  pktmon_dissection_set_protocol (self, "802.1Q");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, tag);
  if (self->tree != NULL)
    add_tree (self, start, tag, type);
  pktmon_ethernet_follow (self, bytes, type);
}

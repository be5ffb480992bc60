/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethernet.h"
#include "dissect/ethertype.h"

#define ENTRY_SIZE 4
#define BOTTOM 0x100

/* Labels of one packet; a deeper stack ends it. */
#define MAX_LABELS 64

#define CONTROL_WORD_SIZE 4
#define ETHERNET_HEADER_SIZE 14

/* https://www.iana.org/assignments/mpls-label-values */
static const char *
label_name (guint32 label)
{
  static const char *const names[] = {
    [0] = "IPv4 Explicit-Null",
    [1] = "Router Alert",
    [2] = "IPv6 Explicit-Null",
    [3] = "Implicit-Null",
    [7] = "Entropy Label Indicator (ELI)",
    [13] = "Generic Associated Channel Label (GAL)",
    [14] = "OAM Alert",
  };

  return label < G_N_ELEMENTS (names) ? names[label] : NULL;
}

static void
add_entry (PktmonDissection *self, gsize start, guint32 entry)
{
  guint32 label = entry >> 12;

  pktmon_dissection_begin (self, "mpls", "MultiProtocol Label Switching Header", start, ENTRY_SIZE);
  pktmon_dissection_add_named (self, "mpls.label", "MPLS Label", start, 3, label,
                               label_name (label));
  pktmon_dissection_add_u64 (self, "mpls.exp", "MPLS Experimental Bits", start + 2, 1,
                             entry >> 9 & 7);
  pktmon_dissection_add_u64 (self, "mpls.bottom", "MPLS Bottom Of Label Stack", start + 2, 1,
                             (entry & BOTTOM) != 0);
  pktmon_dissection_add_u64 (self, "mpls.ttl", "MPLS TTL", start + 3, 1, entry & 0xff);
  pktmon_dissection_end (self, start + ENTRY_SIZE);
}

/* Whether an Ethernet header of a kind that is known lies @ahead of the cursor. */
static gboolean
looks_like_ethernet (const PktmonBytes *bytes, gsize ahead)
{
  guint16 type = pktmon_bytes_peek_be16 (bytes, ahead + 12);

  if (pktmon_bytes_left (bytes) < ahead + ETHERNET_HEADER_SIZE)
    return FALSE;
  return type < PKTMON_ETHERTYPE_FIRST
             ? type > 0 && type <= pktmon_bytes_left (bytes) - ahead - ETHERNET_HEADER_SIZE
             : pktmon_ethertype_get_name (type) != NULL;
}

static void
follow (PktmonDissection *self, PktmonBytes *bytes)
{
  guint8 nibble = pktmon_bytes_peek_u8 (bytes, 0) >> 4;

  self->next = pktmon_dissect_data;
  if (nibble == 4)
    self->next = pktmon_dissect_ipv4;
  else if (nibble == 6)
    self->next = pktmon_dissect_ipv6;
  else if (nibble == 0 && looks_like_ethernet (bytes, CONTROL_WORD_SIZE)) {
    gsize start = bytes->position;

    pktmon_bytes_skip (bytes, CONTROL_WORD_SIZE);
    pktmon_dissection_begin (self, "pweth", "PW Ethernet Control Word", start, CONTROL_WORD_SIZE);
    pktmon_dissection_end (self, bytes->position);
    self->next = pktmon_dissect_ethernet;
  } else if (looks_like_ethernet (bytes, 0))
    self->next = pktmon_dissect_ethernet;
}

void
pktmon_dissect_mpls (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info;
  guint32 entry = 0;

  pktmon_dissection_set_protocol (self, "MPLS");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, "MPLS Label Switched Packet");
  for (guint i = 0; i < MAX_LABELS && (entry & BOTTOM) == 0; i++) {
    gsize start = bytes->position;

    entry = pktmon_bytes_be32 (bytes);
    if (bytes->failed)
      return;
    if (self->tree != NULL)
      add_entry (self, start, entry);
  }
  if ((entry & BOTTOM) != 0)
    follow (self, bytes);
}

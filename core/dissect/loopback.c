/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/loopback.h"

#include "dissect/layers.h"
#include "dissect/ethertype.h"

#define HEADER_SIZE 4

/* PPP frames occur behind this link type too. */
#define PPP_START 0xff03

PktmonLayer
pktmon_address_family_find (guint32 family)
{
  switch (family) {
  case 2: /* everywhere */
    return pktmon_dissect_ipv4;
  case 10: /* Linux */
  case 23: /* Windows */
  case 24: /* NetBSD, OpenBSD, BSD/OS */
  case 28: /* FreeBSD, DragonFly */
  case 30: /* Darwin */
    return pktmon_dissect_ipv6;
  default:
    return NULL;
  }
}

static void
write_info (PktmonText *info, guint32 family)
{
  pktmon_text_append (info, "Unknown family ");
  pktmon_text_append_u64 (info, family);
}

void
pktmon_dissect_loopback (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 family;
  PktmonText *info;

  if (pktmon_bytes_peek_be16 (bytes, 0) == PPP_START) {
    self->next = pktmon_dissect_ppp;
    return;
  }
  family = pktmon_bytes_be32 (bytes);
  pktmon_dissection_set_protocol (self, "NULL");
  if (bytes->failed)
    return;
  if (family > 0xffff)
    family = GUINT32_SWAP_LE_BE (family);
  pktmon_dissection_begin (self, "null", "Null/Loopback", start, HEADER_SIZE);
  pktmon_dissection_add_u64 (self, "null.family", "Family", start, HEADER_SIZE, family);
  pktmon_dissection_end (self, start + HEADER_SIZE);
  if (family >= PKTMON_ETHERTYPE_FIRST && family <= 0xffff) {
    pktmon_ethertype_follow (self, (guint16) family);
    return;
  }
  self->next = pktmon_address_family_find (family);
  if (self->next != NULL)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, family);
  self->next = pktmon_dissect_data;
}

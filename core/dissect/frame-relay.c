/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#include "dissect/ethertype.h"
#include "dissect/hdlc-control.h"

/* Set in the last byte of the address field. */
#define LAST_BYTE 0x01
#define MAX_ADDRESS_SIZE 4

/* Network layer protocol identifiers (ISO/IEC TR 9577, RFC 2427 section 4). */
#define NLPID_PADDING 0x00
#define NLPID_SNAP 0x80
#define NLPID_IPV6 0x8e
#define NLPID_IPV4 0xcc

/* Q.922 section 3.3: 6 bits of the first byte, 4 of the second, 7 of a third, and of a fourth 6. */
static gboolean
take_address (PktmonBytes *bytes, guint32 *dlci)
{
  guint8 first = pktmon_bytes_u8 (bytes);
  guint8 second = pktmon_bytes_u8 (bytes);
  guint8 last = second;

  *dlci = (guint32) (first >> 2) << 4 | second >> 4;
  if ((first & LAST_BYTE) != 0)
    return FALSE;
  for (guint i = 2; i < MAX_ADDRESS_SIZE && (last & LAST_BYTE) == 0; i++) {
    last = pktmon_bytes_u8 (bytes);
    *dlci = (last & LAST_BYTE) != 0 ? *dlci << 6 | last >> 2 : *dlci << 7 | last >> 1;
  }
  return !bytes->failed && (last & LAST_BYTE) != 0;
}

static void
follow_nlpid (PktmonDissection *self, PktmonBytes *bytes)
{
  guint8 nlpid;

  if (pktmon_bytes_peek_u8 (bytes, 0) == NLPID_PADDING)
    pktmon_bytes_skip (bytes, 1);
  nlpid = pktmon_bytes_u8 (bytes);
  self->next = pktmon_dissect_data;
  if (nlpid == NLPID_IPV4)
    self->next = pktmon_dissect_ipv4;
  else if (nlpid == NLPID_IPV6)
    self->next = pktmon_dissect_ipv6;
  else if (nlpid == NLPID_SNAP && pktmon_bytes_be24 (bytes) == 0)
    pktmon_ethertype_follow (self, pktmon_bytes_be16 (bytes));
}

static void
write_info (PktmonText *info, guint32 dlci)
{
  pktmon_text_append (info, "DLCI ");
  pktmon_text_append_u64 (info, dlci);
}

void
pktmon_dissect_frame_relay (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 dlci;
  gboolean is_good = take_address (bytes, &dlci);
  gsize address_end = bytes->position;
  PktmonHdlcControl control = { 0 };
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "FR");
  if (!is_good)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, dlci);
  pktmon_dissection_begin (self, "fr", "Frame Relay", start, bytes->position - start);
  pktmon_dissection_add_u64 (self, "fr.dlci", "DLCI", start, address_end - start, dlci);
  if (pktmon_ethertype_find (pktmon_bytes_peek_be16 (bytes, 0)) != NULL) {
    pktmon_dissection_end (self, address_end);
    pktmon_ethertype_follow (self, pktmon_bytes_be16 (bytes));
    return;
  }
  control = pktmon_hdlc_control_take (bytes);
  if (info != NULL && !bytes->failed) {
    pktmon_text_append (info, ", ");
    pktmon_hdlc_control_append (control, FALSE, info);
  }
  if (!bytes->failed)
    pktmon_dissection_add_hex (self, "fr.control", "Control Field", address_end, control.size,
                               control.value);
  pktmon_dissection_end (self, bytes->position);
  if (control.value == PKTMON_HDLC_UI && !bytes->failed)
    follow_nlpid (self, bytes);
  else
    self->next = pktmon_dissect_data;
}

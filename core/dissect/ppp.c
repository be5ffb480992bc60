/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

/* Address "all stations" and control "unnumbered information" (RFC 1662 section 3.1). */
#define ADDRESS_AND_CONTROL 0xff03
/* Set in the last byte of a protocol number, and there alone (RFC 1661 section 2). */
#define LAST_BYTE 0x01

typedef struct {
  guint16 protocol;
  const char *column;
  const char *name;
  PktmonLayer layer;
} Entry;

/* https://www.iana.org/assignments/ppp-numbers */
static const Entry entries[] = {
  { 0x0021, "IPv4", "Internet Protocol version 4", pktmon_dissect_ipv4 },
  { 0x0057, "IPv6", "Internet Protocol version 6", pktmon_dissect_ipv6 },
  { 0x0001, "PPP", "Padding Protocol", NULL },
  { 0x0023, "OSI", "OSI Network Layer", NULL },
  { 0x0029, "AppleTalk", "AppleTalk", NULL },
  { 0x002b, "IPX", "Novell IPX", NULL },
  { 0x002d, "PPP VJ", "Van Jacobson Compressed TCP/IP", NULL },
  { 0x002f, "PPP VJ", "Van Jacobson Uncompressed TCP/IP", NULL },
  { 0x0031, "PPP BPDU", "Bridging PDU", NULL },
  { 0x003d, "PPP MP", "Multi-Link", NULL },
  { 0x0059, "PPP Mux", "PPP Muxing", NULL },
  { 0x00fb, "PPP Comp", "Single link compression in multilink", NULL },
  { 0x00fd, "PPP Comp", "Compressed datagram", NULL },
  { 0x0207, "CDP", "Cisco Discovery Protocol", NULL },
  { 0x0281, "MPLS", "MPLS Unicast", pktmon_dissect_mpls },
  { 0x0283, "MPLS", "MPLS Multicast", pktmon_dissect_mpls },
  { 0x8021, "PPP IPCP", "Internet Protocol Control Protocol", pktmon_dissect_ppp_control },
  { 0x8023, "PPP OSINLCP", "OSI Network Layer Control Protocol", pktmon_dissect_ppp_control },
  { 0x802b, "PPP IPXCP", "Novell IPX Control Protocol", pktmon_dissect_ppp_control },
  { 0x8031, "PPP BCP", "Bridging NCP", pktmon_dissect_ppp_control },
  { 0x8053, "PPP ECP", "Encryption Control Protocol", pktmon_dissect_ppp_control },
  { 0x8057, "PPP IPV6CP", "IPv6 Control Protocol", pktmon_dissect_ppp_control },
  { 0x80fb, "PPP CCP", "Single link compression in multilink control", pktmon_dissect_ppp_control },
  { 0x80fd, "PPP CCP", "Compression Control Protocol", pktmon_dissect_ppp_control },
  { 0x8207, "PPP CDPCP", "Cisco Discovery Protocol Control Protocol", pktmon_dissect_ppp_control },
  { 0x8281, "PPP MPLSCP", "MPLS Control Protocol", pktmon_dissect_ppp_control },
  { 0xc021, "PPP LCP", "Link Control Protocol", pktmon_dissect_ppp_control },
  { 0xc023, "PPP PAP", "Password Authentication Protocol", pktmon_dissect_ppp_pap },
  { 0xc025, "PPP LQR", "Link Quality Report", NULL },
  { 0xc029, "PPP CBCP", "Callback Control Protocol", pktmon_dissect_ppp_control },
  { 0xc02b, "PPP BACP", "Bandwidth Allocation Control Protocol", pktmon_dissect_ppp_control },
  { 0xc02d, "PPP BAP", "Bandwidth Allocation Protocol", NULL },
  { 0xc223, "PPP CHAP", "Challenge Handshake Authentication Protocol", pktmon_dissect_ppp_chap },
  { 0xc227, "EAP", "Extensible Authentication Protocol", NULL },
};

static const Entry *
find (guint16 protocol)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    if (entries[i].protocol == protocol)
      return &entries[i];
  }
  return NULL;
}

static void
write_info (PktmonText *info, guint16 protocol, const Entry *entry)
{
  pktmon_text_append (info, "PPP ");
  pktmon_text_append (info, entry != NULL ? entry->name : "Unknown");
  pktmon_text_append (info, " (");
  pktmon_text_append_hex (info, protocol, 4);
  pktmon_text_append_char (info, ')');
}

void
pktmon_dissect_ppp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize protocol_start;
  guint16 protocol;
  const Entry *entry;
  PktmonText *info;

  if (pktmon_bytes_peek_be16 (bytes, 0) == ADDRESS_AND_CONTROL)
    pktmon_bytes_skip (bytes, 2);
  protocol_start = bytes->position;
  protocol = pktmon_bytes_u8 (bytes);
  if ((protocol & LAST_BYTE) == 0)
    protocol = (guint16) (protocol << 8 | pktmon_bytes_u8 (bytes));
  entry = find (protocol);
  pktmon_dissection_set_protocol (self, !bytes->failed && entry != NULL ? entry->column : "PPP");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, protocol, entry);
  pktmon_dissection_begin (self, "ppp", "Point-to-Point Protocol", start, bytes->position - start);
  pktmon_dissection_add_named_hex (self, "ppp.protocol", "Protocol", protocol_start,
                                   bytes->position - protocol_start, protocol,
                                   entry != NULL ? entry->name : NULL);
  pktmon_dissection_end (self, bytes->position);
  self->next = entry != NULL && entry->layer != NULL ? entry->layer : pktmon_dissect_data;
}

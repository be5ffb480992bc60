/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The numbers of https://www.iana.org/assignments/ieee-802-numbers that code asks for. */
#define PKTMON_ETHERTYPE_IPV4 0x0800
#define PKTMON_ETHERTYPE_ARP 0x0806
#define PKTMON_ETHERTYPE_TRANSPARENT_BRIDGING 0x6558
#define PKTMON_ETHERTYPE_VLAN 0x8100
#define PKTMON_ETHERTYPE_IPV6 0x86dd
#define PKTMON_ETHERTYPE_PPP 0x880b
#define PKTMON_ETHERTYPE_SERVICE_VLAN 0x88a8

/* The smallest number that is a type and not a length (IEEE 802.3 clause 3.2.6). */
#define PKTMON_ETHERTYPE_FIRST 0x0600

/* The layer of an EtherType; NULL: none is known. */
PktmonLayer pktmon_ethertype_find (guint16 ethertype);
/* What it stands for, as Wireshark has it ("IPv4", "802.1Q Virtual LAN"); static; NULL: unknown. */
const char *pktmon_ethertype_get_name (guint16 ethertype);

/* Ends a header whose EtherType says what follows: sets `next`, and where the protocol is known by
 * name alone, the columns to that name. */
void pktmon_ethertype_follow (PktmonDissection *self, guint16 ethertype);
/* The same for the header of a frame, or a tag behind it: fields.ethertype receives the first
 * EtherType that is not a VLAN tag. */
void pktmon_ethertype_follow_frame (PktmonDissection *self, guint16 ethertype);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/field-tree.h"

G_BEGIN_DECLS

/* The expression of pcap-filter(7) that packets match which have the same value in the same field
 * as the packet of @tree has at @position, in headers of the same kind: "ip src host 10.0.0.1",
 * "vlan and tcp dst port 443". The packet itself always matches, unless libpcap cannot read
 * packets of its link type.
 *
 * Returns: (transfer full): NULL where the language has no words for it. */
char *pktmon_field_filter_new (const PktmonFieldTree *tree, guint position);

/* The same for a layer of the packet: what @question asks there ("tcp port 443"), behind the words
 * that step over the headers before it ("vlan and tcp port 443"). NULL where there are none. */
char *pktmon_field_filter_new_for_layer (const PktmonFieldTree *tree, guint layer,
                                         const char *question);

G_END_DECLS

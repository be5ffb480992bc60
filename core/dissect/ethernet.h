/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* Addresses of an Ethernet header, or one like it, of 6 bytes each: for the columns, and for the
 * fields when they are the packet's first. */
void pktmon_ethernet_set_addresses (PktmonDissection *self, const guint8 *source,
                                    const guint8 *destination);
/* For headers that end with Ethernet's type or length field, @type:
 * sets `next` from it, and limits @bytes to the length. */
void pktmon_ethernet_follow (PktmonDissection *self, PktmonBytes *bytes, guint16 type);
/* Adds the field to the tree; @start is its position. */
void pktmon_ethernet_add_type (PktmonDissection *self, const char *type_key, const char *length_key,
                               gsize start, guint16 type);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The header of BSD loopback devices: a number for the address family, in the byte order of the
 * capturing machine or of the network; both are told apart by its size. */
void pktmon_dissect_loopback (PktmonDissection *self, PktmonBytes *bytes);
/* The layer of an address family number of any of the systems that write such headers; NULL when it
 * is neither IPv4 nor IPv6. */
PktmonLayer pktmon_address_family_find (guint32 family);

G_END_DECLS

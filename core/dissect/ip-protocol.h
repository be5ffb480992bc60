/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* Protocol numbers of IPv4 and next headers of IPv6
 * (https://www.iana.org/assignments/protocol-numbers). */

/* Name for the protocol column, NULL when it is not known. */
const char *pktmon_ip_protocol_get_name (guint8 number);

/* Hands on to the protocol of @number. */
void pktmon_ip_protocol_follow (PktmonDissection *self, guint8 number);

G_END_DECLS

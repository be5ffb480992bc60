/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* Protocols that are known on every port by how they begin, each in the file named after it:
 * whether one begins at @payload. @self is that of the transport header before it. None moves the
 * cursor; all look at a few bytes only, most often at one. */
gboolean pktmon_dns_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_dtls_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_quic_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_rtcp_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_ssh_is_here (const PktmonDissection *self, const PktmonBytes *payload);
/* HTTP/1 and its relatives. */
gboolean pktmon_start_line_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_stun_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_tls_is_here (const PktmonDissection *self, const PktmonBytes *payload);
gboolean pktmon_wireguard_is_here (const PktmonDissection *self, const PktmonBytes *payload);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The layer that takes a transport payload apart, found by its first bytes and by the ports of the last
 * transport header (self->source_port, self->destination_port); NULL when none is known. Neither moves
 * the cursor. @payload may be empty. */
PktmonLayer pktmon_application_find_tcp (const PktmonDissection *self, const PktmonBytes *payload);
PktmonLayer pktmon_application_find_udp (const PktmonDissection *self, const PktmonBytes *payload);

G_END_DECLS

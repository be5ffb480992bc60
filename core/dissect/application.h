/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The layer that takes a transport payload apart, found by its first bytes and by the ports of the
 * last transport header (self->source_port, self->destination_port); the one for data when none is
 * known.
 * Neither moves the cursor. @payload may be empty.
 *
 * A port is no proof: a layer found by its port looks at the bytes before it touches the columns,
 * and rejects those that are not its own. */
PktmonLayer pktmon_application_find_tcp (const PktmonDissection *self, const PktmonBytes *payload);
PktmonLayer pktmon_application_find_udp (const PktmonDissection *self, const PktmonBytes *payload);

/* What a layer does with bytes that are not its own: the columns stay those of the header before,
 * and the tree shows the bytes from the position @start on as data. */
void pktmon_application_reject (PktmonDissection *self, PktmonBytes *bytes, gsize start);

/* What a layer does with bytes behind its own that no other layer takes: the tree shows them as
 * data. */
void pktmon_application_leave (PktmonDissection *self, const PktmonBytes *bytes);

G_END_DECLS

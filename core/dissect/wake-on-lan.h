/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The packet that wakes a machine: six bytes ff, its address 16 times, perhaps a password. */
void pktmon_dissect_wake_on_lan (PktmonDissection *self, PktmonBytes *bytes);
/* Whether such a packet begins at the cursor. */
gboolean pktmon_wake_on_lan_matches (const PktmonBytes *bytes);

G_END_DECLS

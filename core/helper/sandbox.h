/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* Leaves the process, and threads that it starts from now on, only the system calls that capturing
 * takes: no files are opened, no programs started, no other processes reached. Other calls fail.
 * Sources that are opened later need the same calls as before.
 * @scope: PKTMON_SCOPE_NAMESPACES: network namespaces may be entered; PKTMON_SCOPE_DEVICES: devices
 * of libpcap are read, though none is opened any more.
 * Call it with one thread, after no_new_privs. */
gboolean pktmon_sandbox_enter (guint scope, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "helper/protocol.h"

G_BEGIN_DECLS

/* The rights of the helper's process, which only ever become fewer:
 *
 *   from its start   no_new_privs, no core files, not traceable, a limited number of descriptors
 *   from HELLO on    CAP_NET_RAW; CAP_SYS_ADMIN with PKTMON_SCOPE_NAMESPACES; CAP_NET_ADMIN with
 *                    PKTMON_SCOPE_DEVICES or _STACK; CAP_BPF, CAP_PERFMON and CAP_SYSLOG with
 *                    PKTMON_SCOPE_STACK; what it takes to give up the rest later
 *   from START on    the user who asked, not root; CAP_NET_RAW, for sources that are added later;
 *                    CAP_SYS_ADMIN with PKTMON_SCOPE_NAMESPACES, for the same, where system calls
 *                    leave it nothing but setns to a network namespace (helper/sandbox.h) */

/* At the start. */
gboolean pktmon_privilege_begin (GError **error);
/* At HELLO. @scope: (inout): what was asked for; what of it the rights allow. */
gboolean pktmon_privilege_restrict (guint16 *scope, GError **error);
/* At the first START. @user, @group: of who asked. */
gboolean pktmon_privilege_drop (guint scope, uid_t user, gid_t group, GError **error);

G_END_DECLS

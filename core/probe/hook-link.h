/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* BPF programs at the hooks of the packet filter, for which libbpf may be too old. */

#define PKTMON_HOOK_PROGRAM_TYPE 32u /* BPF_PROG_TYPE_NETFILTER */
#define PKTMON_HOOK_ATTACH_TYPE 45u  /* BPF_NETFILTER */

/* Calls @program at a hook (NF_INET_…) of a family (NFPROTO_…) of the calling thread's network
 * namespace, before all rules.
 * Returns: a descriptor that keeps it there; negative: errno says why not. */
int pktmon_hook_link_new (int program, guint family, guint hook);

G_END_DECLS

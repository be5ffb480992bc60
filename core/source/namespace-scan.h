/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/namespace.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_NAMESPACE_SCAN_NAMED,     /* the program's own, and those of /run/netns */
  PKTMON_NAMESPACE_SCAN_PROCESSES, /* and those that only processes hold, containers' */
} PktmonNamespaceScan;

/* Where ip-netns(8) keeps names. */
#define PKTMON_NAMESPACE_FOLDER "/run/netns"

/* Every network namespace that can be seen, each once, the program's own first. A namespace
 * without a name is called by its number, "#4026532281", which stays the same while it lives.
 * Namespaces of other users' processes are seen only with the right to look at those. Any thread.
 * Returns: (transfer full) (element-type PktmonNamespace). */
GPtrArray *pktmon_namespace_scan (PktmonNamespaceScan scan);

G_END_DECLS

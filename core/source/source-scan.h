/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/link-watch.h"
#include "source/namespace-scan.h"

G_BEGIN_DECLS

/* Looking for data sources, which waits for the kernel; private to core/source. Any thread. */

/* A namespace; when it was not known already, with the watch of its interfaces, or with the error
 * why it cannot be looked into. */
typedef struct {
  PktmonNamespace *namespace;
  PktmonLinkWatch *watch;
  GError *error;
} PktmonFoundNamespace;

typedef struct {
  GPtrArray *namespaces; /* (element-type PktmonFoundNamespace), the program's own first */
  GPtrArray *devices;    /* (element-type PktmonDataSource); NULL: not looked for */
  gint64 cost;           /* microseconds of a processor that it took */
} PktmonFoundSources;

/* Whether both stand for the same namespace, by the same name. */
gboolean pktmon_namespace_is_same (PktmonNamespace *a, PktmonNamespace *b);

/* @known: (element-type PktmonNamespace): namespaces that are watched already. */
PktmonFoundSources *pktmon_source_scan (PktmonNamespaceScan scan, gboolean with_devices,
                                        GPtrArray *known);
void pktmon_found_sources_free (PktmonFoundSources *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonFoundSources, pktmon_found_sources_free)

G_END_DECLS

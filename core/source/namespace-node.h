/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/data-source.h"
#include "source/link-watch.h"

G_BEGIN_DECLS

/* PktmonNamespaceNode: one network namespace of the tree with its interfaces, each under what it
 * belongs to; private to core/source.
 *
 * Signal `changed`: interfaces came or went, or may have other peers. Main thread only. */
#define PKTMON_TYPE_NAMESPACE_NODE (pktmon_namespace_node_get_type())
G_DECLARE_FINAL_TYPE (PktmonNamespaceNode, pktmon_namespace_node, PKTMON, NAMESPACE_NODE, GObject)

/* @watch: (transfer full): of its interfaces; NULL when it cannot be looked into, with @error
 * (transfer full). */
PktmonNamespaceNode *pktmon_namespace_node_new (PktmonNamespace *namespace, PktmonLinkWatch *watch,
                                                GError *error);

/* The data source that stands for the namespace. Borrowed. */
PktmonDataSource *pktmon_namespace_node_get_source (PktmonNamespaceNode *self);
PktmonNamespace *pktmon_namespace_node_get_namespace (PktmonNamespaceNode *self);
/* The interface with @index; NULL when there is none. Borrowed. */
PktmonDataSource *pktmon_namespace_node_find (PktmonNamespaceNode *self, int index);

/* Links its veth devices with their other ends in any of @nodes (element-type
 * PktmonNamespaceNode). */
void pktmon_namespace_node_link_peers (PktmonNamespaceNode *self, GPtrArray *nodes);
/* NULL when the namespace cannot be looked into. Borrowed. */
PktmonLinkWatch *pktmon_namespace_node_get_watch (PktmonNamespaceNode *self);
/* What the watch has read of its interfaces, at the monotonic time @now in microseconds. */
void pktmon_namespace_node_take_counters (PktmonNamespaceNode *self, GHashTable *counters,
                                          gint64 now);

G_END_DECLS

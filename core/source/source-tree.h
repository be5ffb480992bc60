/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/data-source.h"
#include "source/namespace-scan.h"

G_BEGIN_DECLS

/* PktmonSourceTree: everything that packets can be captured from on this machine, as a GListModel
 * of the roots: network namespaces, the program's own first, then other devices. It follows what
 * changes: interfaces at once, namespaces with names at once, those of processes within seconds.
 * Needs no privileges; what cannot be looked into stays, and says why.
 *
 * Signal `changed` (no arguments): sources came, went or changed, or rates were measured; once for
 * all that comes together. Only by then do veth devices that came have their peers.
 *
 * Belongs to the thread that made it, whose default main context must run for it to follow. */
#define PKTMON_TYPE_SOURCE_TREE (pktmon_source_tree_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceTree, pktmon_source_tree, PKTMON, SOURCE_TREE, GObject)

/* @scan: which namespaces are looked for; with …_PROCESSES, other devices are listed too. */
PktmonSourceTree *pktmon_source_tree_new (PktmonNamespaceScan scan);
/* The same, but nothing is in it at first: all that is there comes at once with the first
 * `changed`, so that the thread never waits for the kernel. */
PktmonSourceTree *pktmon_source_tree_new_in_background (PktmonNamespaceScan scan);
/* Whether that has come. */
gboolean pktmon_source_tree_is_complete (PktmonSourceTree *self);

/* The source with that id; NULL when there is none (now). Borrowed. */
PktmonDataSource *pktmon_source_tree_find (PktmonSourceTree *self, const char *id);

/* Whether @namespace is in it. */
gboolean pktmon_source_tree_has_namespace (PktmonSourceTree *self, PktmonNamespace *namespace);

typedef void (*PktmonSourceTreeFunc) (PktmonDataSource *source, gpointer user_data);
/* Calls @func for every source, parents before their children. */
void pktmon_source_tree_foreach (PktmonSourceTree *self, PktmonSourceTreeFunc func,
                                 gpointer user_data);

/* Measures rates each second, until everyone who began it has ended it. */
void pktmon_source_tree_begin_measuring (PktmonSourceTree *self);
void pktmon_source_tree_end_measuring (PktmonSourceTree *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "source/link.h"
#include "source/namespace.h"

G_BEGIN_DECLS

/* PktmonLinkWatch: the interfaces of one network namespace, live through rtnetlink(7).
 *
 * Signal `changed` (int index): the interface appeared, changed, or is gone; index 0: anything may
 * have changed. It comes to the thread that started the watch; all functions belong to that thread,
 * but for those that say otherwise: they wait for the kernel. */
#define PKTMON_TYPE_LINK_WATCH (pktmon_link_watch_get_type())
G_DECLARE_FINAL_TYPE (PktmonLinkWatch, pktmon_link_watch, PKTMON, LINK_WATCH, GObject)

/* Knows the interfaces as they are now, and follows no change yet. Any thread.
 * Returns: (transfer full): NULL with an error when the namespace cannot be looked into. */
PktmonLinkWatch *pktmon_link_watch_new (PktmonNamespace *namespace, GError **error);
/* Follows all changes since it was made, in the thread's default main context, until it is stopped,
 * which is before the last reference goes. */
void pktmon_link_watch_start (PktmonLinkWatch *self);
void pktmon_link_watch_stop (PktmonLinkWatch *self);

/* Indexes of all interfaces, ascending. (transfer full) (element-type int) */
GArray *pktmon_link_watch_list (PktmonLinkWatch *self);
/* Fills @link, which the caller clears; FALSE when there is no interface with @index. */
gboolean pktmon_link_watch_get (PktmonLinkWatch *self, int index, PktmonLink *link);
/* The number by which this namespace's interfaces refer to @other; -1 when none does. */
int pktmon_link_watch_find_namespace (PktmonLinkWatch *self, PktmonNamespace *other);

/* Asks the kernel for the counters of all interfaces. Any thread, one at a time.
 * Returns: (transfer full): index → PktmonLinkCounters; NULL when it does not answer. */
GHashTable *pktmon_link_watch_read_counters (PktmonLinkWatch *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "source/source-tree.h"

G_BEGIN_DECLS

#define PKTMON_API_VERSION 1

/* PktmonMonitor: the way to everything else of the Pktmon API: a program makes one, lists what it
 * can capture from, and makes sessions and streams. It needs no privileges.
 *
 * It belongs to the thread that made it, whose default main context must run for lists and
 * sessions to follow. */
#define PKTMON_TYPE_MONITOR (pktmon_monitor_get_type())
G_DECLARE_FINAL_TYPE (PktmonMonitor, pktmon_monitor, PKTMON, MONITOR, GObject)

/* PacketMonitorInitialize. @api_version: PKTMON_API_VERSION of the caller.
 * Returns: (transfer full): NULL with PKTMON_ERROR_REVISION_MISMATCH for any other. */
PktmonMonitor *pktmon_monitor_new (guint api_version, GError **error);

/* The same, but the source tree is empty at first, and fills later, so that the thread never waits
 * for the kernel. */
PktmonMonitor *pktmon_monitor_new_in_background (guint api_version, GError **error);

/* PacketMonitorUninitialize: closes sessions, which stops them, then streams; nothing can be made
 * from it any more. Also called by dispose. */
void pktmon_monitor_close (PktmonMonitor *self);

typedef enum {
  PKTMON_LIST_ALL,          /* the roots of the tree; each source has its children */
  PKTMON_LIST_INTERFACES,   /* all network interfaces, flat */
  PKTMON_LIST_DEVICES,      /* all other capture devices, flat */
  PKTMON_LIST_STACK_POINTS, /* the points of all network stacks, flat */
} PktmonListing;

/* PacketMonitorEnumDataSources: a list of PktmonDataSource that follows what comes and goes.
 * @show_hidden: with what cannot be used now; each says why (pktmon_data_source_check_available).
 *   PKTMON_LIST_ALL always holds it.
 * Returns: (transfer full). */
GListModel *pktmon_monitor_list_sources (PktmonMonitor *self, PktmonListing listing,
                                         gboolean show_hidden);
/* The sources as a tree, made when it is first asked for. Borrowed. */
PktmonSourceTree *pktmon_monitor_get_source_tree (PktmonMonitor *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/interface-facts.h"

G_BEGIN_DECLS

/* PktmonLinkMonitor: what happens to one interface while it is a source. It asks for nothing but
 * what rtnetlink(7) tells everybody. One thread. */
typedef struct _PktmonLinkMonitor PktmonLinkMonitor;

typedef enum {
  PKTMON_LINK_THERE,
  PKTMON_LINK_GONE,
  PKTMON_LINK_MOVED,        /* to another network namespace */
  PKTMON_LINK_TYPE_CHANGED, /* ARPHRD_… */
} PktmonLinkFate;

typedef struct {
  PktmonLinkFate fate;
  gboolean up;
  guint64 lost; /* received packets for which it had no room, since the monitor was made */
} PktmonLinkState;

/* @facts: of the calling thread's network namespace.
 * Returns: (transfer full): NULL with PKTMON_ERROR_IO. */
PktmonLinkMonitor *pktmon_link_monitor_new (const PktmonInterfaceFacts *facts, GError **error);
void pktmon_link_monitor_free (PktmonLinkMonitor *self);

/* Can be read when there is news; borrowed. */
int pktmon_link_monitor_get_descriptor (const PktmonLinkMonitor *self);
/* Asks the kernel for the current counters; the answer is news. */
void pktmon_link_monitor_ask (PktmonLinkMonitor *self);
/* Takes the news that are there. Never waits.
 * Returns: what is known now. */
const PktmonLinkState *pktmon_link_monitor_update (PktmonLinkMonitor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonLinkMonitor, pktmon_link_monitor_free)

G_END_DECLS

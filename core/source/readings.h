/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Readings: what the counters of all interfaces stand at; private to core/source. */

/* Nothing is read yet. @nodes: (element-type PktmonNamespaceNode).
 * Returns: (transfer full), opaque. */
GPtrArray *pktmon_readings_new (GPtrArray *nodes);
/* Asks the kernel, and waits for it. Any thread, while no other reads. */
void pktmon_readings_read (GPtrArray *self);
/* Gives what was read to those of @nodes that are still there. */
void pktmon_readings_give (GPtrArray *self, GPtrArray *nodes);

G_END_DECLS

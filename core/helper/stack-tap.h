/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/tap.h"
#include "probe/probe.h"

G_BEGIN_DECLS

/* A tap that is a point of the network stack in the calling thread's network namespace.
 * @probe: borrowed; must live as long as the tap. @request: as it was checked; @buffer_size: where
 * it leaves that open.
 * Returns: (transfer full): NULL with an error. */
PktmonTap *pktmon_stack_tap_new (PktmonProbe *probe, const PktmonAddSourceRequest *request,
                                 guint64 buffer_size, GError **error);

G_END_DECLS

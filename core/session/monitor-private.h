/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/monitor.h"
#include "session/session.h"
#include "session/stream.h"

G_BEGIN_DECLS

/* Whether it is still open; else FALSE with PKTMON_ERROR_INVALID. */
gboolean pktmon_monitor_check_open (PktmonMonitor *self, GError **error);
/* What is closed with it; it holds no reference. */
void pktmon_monitor_add_session (PktmonMonitor *self, PktmonSession *session);
void pktmon_monitor_add_stream (PktmonMonitor *self, PktmonStream *stream);

G_END_DECLS

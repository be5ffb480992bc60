/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Serves the program at the other end of the socket @descriptor (taken) until it closes it, the
 * process is told to end, or it says what makes no sense.
 * Returns: the exit status of the process: 0 when the program closed the socket. */
int pktmon_server_run (int descriptor);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/tap.h"

G_BEGIN_DECLS

/* Whether @name has the form of a device that may be opened: "any", "nflog", "nflog:5",
 * "nfqueue:0", "usbmon1", "bluetooth0", "bluetooth-monitor", "dbus-system". */
gboolean pktmon_device_is_known (const char *name);

/* Opens a device of libpcap, or an interface of the calling thread's network namespace whose frames
 * libpcap has to work on.
 * @buffer_size: 0: libpcap's own.
 * Returns: (transfer full): NULL with PKTMON_ERROR_PERMISSION, _NOT_FOUND, _UNSUPPORTED or _IO. */
PktmonTap *pktmon_device_new (const char *name, guint32 snap_length, guint64 buffer_size,
                              gboolean promiscuous, GError **error);

G_END_DECLS

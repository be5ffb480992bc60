/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Capture devices of libpcap that are no network interfaces: the pseudo-device of all interfaces,
 * nflog, usbmon, Bluetooth, D-Bus… Any thread.
 * Returns: (transfer full) (element-type PktmonDataSource): empty when libpcap lists none. */
GPtrArray *pktmon_device_scan (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <linux/filter.h>

G_BEGIN_DECLS

/* Runs programs that jump back, as libpcap makes of “protochain”: with an end, whatever they are.
 * Else the same as libpcap's bpf_filter, which is faster. */

/* Whether the @n instructions, which bpf_validate took, jump back anywhere. */
gboolean pktmon_interpreter_is_needed (const struct sock_filter *instructions, guint n);

/* For a packet of @length bytes, @captured of them at @data.
 * Returns: what the program does; 0 where it goes on for longer than any walk through the packet.
 */
guint32 pktmon_interpreter_run (const struct sock_filter *instructions, const guint8 *data,
                                guint32 captured, guint32 length);

G_END_DECLS

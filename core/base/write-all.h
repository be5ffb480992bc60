/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes @size bytes, also where a write would block, as whoever gave us the descriptor may have
 * set it to fail then; and where a signal comes between.
 * @written: (out): how many of them were written.
 * Returns: 0, or errno of what failed. */
int pktmon_write_all (int descriptor, gconstpointer data, gsize size, gsize *written);

G_END_DECLS

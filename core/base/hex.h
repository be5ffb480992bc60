/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes that a text writes in hexadecimal, in any of the ways that people copy packets:
 *   digits in a row, or in groups between white space, commas, colons, dots, hyphens or quotes,
 *   each group also after 0x or \x;
 *   a C array, with its comments;
 *   dumps of xxd, hexdump -C, od -t x1, tcpdump -x and -X, tshark -x and Wireshark: an offset, the
 *   bytes, and perhaps their text, a line; lines before the first offset are headings, and "*"
 *   stands for lines like the one before.
 * Offsets are compared with the bytes there are, and texts with their bytes, so that nothing is
 * taken for what it is not.
 *
 * @text, @size: from outside; needs no final zero. Any thread.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID, which says the line and column. */
GBytes *pktmon_hex_parse (const char *text, gsize size, GError **error);

G_END_DECLS

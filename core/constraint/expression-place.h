/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where libpcap cannot go on in an expression for Ethernet with which something is wrong: it does
 * not say so itself. Costs several times what libpcap takes until there. Any thread.
 * Returns: the word, in characters from 1, one behind the last when the expression ends too early;
 *   0 when it is not its syntax that is wrong: then libpcap repeats what is. */
guint pktmon_expression_find_mistake (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Name of a type of pcapng block as the specification writes it (section 10.1), or NULL when it is
 * not known. Static; any thread. */
const char *pktmon_block_get_name (guint32 type);

G_END_DECLS

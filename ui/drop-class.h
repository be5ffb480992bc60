/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How bad it is that a packet was dropped for a reason (probe/meanings.h), as the window shows it.
 * @reason: name of the kernel's. Any thread. */

/* The name of an icon. Static. */
const char *pktmon_drop_class_get_icon (const char *reason);
/* The same in a word, "suspicious"; translated, static. */
const char *pktmon_drop_class_get_word (const char *reason);

G_END_DECLS

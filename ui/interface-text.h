/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* What a user reads of an interface; @number counts as in the directory. Any thread. */

/* Its name, or what it is called where it has none. (transfer full) */
char *pktmon_interface_dup_title (PktmonStore *store, guint number);
/* Everything that is known of it, a line each: options, sums, statistics. (transfer full) */
char *pktmon_interface_dup_details (PktmonStore *store, guint number);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "message.h"

G_BEGIN_DECLS

/* What the kernel drops, by reason, until the user ends it.
 * @names: network namespaces or sources for drops; NULL: the own network namespace. @live: every
 * second what was dropped in it; else all of it at the end. */
PktmonExit pktmon_drop_counting_run (const char *const *names, gboolean live, gboolean json);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What it means that the kernel dropped a packet, in plain words. Any thread. */

typedef enum {
  PKTMON_DROP_EXPECTED,   /* so it should be */
  PKTMON_DROP_SUSPICIOUS, /* it may be, or not */
  PKTMON_DROP_HARD,       /* something is wrong, or forbids it */
} PktmonDropClass;

/* @reason, @size: as pktmon_reason_get_name has it. What is not known is suspicious. */
PktmonDropClass pktmon_meaning_get_class (const char *reason, gsize size);
/* What it means, what usually causes it, and where to look; translated, static. NULL: not known. */
const char *pktmon_meaning_get_text (const char *reason, gsize size);

G_END_DECLS

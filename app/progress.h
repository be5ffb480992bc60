/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonProgress: one line on the terminal that says how far a long work has come, from its second
 * second on. Where standard error is no terminal it does nothing. Plain value, one thread. */
typedef struct {
  gboolean enabled;
  gboolean shown;
  gint64 due; /* monotonic time of the next update */
} PktmonProgress;

void pktmon_progress_init (PktmonProgress *self);
/* @packets: done so far. @fraction: 0 to 1, or less than 0 when it is not known. */
void pktmon_progress_update (PktmonProgress *self, guint64 packets, double fraction);
/* Takes the line away, so that something else can be written there. */
void pktmon_progress_clear (PktmonProgress *self);

G_END_DECLS

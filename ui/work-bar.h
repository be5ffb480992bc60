/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonWorkBar: shows how far a piece of work has come, once it lasts a while, with a button that
 * cancels it.
 *
 * Properties: `text` (string): what is being done. `action-name` (string): of the action that
 * cancels it. */
#define PKTMON_TYPE_WORK_BAR (pktmon_work_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonWorkBar, pktmon_work_bar, PKTMON, WORK_BAR, AdwBin)

/* @work: has a property `fraction` (double): 0 to 1, or -1 while nothing is done. Call once; the
 * bar may live longer. */
void pktmon_work_bar_follow (PktmonWorkBar *self, gpointer work);

G_END_DECLS

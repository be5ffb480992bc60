/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/source-ticks.h"

G_BEGIN_DECLS

/* The data sources of a preset, and those that are ticked. Main thread. */

/* What @sources (ids, of groups too, or kinds; NULL: none) mean in @tree, which is complete.
 * @missing: (out) (transfer full): the first of them that means nothing there now; NULL: none.
 * Returns: ids, those of sources that are not there too. (transfer full) */
char **pktmon_preset_sources_resolve (PktmonSourceTree *tree, char **sources, char **missing);
/* The kinds of the sources that are ticked; (transfer full), NULL when not all of them have one. */
char **pktmon_preset_sources_dup_kinds (PktmonSourceTree *tree, PktmonSourceTicks *ticks);

G_END_DECLS

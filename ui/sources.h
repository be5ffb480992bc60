/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "source/source-tree.h"

G_BEGIN_DECLS

/* The one tree of data sources that all windows of @application show. It is made when it is asked
 * for first, follows what happens while anyone keeps it, and fills later. Main thread only.
 * (transfer full) */
PktmonSourceTree *pktmon_sources_dup_tree (GtkApplication *application);

G_END_DECLS

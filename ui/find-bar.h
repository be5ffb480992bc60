/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/find.h"
#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonFindBar: searches the shown packets of a document for text, bytes or a filter, from the
 * current packet on, and makes what it finds the current one.
 *
 * Properties: `open` (gboolean): whether it is shown. */
#define PKTMON_TYPE_FIND_BAR (pktmon_find_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonFindBar, pktmon_find_bar, PKTMON, FIND_BAR, AdwBin)

/* Once; keeps a reference. */
void pktmon_find_bar_set_document (PktmonFindBar *self, PktmonDocument *document);

/* Shows the bar, ready for typing. */
void pktmon_find_bar_open (PktmonFindBar *self);
/* Looks for the next or the previous one; opens the bar when there is nothing to look for. */
void pktmon_find_bar_find (PktmonFindBar *self, PktmonFindDirection direction);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/constraint-bar.h"
#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonFilterBar: the entry for the filter of a document, and its constraints: what is typed is
 * checked in pauses and takes effect when it is good; what is wrong with it, how far the search is,
 * and how many packets are shown stands below. */
#define PKTMON_TYPE_FILTER_BAR (pktmon_filter_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonFilterBar, pktmon_filter_bar, PKTMON, FILTER_BAR, AdwBin)

/* Once; keeps a reference. */
void pktmon_filter_bar_set_document (PktmonFilterBar *self, PktmonDocument *document);

/* Borrowed. */
PktmonConstraintBar *pktmon_filter_bar_get_constraints (PktmonFilterBar *self);

G_END_DECLS

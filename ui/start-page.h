/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/constraint-list.h"
#include "ui/source-view.h"

G_BEGIN_DECLS

/* PktmonStartPage: what a window shows that has no capture: the data sources beside what to do. */
#define PKTMON_TYPE_START_PAGE (pktmon_start_page_get_type())
G_DECLARE_FINAL_TYPE (PktmonStartPage, pktmon_start_page, PKTMON, START_PAGE, AdwBin)

/* Borrowed. */
AdwFlap *pktmon_start_page_get_flap (PktmonStartPage *self);
/* Puts @view into the sidebar. A window that opens a capture at once never needs one. */
void pktmon_start_page_take_source_view (PktmonStartPage *self, PktmonSourceView *view);
/* NULL: none yet. Borrowed. */
PktmonSourceView *pktmon_start_page_get_source_view (PktmonStartPage *self);
/* @name: of the preset that is in use; NULL: none. */
void pktmon_start_page_set_preset (PktmonStartPage *self, const char *name);
/* Shows by what constraints it would be captured. Once. */
void pktmon_start_page_set_constraints (PktmonStartPage *self, PktmonConstraintList *constraints);

G_END_DECLS

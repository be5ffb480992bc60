/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "constraint/draft.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonConstraintPreview: what a constraint that is being written comes to: its text form, and how
 * many of the last packets it would have matched, counted in other threads. */
#define PKTMON_TYPE_CONSTRAINT_PREVIEW (pktmon_constraint_preview_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintPreview, pktmon_constraint_preview, PKTMON,
                      CONSTRAINT_PREVIEW, AdwBin)

/* Once; keeps references. @store: where it counts; NULL: nowhere. */
void pktmon_constraint_preview_set_draft (PktmonConstraintPreview *self,
                                          PktmonConstraintDraft *draft, PktmonStore *store);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "constraint/draft.h"

G_BEGIN_DECLS

/* PktmonConstraintToggles: a button for each of the names that a field of a constraint may have
 * some of - TCP flags, kinds of tunnels - and what is wrong with them.
 *
 * Properties: `key` (string, construct only): of the field (constraint/fields.h). `title` (string):
 * translated. */
#define PKTMON_TYPE_CONSTRAINT_TOGGLES (pktmon_constraint_toggles_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintToggles, pktmon_constraint_toggles, PKTMON,
                      CONSTRAINT_TOGGLES, AdwBin)

/* Once; keeps a reference. */
void pktmon_constraint_toggles_set_draft (PktmonConstraintToggles *self,
                                          PktmonConstraintDraft *draft);

G_END_DECLS

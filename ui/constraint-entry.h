/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "constraint/draft.h"

G_BEGIN_DECLS

/* PktmonConstraintEntry: the entry for one field of a constraint that is being written: its title,
 * its text, the names that the text may have, and what is wrong with it.
 *
 * Properties: `key` (string, construct only): of the field (constraint/fields.h). `title` (string):
 * translated, may have a mnemonic. */
#define PKTMON_TYPE_CONSTRAINT_ENTRY (pktmon_constraint_entry_get_type())
G_DECLARE_FINAL_TYPE (PktmonConstraintEntry, pktmon_constraint_entry, PKTMON, CONSTRAINT_ENTRY,
                      AdwBin)

/* Once; keeps a reference. */
void pktmon_constraint_entry_set_draft (PktmonConstraintEntry *self, PktmonConstraintDraft *draft);

G_END_DECLS

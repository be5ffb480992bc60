/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset.h"

G_BEGIN_DECLS

/* What a preset says, for people. Main thread. */

/* What it is good for, or in one line what it says: "2 data sources · 3 constraints".
 * (transfer full) */
char *pktmon_preset_text_dup_summary (PktmonPreset *preset);
/* Everything it says, one thing a line. (transfer full) */
char *pktmon_preset_text_dup_details (PktmonPreset *preset);

/* "First 128 bytes of each packet", "Whole packets". (transfer full) */
char *pktmon_preset_text_dup_snap_length (guint snap_length);
/* One a line; (transfer full), NULL for none. */
char *pktmon_preset_text_dup_constraints (GPtrArray *constraints);
/* The names of the columns; (transfer full). */
char *pktmon_preset_text_dup_columns (char **columns);

G_END_DECLS

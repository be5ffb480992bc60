/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/notes.h"

G_BEGIN_DECLS

/* How many marks and comments on packets there are: "1 mark, 2 comments"; NULL: none.
 * (transfer full) */
char *pktmon_note_text_dup_counts (PktmonNotes *notes);

G_END_DECLS

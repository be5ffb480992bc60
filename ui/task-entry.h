/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonTaskEntry: an entry for a text that work is done with. It tells of a pause in typing, marks
 * a text that is wrong, and shows how far work has come that takes long, with a button to stop it.
 *
 * Properties: `placeholder-text`, `icon-name` (strings), `label` (string): for assistive
 * technology. `slow` (gboolean, read only): the work takes long.
 *
 * Signals: `changed`: there is another text. `settled`: the user has stopped typing. `entered`: he
 * pressed Enter; `settled` does not come any more. `stopped`: he wants no more of the work. */
#define PKTMON_TYPE_TASK_ENTRY (pktmon_task_entry_get_type())
G_DECLARE_FINAL_TYPE (PktmonTaskEntry, pktmon_task_entry, PKTMON, TASK_ENTRY, AdwBin)

const char *pktmon_task_entry_get_text (PktmonTaskEntry *self);
/* No `settled` follows. The cursor goes to the end. */
void pktmon_task_entry_set_text (PktmonTaskEntry *self, const char *text);

/* The text is good as it is: no `settled` follows what was typed so far. */
void pktmon_task_entry_settle (PktmonTaskEntry *self);

/* @mark: "error" or "warning"; NULL: nothing is wrong. */
void pktmon_task_entry_set_mark (PktmonTaskEntry *self, const char *mark);
/* Whether work goes on, and how far it is: 0 to 1. */
void pktmon_task_entry_set_busy (PktmonTaskEntry *self, gboolean busy, double fraction);
gboolean pktmon_task_entry_is_slow (PktmonTaskEntry *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/notes.h"

G_BEGIN_DECLS

/* PktmonNoteItem: a packet with a mark or a comment; knows its packet, and nothing else. */
#define PKTMON_TYPE_NOTE_ITEM (pktmon_note_item_get_type())
G_DECLARE_FINAL_TYPE (PktmonNoteItem, pktmon_note_item, PKTMON, NOTE_ITEM, GObject)

guint64 pktmon_note_item_get_position (PktmonNoteItem *self);

/* PktmonNoteList: the packets of a capture that have marks or comments, all or those with a text in
 * their comments, as a GListModel. Items are made when they are asked for and not kept; texts are
 * looked for in other threads. Main thread only.
 *
 * Properties: `busy` (boolean, read only): texts are being looked for; what is listed is what was
 * found so far. */
#define PKTMON_TYPE_NOTE_LIST (pktmon_note_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonNoteList, pktmon_note_list, PKTMON, NOTE_LIST, GObject)

/* Keeps a reference to both. */
PktmonNoteList *pktmon_note_list_new (PktmonStore *store, PktmonNotes *notes);

/* Lists only packets that have @text in their comments, large letters as small ones; "": all. */
void pktmon_note_list_set_text (PktmonNoteList *self, const char *text);
gboolean pktmon_note_list_is_busy (PktmonNoteList *self);

G_END_DECLS

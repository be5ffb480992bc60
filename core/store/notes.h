/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/note-edits.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonNotes: the marks and comments of a capture: those of its file, read as it is loaded, and
 * what the user has made of them since. The file stays as it is; who writes another takes the edits
 * along. Main thread, which must be the store's.
 *
 * Properties, read only: `can-undo`, `can-redo`; `unsaved`: there are edits that stand in no file.
 *
 * Signal `changed` (no arguments): other packets have marks or comments, or other comments. Once
 * for each change, however many packets it is for; while the capture is loaded, once for each
 * `changed` of the store that brought some. */
#define PKTMON_TYPE_NOTES (pktmon_notes_get_type())
G_DECLARE_FINAL_TYPE (PktmonNotes, pktmon_notes, PKTMON, NOTES, GObject)

/* Keeps a reference to @store. */
PktmonNotes *pktmon_notes_new (PktmonStore *store);

/* --- Marks --- */

/* Packets that are marked. Borrowed, until the next change. */
const PktmonPositions *pktmon_notes_get_marked (PktmonNotes *self);
/* Whether there are packets in @positions, and all of them are marked. */
gboolean pktmon_notes_are_marked (PktmonNotes *self, const PktmonPositions *positions);
/* Marks the packets of @positions, or marks them no more when all of them are marked: doing it
 * again undoes it. */
void pktmon_notes_toggle_marks (PktmonNotes *self, const PktmonPositions *positions);

/* --- Comments --- */

/* Packets that have a comment. Borrowed, until the next change. */
const PktmonPositions *pktmon_notes_get_commented (PktmonNotes *self);
/* Several comments of one packet in the file are one here, one below the other. Reads the packet
 * where that is needed. (transfer full); NULL: there is none. */
char *pktmon_notes_dup_comment (PktmonNotes *self, guint64 position);
/* Gives all packets of @positions this comment instead of theirs; "": none.
 * Returns: FALSE with PKTMON_ERROR_INVALID when it is longer than a file can hold, or with
 *   PKTMON_ERROR_UNSUPPORTED when there would be more edits than are kept. */
gboolean pktmon_notes_set_comment (PktmonNotes *self, const PktmonPositions *positions,
                                   const char *text, GError **error);
/* That of the capture as a whole: of its first section. (transfer full); NULL: there is none. */
char *pktmon_notes_dup_capture_comment (PktmonNotes *self);
gboolean pktmon_notes_set_capture_comment (PktmonNotes *self, const char *text, GError **error);

/* --- Edits --- */

gboolean pktmon_notes_can_undo (PktmonNotes *self);
gboolean pktmon_notes_can_redo (PktmonNotes *self);
/* Takes the last change back, or does the one again that was taken back last; nothing when there is
 * none. At most PKTMON_MAX_UNDONE_NOTES are kept. */
void pktmon_notes_undo (PktmonNotes *self);
void pktmon_notes_redo (PktmonNotes *self);

/* How what is to be written differs from the file that was read. Borrowed, until the next change; a
 * reference stays as it is. */
PktmonNoteEdits *pktmon_notes_get_edits (PktmonNotes *self);
/* Applies edits that were made on the same capture, as one change. */
void pktmon_notes_set_edits (PktmonNotes *self, PktmonNoteEdits *edits);
/* Whether there are edits that stand in no file. */
gboolean pktmon_notes_is_unsaved (PktmonNotes *self);
/* A file was written with @edits. */
void pktmon_notes_set_saved (PktmonNotes *self, PktmonNoteEdits *edits);

G_END_DECLS

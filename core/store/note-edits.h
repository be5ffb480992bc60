/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonNoteEdits: how the marks and comments of a capture are to differ from what stands in its
 * file. Whoever made one changes it until it is handed over; from then on it is only read: any
 * thread. */
typedef struct _PktmonNoteEdits PktmonNoteEdits;

/* The same as @base; NULL: nothing differs. */
PktmonNoteEdits *pktmon_note_edits_new (const PktmonNoteEdits *base);
PktmonNoteEdits *pktmon_note_edits_ref (PktmonNoteEdits *self);
void pktmon_note_edits_unref (PktmonNoteEdits *self);

/* --- Making --- */

void pktmon_note_edits_set_marked (PktmonNoteEdits *self, const PktmonPositions *positions,
                                   gboolean marked);
/* Gives all packets of @positions the comment @text instead of those that they have; "": none. At
 * most PKTMON_MAX_COMMENT_SIZE bytes. */
void pktmon_note_edits_set_comment (PktmonNoteEdits *self, const PktmonPositions *positions,
                                    const char *text);
void pktmon_note_edits_set_capture_comment (PktmonNoteEdits *self, const char *text);

/* --- Reading --- */

/* Packets that are marked, or not, whatever the file says. Borrowed. */
const PktmonPositions *pktmon_note_edits_get_marked (const PktmonNoteEdits *self);
const PktmonPositions *pktmon_note_edits_get_unmarked (const PktmonNoteEdits *self);
/* Packets that have another comment, or none any more. Borrowed. */
const PktmonPositions *pktmon_note_edits_get_commented (const PktmonNoteEdits *self);
const PktmonPositions *pktmon_note_edits_get_uncommented (const PktmonNoteEdits *self);
/* NULL: as the file has it; "": none. Borrowed. */
const char *pktmon_note_edits_get_comment (const PktmonNoteEdits *self, guint64 position);
const char *pktmon_note_edits_get_capture_comment (const PktmonNoteEdits *self);
/* Whether nothing differs. */
gboolean pktmon_note_edits_is_empty (const PktmonNoteEdits *self);
/* Bytes that all comments have together. */
gsize pktmon_note_edits_get_size (const PktmonNoteEdits *self);

/* --- Options of blocks --- */

/* The comments in an option list, one below the other, as UTF-8; NULL: there is none.
 * (transfer full) */
char *pktmon_note_edits_dup_comment_in (PktmonBytes options, gboolean big_endian);

/* Makes of the options of the packet at @position those that it is to have.
 * @options: in: those of the file, out: borrows from @buffer.
 * @buffer: cleared and filled.
 * Returns: FALSE, without a change, when they stay as they are. */
gboolean pktmon_note_edits_apply (const PktmonNoteEdits *self, guint64 position,
                                  gboolean big_endian, PktmonBytes *options, GByteArray *buffer);
/* The same for those of the header of the first section. */
gboolean pktmon_note_edits_apply_to_capture (const PktmonNoteEdits *self, gboolean big_endian,
                                             PktmonBytes *options, GByteArray *buffer);
/* Bytes that a packet's block grows by at most. */
gsize pktmon_note_edits_measure (const PktmonNoteEdits *self, guint64 position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonNoteEdits, pktmon_note_edits_unref)

G_END_DECLS

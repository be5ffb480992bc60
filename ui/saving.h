/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/encoder.h"
#include "store/note-edits.h"
#include "store/spool.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonSaving: writes a whole capture to where its user wants it, in another thread. Main
 * thread only.
 *
 * Properties: `fraction` (double, read only): how much is done, 0 to 1; -1 while nothing is saved.
 *
 * Signal `ended` (GFile *file, GError *error): it is over; @error: NULL: the file is there, whole;
 * G_IO_ERROR_CANCELLED: it was cancelled, and nothing changed. */
#define PKTMON_TYPE_SAVING (pktmon_saving_get_type())
G_DECLARE_FINAL_TYPE (PktmonSaving, pktmon_saving, PKTMON, SAVING, GObject)

PktmonSaving *pktmon_saving_new (void);

/* Begins; nothing may be saved yet. @path: of a capture that nobody writes any more; must stay
 * until it is over. */
void pktmon_saving_start (PktmonSaving *self, const char *path, GFile *file);
/* The same for what @spool has now, which may still grow, or have lost its beginning. */
void pktmon_saving_start_spool (PktmonSaving *self, PktmonSpool *spool, GFile *file);
/* The same with everything that @store has, as pcapng, with other marks and comments than its file.
 */
void pktmon_saving_start_noted (PktmonSaving *self, PktmonStore *store, PktmonNoteEdits *notes,
                                PktmonCompression compression, GFile *file);
/* Ends it. */
void pktmon_saving_cancel (PktmonSaving *self);
gboolean pktmon_saving_is_busy (PktmonSaving *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document.h"
#include "ui/packet-rows.h"

G_BEGIN_DECLS

/* PktmonNoteRow: a packet in the list of marks and comments: what it is, and what was noted. */
#define PKTMON_TYPE_NOTE_ROW (pktmon_note_row_get_type())
G_DECLARE_FINAL_TYPE (PktmonNoteRow, pktmon_note_row, PKTMON, NOTE_ROW, GtkWidget)

GtkWidget *pktmon_note_row_new (void);
/* @packets: where the packet is looked up. */
void pktmon_note_row_show (PktmonNoteRow *self, PktmonNotes *notes, PktmonPacketRows *packets,
                           guint64 position);
/* The one that is shown. */
guint64 pktmon_note_row_get_position (PktmonNoteRow *self);

G_END_DECLS

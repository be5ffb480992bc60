/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonHandover: opens the selected packets of a document in Wireshark, by way of a capture in the
 * user's cache (picked-packets.h). Main thread only.
 *
 * Properties: `fraction` (double, read only): how much is written, 0 to 1; -1 while nothing is.
 *
 * Signal `ended` (string): it is over; says what went wrong, NULL: nothing. */
#define PKTMON_TYPE_HANDOVER (pktmon_handover_get_type())
G_DECLARE_FINAL_TYPE (PktmonHandover, pktmon_handover, PKTMON, HANDOVER, GObject)

/* The program that is meant; NULL when it is not installed. (transfer full) */
GAppInfo *pktmon_handover_find_program (void);

/* @widget: on whose display the program is to appear; borrowed, must live until the handover is
 * cancelled. */
PktmonHandover *pktmon_handover_new (GtkWidget *widget, PktmonDocument *document);

/* Begins, instead of what is still being written. */
void pktmon_handover_start (PktmonHandover *self);
/* Ends it; what was written goes. */
void pktmon_handover_cancel (PktmonHandover *self);

G_END_DECLS

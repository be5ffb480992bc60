/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonPacketCopying: puts the selected packets of a document on the clipboard, as lines that
 * another thread writes, and for programs that read captures as pcapng beside them, unless that has
 * more than PKTMON_MAX_COPIED_LINES bytes. Main thread only.
 *
 * Properties: `fraction` (double, read only): how much is done, 0 to 1; -1 while nothing is copied.
 *
 * Signal `ended` (string): it is over; says what the user has to know, NULL: nothing. */
#define PKTMON_TYPE_PACKET_COPYING (pktmon_packet_copying_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketCopying, pktmon_packet_copying, PKTMON, PACKET_COPYING, GObject)

/* @widget: whose clipboard is meant; borrowed, must live as long. */
PktmonPacketCopying *pktmon_packet_copying_new (GtkWidget *widget, PktmonDocument *document);

/* Begins, instead of what is still being copied. The clipboard changes when all lines are there.
 * @form: "text", "csv", "json".
 * @start: time of the capture's first packet. */
void pktmon_packet_copying_start (PktmonPacketCopying *self, const char *form, PktmonTime start);
/* Ends it, with the clipboard as it was. */
void pktmon_packet_copying_cancel (PktmonPacketCopying *self);

G_END_DECLS

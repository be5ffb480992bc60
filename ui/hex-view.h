/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/hex-painter.h"

G_BEGIN_DECLS

/* PktmonHexView: bytes in hexadecimal and as text, 16 in a row, or 8 where there is no room.
 *
 * It scrolls (GtkScrollable), draws only what is seen, and costs the same for any number of bytes.
 * A cursor stands on one byte; the user moves it and selects bytes with mouse and keys, and copies
 * them in several forms. It reads from left to right in every language.
 *
 * Signal `picked` (guint64 offset): the user has put the cursor on a byte. */
#define PKTMON_TYPE_HEX_VIEW (pktmon_hex_view_get_type())
G_DECLARE_FINAL_TYPE (PktmonHexView, pktmon_hex_view, PKTMON, HEX_VIEW, GtkWidget)

PktmonHexView *pktmon_hex_view_new (void);

/* Shows other bytes, from the first one on, with nothing selected or highlighted; keeps a
 * reference. NULL: none. */
void pktmon_hex_view_set_bytes (PktmonHexView *self, GBytes *bytes);
/* Highlights bytes; nothing is selected any more. When the cursor is not on one of them, it goes to
 * the first, and they are brought into sight. Without length: none, and the cursor stays. What lies
 * outside the bytes is left out. */
void pktmon_hex_view_set_highlight (PktmonHexView *self, PktmonHexRange range);

/* The byte that the cursor is on. */
gsize pktmon_hex_view_get_cursor (PktmonHexView *self);
/* Where its two digits are now; outside of the widget when the byte is not seen. */
void pktmon_hex_view_get_area (PktmonHexView *self, gsize offset, GdkRectangle *area);
/* What copying takes: the selection, otherwise the highlight, otherwise all. */
PktmonHexRange pktmon_hex_view_get_chosen (PktmonHexView *self);

G_END_DECLS

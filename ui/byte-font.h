/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* PktmonByteFont: the font that bytes are shown in: the desktop's for text of fixed width, in the
 * size that the user has set for packets. Main thread only.
 *
 * Signal `changed` (no arguments): the font is another one now. */
#define PKTMON_TYPE_BYTE_FONT (pktmon_byte_font_get_type())
G_DECLARE_FINAL_TYPE (PktmonByteFont, pktmon_byte_font, PKTMON, BYTE_FONT, GObject)

PktmonByteFont *pktmon_byte_font_new (void);

/* @context: of the widget; what it says stands where the desktop says nothing. (transfer full) */
PangoFontDescription *pktmon_byte_font_dup_description (PktmonByteFont *self,
                                                        PangoContext *context);

G_END_DECLS

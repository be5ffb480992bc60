/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonMessageLine: what there is to say of the thing above it, with an icon; takes no room while
 * there is nothing. */
#define PKTMON_TYPE_MESSAGE_LINE (pktmon_message_line_get_type())
G_DECLARE_FINAL_TYPE (PktmonMessageLine, pktmon_message_line, PKTMON, MESSAGE_LINE, AdwBin)

/* @kind: "error", "warning" or "information". @text: NULL: nothing. */
void pktmon_message_line_set (PktmonMessageLine *self, const char *kind, const char *text);
/* What failed and what to do. */
void pktmon_message_line_set_error (PktmonMessageLine *self, const GError *error);

/* Marks the entry, or another widget, that a message is about as wrong, or not. */
void pktmon_message_line_mark (GtkWidget *widget, gboolean wrong);

G_END_DECLS

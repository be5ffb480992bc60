/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "export/line-buffer.h"
#include "ui/hex-cursor.h"

G_BEGIN_DECLS

/* Puts what was appended on the clipboard of @widget. */
void pktmon_clipboard_copy (GtkWidget *widget, const PktmonLineBuffer *buffer);
/* The same for a part of @bytes, written as @form says: "hex", "text", "c" for an array in C, or
 * "dump". After PKTMON_MAX_COPIED_BYTES it says how many are left out. */
void pktmon_clipboard_copy_bytes (GtkWidget *widget, const char *form, GBytes *bytes,
                                  PktmonHexRange range);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* Lets the user drag the selected packets of @document out of @list, which has the rows of
 * packet-line.h, as a capture file. It is written in another thread when somebody takes it; a row
 * that is not selected becomes the only one that is. Main thread only. */
void pktmon_packet_drag_install (GtkListView *list, PktmonDocument *document);

/* What is dragged: "text/uri-list" with one file. NULL when nothing is selected. (transfer full) */
GdkContentProvider *pktmon_packet_drag_new_content (PktmonDocument *document);

G_END_DECLS

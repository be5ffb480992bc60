/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"
#include "ui/find-bar.h"
#include "ui/packet-view.h"

G_BEGIN_DECLS

/* PktmonCapturePage: everything that shows one capture: bars, packet list, details. */
#define PKTMON_TYPE_CAPTURE_PAGE (pktmon_capture_page_get_type())
G_DECLARE_FINAL_TYPE (PktmonCapturePage, pktmon_capture_page, PKTMON, CAPTURE_PAGE, AdwBin)

/* Keeps a reference to @document. To be filled. */
PktmonCapturePage *pktmon_capture_page_new (PktmonDocument *document);
/* The packets get into the capture by @constraints: shows them above. Once. */
void pktmon_capture_page_set_captured (PktmonCapturePage *self, PktmonConstraintList *constraints);
/* Makes the next part of it; all together take too long for one turn of the main loop.
 * Returns: whether it has all now. */
gboolean pktmon_capture_page_fill (PktmonCapturePage *self);
/* Shows the next part, once it has all. Returns: FALSE when all are shown already. */
gboolean pktmon_capture_page_show_part (PktmonCapturePage *self);
/* Lets go of one part, when it is shown no longer. Returns: FALSE when none is left. */
gboolean pktmon_capture_page_remove_part (PktmonCapturePage *self);

/* Borrowed. */
PktmonDocument *pktmon_capture_page_get_document (PktmonCapturePage *self);
PktmonFindBar *pktmon_capture_page_get_find_bar (PktmonCapturePage *self);
PktmonPacketView *pktmon_capture_page_get_packet_view (PktmonCapturePage *self);

G_END_DECLS

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

/* Keeps a reference to @document. */
PktmonCapturePage *pktmon_capture_page_new (PktmonDocument *document);

/* Borrowed. */
PktmonDocument *pktmon_capture_page_get_document (PktmonCapturePage *self);
PktmonFindBar *pktmon_capture_page_get_find_bar (PktmonCapturePage *self);
PktmonPacketView *pktmon_capture_page_get_packet_view (PktmonCapturePage *self);

G_END_DECLS

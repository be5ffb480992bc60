/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/packet-scroller.h"

G_BEGIN_DECLS

/* PktmonPacketView: the list of a document's packets. The row with the keyboard focus is the
 * document's current packet. */
#define PKTMON_TYPE_PACKET_VIEW (pktmon_packet_view_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketView, pktmon_packet_view, PKTMON, PACKET_VIEW, AdwBin)

/* Keeps a reference to @document. */
PktmonPacketView *pktmon_packet_view_new (PktmonDocument *document);

/* What moves the list. Borrowed. */
PktmonPacketScroller *pktmon_packet_view_get_scroller (PktmonPacketView *self);

G_END_DECLS

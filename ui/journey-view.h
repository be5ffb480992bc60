/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonJourneyView: the way of the current packet through the network stack: each point from the
 * top to the bottom, the time between them, what changed, and how it ended. Nothing is read while
 * nobody looks. Main thread only.
 *
 * Signal `filter` (text): packets like the current one are to be shown. */
#define PKTMON_TYPE_JOURNEY_VIEW (pktmon_journey_view_get_type())
G_DECLARE_FINAL_TYPE (PktmonJourneyView, pktmon_journey_view, PKTMON, JOURNEY_VIEW, GtkWidget)

/* Shows the packets of @document; keeps a reference. Once. */
void pktmon_journey_view_set_document (PktmonJourneyView *self, PktmonDocument *document);

G_END_DECLS

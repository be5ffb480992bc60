/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"
#include "ui/live.h"

G_BEGIN_DECLS

/* PktmonLiveBar: the status of a capture: how much came and at what rate, what was lost and why,
 * and for how long it goes; with the switches for pause (`win.pause`) and for following the newest
 * packets (`win.follow`). It looks some times a second, however many packets come. */
#define PKTMON_TYPE_LIVE_BAR (pktmon_live_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonLiveBar, pktmon_live_bar, PKTMON, LIVE_BAR, AdwBin)

/* Keeps references to both. Once.
 * @document: shows what @live captures. */
void pktmon_live_bar_watch (PktmonLiveBar *self, PktmonLive *live, PktmonDocument *document);

G_END_DECLS

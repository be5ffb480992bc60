/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonDropsWindow: what the kernel dropped, by reason, place, process and over time, as far as
 * the capture says. Whoever chooses one of them sees its packets. Main thread only. */
#define PKTMON_TYPE_DROPS_WINDOW (pktmon_drops_window_get_type())
G_DECLARE_FINAL_TYPE (PktmonDropsWindow, pktmon_drops_window, PKTMON, DROPS_WINDOW, AdwWindow)

/* Not shown yet. Keeps a reference to @document. */
PktmonDropsWindow *pktmon_drops_window_new (GtkWindow *parent, PktmonDocument *document);

G_END_DECLS

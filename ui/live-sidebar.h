/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonLiveSidebar: beside a live capture: the data sources that can be captured from, or the
 * interfaces that packets were captured from, with how many. */
#define PKTMON_TYPE_LIVE_SIDEBAR (pktmon_live_sidebar_get_type())
G_DECLARE_FINAL_TYPE (PktmonLiveSidebar, pktmon_live_sidebar, PKTMON, LIVE_SIDEBAR, AdwBin)

/* @sources: the widget with the data sources. */
PktmonLiveSidebar *pktmon_live_sidebar_new (PktmonDocument *document, GtkWidget *sources);

G_END_DECLS

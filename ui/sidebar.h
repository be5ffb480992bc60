/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonSidebar: where the packets of a capture come from: its interfaces, with what came from
 * each. */
#define PKTMON_TYPE_SIDEBAR (pktmon_sidebar_get_type())
G_DECLARE_FINAL_TYPE (PktmonSidebar, pktmon_sidebar, PKTMON, SIDEBAR, AdwBin)

/* Keeps a reference to @document. */
PktmonSidebar *pktmon_sidebar_new (PktmonDocument *document);

G_END_DECLS

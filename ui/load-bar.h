/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonLoadBar: how much of a capture is loaded, as a thin bar; not shown for what is quick. */
#define PKTMON_TYPE_LOAD_BAR (pktmon_load_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonLoadBar, pktmon_load_bar, PKTMON, LOAD_BAR, AdwBin)

/* Follows @document (borrowed), or nothing when it is NULL. */
void pktmon_load_bar_set_document (PktmonLoadBar *self, PktmonDocument *document);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/packet-scroller.h"

G_BEGIN_DECLS

/* PktmonNewButton: says how many packets came since the list followed its end, and returns there.
 * It shows itself only when there are any. */
#define PKTMON_TYPE_NEW_BUTTON (pktmon_new_button_get_type())
G_DECLARE_FINAL_TYPE (PktmonNewButton, pktmon_new_button, PKTMON, NEW_BUTTON, AdwBin)

/* Keeps references to both. Once. */
void pktmon_new_button_watch (PktmonNewButton *self, PktmonPacketScroller *scroller,
                              PktmonDocument *document);

G_END_DECLS

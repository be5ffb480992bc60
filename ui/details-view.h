/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonDetailsView: the fields and the bytes of the document's current packet. What is selected in
 * one of them is highlighted in the other. They stand beside each other where there is room, and
 * one above the other where there is not. */
#define PKTMON_TYPE_DETAILS_VIEW (pktmon_details_view_get_type())
G_DECLARE_FINAL_TYPE (PktmonDetailsView, pktmon_details_view, PKTMON, DETAILS_VIEW, GtkWidget)

/* Keeps a reference to @document. */
PktmonDetailsView *pktmon_details_view_new (PktmonDocument *document);

G_END_DECLS

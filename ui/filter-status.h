/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonFilterStatus: how many packets of a document are shown, and what is wrong with its filter.
 * Takes no room while there is nothing to say. */
#define PKTMON_TYPE_FILTER_STATUS (pktmon_filter_status_get_type())
G_DECLARE_FINAL_TYPE (PktmonFilterStatus, pktmon_filter_status, PKTMON, FILTER_STATUS, AdwBin)

/* Once; keeps a reference. */
void pktmon_filter_status_set_document (PktmonFilterStatus *self, PktmonDocument *document);
/* Whether a filter is being checked for longer than one likes to wait. */
void pktmon_filter_status_set_checking (PktmonFilterStatus *self, gboolean checking);
/* What is wrong with the text that is there instead of the filter in force; NULL: nothing. */
void pktmon_filter_status_set_error (PktmonFilterStatus *self, const GError *error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonRecentList: the captures that were opened last, newest first, as rows of a boxed list.
 * Follows the list that all programs of the user share. A chosen row does the action "win.open-uri"
 * with the capture's URI.
 *
 * Properties: `empty` (gboolean, read only): whether there are none. */
#define PKTMON_TYPE_RECENT_LIST (pktmon_recent_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonRecentList, pktmon_recent_list, PKTMON, RECENT_LIST, AdwBin)

/* Puts @file in front of the list. */
void pktmon_recent_list_add (GFile *file);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonLeftoverList: captures that were never saved, as their program was killed; rows of a boxed
 * list under a heading. Each can be opened ("win.open-uri"), saved elsewhere, or moved to the
 * trash. Looks anew whenever it is shown.
 *
 * Properties: `empty` (gboolean, read only): whether there are none. */
#define PKTMON_TYPE_LEFTOVER_LIST (pktmon_leftover_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonLeftoverList, pktmon_leftover_list, PKTMON, LEFTOVER_LIST, AdwBin)

void pktmon_leftover_list_refresh (PktmonLeftoverList *self);
/* Moves the capture at @path to @file, with progress; nothing happens while another is moved. */
void pktmon_leftover_list_save (PktmonLeftoverList *self, const char *path, GFile *file);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* Whether @name can be the name of a preset; FALSE with PKTMON_ERROR_INVALID, which says what is
 * wrong with it. */
gboolean pktmon_preset_name_check (const char *name, GError **error);
/* The user's preset that has the name @name already; NULL: there is none. Borrowed. */
PktmonPreset *pktmon_preset_name_find_own (PktmonPresetStore *store, const char *name);

G_END_DECLS

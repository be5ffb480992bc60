/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset-store.h"

G_BEGIN_DECLS

/* Takes presets from @files (element-type GFile) into @store, one after the other: each finds a
 * name that no other has. Main thread; nothing waits. */
void pktmon_preset_import_async (PktmonPresetStore *store, GListModel *files,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* @error: what was wrong with the first that could not be taken; NULL: nothing.
 * Returns: (element-type PktmonPreset) (transfer full): what is in the store now. */
GPtrArray *pktmon_preset_import_finish (GAsyncResult *result, GError **error);
/* What to say of them, of which there is one or more. (transfer full) */
char *pktmon_preset_import_dup_message (GPtrArray *presets);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* Opens the capture in @file in a thread, as only that keeps a slow file system from blocking the
 * window. @callback comes in the main context, also (at once) when @cancellable is cancelled. */
void pktmon_opening_start (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
/* Returns: (transfer full): NULL with the error of pktmon_store_new, PKTMON_ERROR_UNSUPPORTED for a
 * file that is not on this machine, or G_IO_ERROR_CANCELLED. */
PktmonStore *pktmon_opening_finish (GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export.h"

G_BEGIN_DECLS

/* pktmon_export_store, which only counts when @path is NULL. Private to core/export. */
gboolean pktmon_export_store_to (PktmonStore *store, const char *path,
                                 const PktmonExportChoice *choice,
                                 const PktmonExportOptions *options, PktmonExportProgress progress,
                                 gpointer user_data, PktmonExportResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export.h"

G_BEGIN_DECLS

/* PktmonExporting: writes packets of a capture to a file in another thread. Main thread only.
 *
 * Properties: `fraction` (double, read only): how much is done, 0 to 1; -1 while nothing is.
 *
 * Signal `ended` (GFile *file, GError *error): it is over; @error: NULL: the file is there, whole;
 * G_IO_ERROR_CANCELLED: it was cancelled. */
#define PKTMON_TYPE_EXPORTING (pktmon_exporting_get_type())
G_DECLARE_FINAL_TYPE (PktmonExporting, pktmon_exporting, PKTMON, EXPORTING, GObject)

PktmonExporting *pktmon_exporting_new (void);

/* Begins, with what @store has now; nothing may be exported yet. @choice, @options: as
 * pktmon_export_store_async has them. */
void pktmon_exporting_start (PktmonExporting *self, PktmonStore *store, GFile *file,
                             const PktmonExportChoice *choice, const PktmonExportOptions *options);
/* Ends it. */
void pktmon_exporting_cancel (PktmonExporting *self);
gboolean pktmon_exporting_is_busy (PktmonExporting *self);
/* What the last one did. Borrowed. */
const PktmonExportResult *pktmon_exporting_get_result (PktmonExporting *self);
/* The first file that it wrote; NULL: none. (transfer full) */
GFile *pktmon_exporting_dup_written (PktmonExporting *self);

G_END_DECLS

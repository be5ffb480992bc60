/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export-form.h"
#include "export/export.h"

G_BEGIN_DECLS

/* PktmonExportRun: one export at work, whoever finds the packets for it. Private to core/export.
 * Plain value, one thread; after a function has returned FALSE, `error` says why, and only
 * pktmon_export_run_end may follow. */
typedef struct {
  const PktmonExportChoice *choice;
  const PktmonExportOptions *options;
  PktmonDirectory *directory;
  PktmonExportTarget *target;
  PktmonExportForm *form;
  GArray *interfaces; /* of PktmonExportInterface */
  guint32 next_id;    /* of the next interface of this section */
  guint64 in_file;    /* packets of the present file */
  PktmonExportProgress progress;
  gpointer user_data;
  PktmonExportResult result;
  GError *error;
} PktmonExportRun;

/* Sets what is borrowed and begins the first file. @path: NULL: only counts.
 * Returns: FALSE with @error, and then nothing is to be ended. */
gboolean pktmon_export_run_begin (PktmonExportRun *self, PktmonDirectory *directory,
                                  PktmonSpool *spool, const char *path, GError **error);

/* A block or packet of the capture, in the order of the file, with its bytes, which must stay until
 * the next pktmon_export_run_release. */
/* Passes the interfaces of the sections before @start, which are not kept. */
void pktmon_export_run_pass_sections (PktmonExportRun *self, guint64 start);
gboolean pktmon_export_run_add_block (PktmonExportRun *self, const PktmonRecord *record,
                                      const guint8 *data);
gboolean pktmon_export_run_add_packet (PktmonExportRun *self, guint64 position,
                                       const PktmonRecord *record, const guint8 *data);

/* Those bytes are going. */
gboolean pktmon_export_run_release (PktmonExportRun *self);
/* The same, and a moment to hand on what pipes wait for, and to ask whether to go on. */
gboolean pktmon_export_run_report (PktmonExportRun *self, guint64 packets, guint64 offset);

/* Ends it, and frees what it has. @damage: (transfer full): why the capture ended early, NULL: it
 * did not.
 * Returns: FALSE with an error. */
gboolean pktmon_export_run_end (PktmonExportRun *self, GError *damage, GError **error);

G_END_DECLS

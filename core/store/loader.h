/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/reader.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* What the walk through a spool hands its records to. */

typedef struct {
  /* Records of one piece follow; may be NULL. */
  void (*begin) (gpointer user_data);
  /* One record, with its bytes at @data; FALSE ends the walk. */
  gboolean (*record) (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
                      const guint8 *data);
  /* The piece was walked through: a good moment to publish; may be NULL. FALSE ends the walk. */
  gboolean (*end) (gpointer user_data, guint64 offset);
} PktmonLoaderVisitor;

/* Walks through @spool until it is complete and all was read, waiting for what is to come.
 * Returns: TRUE at the end, and when the visitor ended the walk; FALSE with an error for damage,
 * after every record before it was handed over. */
gboolean pktmon_loader_run (PktmonSpool *spool, PktmonReader *reader,
                            const PktmonLoaderVisitor *visitor, gpointer user_data, GError **error);

G_END_DECLS

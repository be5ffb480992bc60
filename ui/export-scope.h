/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/document.h"

G_BEGIN_DECLS

/* The packets of a document that its user may mean. */
typedef enum {
  PKTMON_EXPORT_ALL,
  PKTMON_EXPORT_SHOWN,
  PKTMON_EXPORT_SELECTED,
  PKTMON_EXPORT_MARKED,
  PKTMON_EXPORT_RANGE, /* packet numbers, as ranges.h has them */
} PktmonExportScope;

/* @range: of PKTMON_EXPORT_RANGE.
 * @positions: (out) (transfer full): the packets that there are now; NULL: all.
 * Returns: FALSE with PKTMON_ERROR_INVALID when the range is wrong. Main thread. */
gboolean pktmon_export_scope_get (PktmonDocument *document, PktmonExportScope scope,
                                  const char *range, PktmonPositions **positions, GError **error);
/* What a user means most probably. */
PktmonExportScope pktmon_export_scope_guess (PktmonDocument *document);

G_END_DECLS

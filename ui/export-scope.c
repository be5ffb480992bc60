/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/export-scope.h"

#include "base/ranges.h"

static gboolean
get_range (PktmonDocument *document, const char *text, PktmonPositions **positions, GError **error)
{
  g_autoptr (PktmonRanges) ranges = pktmon_ranges_new (text, error);

  if (ranges == NULL)
    return FALSE;
  *positions = pktmon_ranges_dup_positions (
      ranges, pktmon_store_get_count (pktmon_document_get_store (document)));
  return TRUE;
}

static PktmonPositions *
dup_shown (PktmonDocument *document)
{
  PktmonPositions *shown = pktmon_packet_list_get_positions (pktmon_document_get_list (document));

  return shown != NULL ? pktmon_positions_copy (shown) : NULL;
}

gboolean
pktmon_export_scope_get (PktmonDocument *document, PktmonExportScope scope, const char *range,
                         PktmonPositions **positions, GError **error)
{
  *positions = NULL;
  switch (scope) {
  case PKTMON_EXPORT_SHOWN:
    *positions = dup_shown (document);
    return TRUE;
  case PKTMON_EXPORT_SELECTED:
    *positions = pktmon_packet_selection_dup_positions (pktmon_document_get_selection (document));
    return TRUE;
  case PKTMON_EXPORT_MARKED:
    *positions =
        pktmon_positions_copy (pktmon_notes_get_marked (pktmon_document_get_notes (document)));
    return TRUE;
  case PKTMON_EXPORT_RANGE:
    return get_range (document, range, positions, error);
  case PKTMON_EXPORT_ALL:
  default:
    return TRUE;
  }
}

/* One packet is selected as soon as somebody looks at it. */
PktmonExportScope
pktmon_export_scope_guess (PktmonDocument *document)
{
  if (pktmon_packet_selection_get_count (pktmon_document_get_selection (document)) > 1)
    return PKTMON_EXPORT_SELECTED;
  if (pktmon_document_is_narrowed (document))
    return PKTMON_EXPORT_SHOWN;
  return PKTMON_EXPORT_ALL;
}

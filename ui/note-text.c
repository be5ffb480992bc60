/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/note-text.h"

#include "base/format.h"
#include "base/i18n.h"

char *
pktmon_note_text_dup_counts (PktmonNotes *notes)
{
  guint64 n_marked = pktmon_positions_get_count (pktmon_notes_get_marked (notes));
  guint64 n_commented = pktmon_positions_get_count (pktmon_notes_get_commented (notes));
  g_autofree char *marked = pktmon_format_dup_count (n_marked);
  g_autofree char *commented = pktmon_format_dup_count (n_commented);
  g_autofree char *marks =
      g_strdup_printf (ngettext ("%s mark", "%s marks", (gulong) n_marked), marked);
  g_autofree char *comments =
      g_strdup_printf (ngettext ("%s comment", "%s comments", (gulong) n_commented), commented);

  if (n_marked > 0 && n_commented > 0)
    /* Translators: how many marks, and how many comments there are. */
    return g_strdup_printf (C_ ("notes", "%s, %s"), marks, comments);
  if (n_marked > 0)
    return g_steal_pointer (&marks);
  return n_commented > 0 ? g_steal_pointer (&comments) : NULL;
}

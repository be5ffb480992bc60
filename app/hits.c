/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hits.h"

#include "base/format.h"
#include "base/i18n.h"
#include "count-table.h"
#include "message.h"

static gboolean
has_hits (const PktmonConstraint *constraint)
{
  return pktmon_constraint_is_enabled (constraint) && !pktmon_constraint_is_excluding (constraint);
}

static void
print (const PktmonConstraint *constraint, guint64 hits)
{
  g_autofree char *text = pktmon_constraint_dup_text (constraint);
  g_autofree char *clean = pktmon_text_dup_foreign (text);
  g_autofree char *number = pktmon_format_dup_count (hits);

  pktmon_message_note (ngettext ("%s packet matched: %s", "%s packets matched: %s", (gulong) hits),
                       number, clean);
}

void
pktmon_hits_print (PktmonSession *session)
{
  GPtrArray *constraints = pktmon_session_get_constraints (session);

  for (guint i = 0; i < constraints->len; i++)
    if (has_hits (g_ptr_array_index (constraints, i)))
      print (g_ptr_array_index (constraints, i), pktmon_session_get_constraint_hits (session, i));
}

void
pktmon_hits_append_text (PktmonOutput *output, PktmonSession *session, const guint64 *before)
{
  const char *const titles[] = { _ ("Constraint"), before != NULL ? _ ("Packets/s") : _ ("Packets"),
                                 NULL };
  GPtrArray *constraints = pktmon_session_get_constraints (session);
  g_autoptr (PktmonCountTable) table = pktmon_count_table_new (titles);
  gboolean any = FALSE;

  for (guint i = 0; i < constraints->len; i++) {
    g_autofree char *text = pktmon_constraint_dup_text (g_ptr_array_index (constraints, i));

    if (!has_hits (g_ptr_array_index (constraints, i)))
      continue;
    pktmon_count_table_begin_row (table, text);
    pktmon_count_table_add (table, pktmon_session_get_constraint_hits (session, i) -
                                       (before != NULL ? before[i] : 0));
    any = TRUE;
  }
  if (!any)
    return;
  pktmon_line_buffer_append_char (&output->buffer, '\n');
  pktmon_count_table_append (table, &output->buffer);
}

void
pktmon_hits_append_json (PktmonJsonWriter *json, PktmonSession *session, const guint64 *before)
{
  GPtrArray *constraints = pktmon_session_get_constraints (session);

  for (guint i = 0; i < constraints->len; i++) {
    g_autofree char *text = pktmon_constraint_dup_text (g_ptr_array_index (constraints, i));
    guint64 hits = pktmon_session_get_constraint_hits (session, i);

    if (!has_hits (g_ptr_array_index (constraints, i)))
      continue;
    pktmon_json_writer_begin_object (json, NULL);
    pktmon_json_writer_add_text (json, "constraint", text);
    pktmon_json_writer_add_u64 (json, "packets", hits);
    if (before != NULL)
      pktmon_json_writer_add_u64 (json, "packets_per_second", hits - before[i]);
    pktmon_json_writer_end_object (json);
  }
}

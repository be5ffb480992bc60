/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "totals.h"

#include "base/format.h"
#include "base/i18n.h"
#include "count-table.h"
#include "drop-table.h"
#include "hits.h"
#include "message.h"

/* @words: of the cause, with the number. */
static void
add_cause (GPtrArray *parts, guint64 count, const char *words)
{
  if (count > 0)
    g_ptr_array_add (parts, g_strdup (words));
}

/* "lost: 3 in the kernel, 1 at the interface". */
static char *
dup_lost (const PktmonCounters *counters)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *kernel = pktmon_format_dup_count (counters->kernel_lost);
  g_autofree char *interface = pktmon_format_dup_count (counters->interface_lost);
  g_autofree char *disk = pktmon_format_dup_count (counters->disk_lost);
  g_autofree char *in_kernel = g_strdup_printf (_ ("%s in the kernel"), kernel);
  g_autofree char *at_interface = g_strdup_printf (_ ("%s at the interface"), interface);
  g_autofree char *at_disk = g_strdup_printf (_ ("%s at the disk"), disk);
  g_autofree char *joined = NULL;

  add_cause (parts, counters->kernel_lost, in_kernel);
  add_cause (parts, counters->interface_lost, at_interface);
  add_cause (parts, counters->disk_lost, at_disk);
  if (parts->len == 0)
    return g_strdup (_ ("none lost"));
  g_ptr_array_add (parts, NULL);
  joined = g_strjoinv (", ", (char **) parts->pdata);
  return g_strdup_printf (_ ("lost: %s"), joined);
}

/* What was captured, and is not kept. */
static void
note_removed (const PktmonSessionStatus *status)
{
  g_autofree char *number = pktmon_format_dup_count (status->removed_packets);

  if (status->n_removed > 0)
    pktmon_message_note (ngettext ("The oldest %s of them is not kept.",
                                   "The oldest %s of them are not kept.",
                                   (gulong) status->removed_packets),
                         number);
}

static void
note_forgotten (const PktmonSessionStatus *status)
{
  g_autofree char *number = pktmon_format_dup_count (status->forgotten_journeys);

  if (status->forgotten_journeys > 0)
    pktmon_message_note (ngettext ("There were too many packets under way: %s journey may go on "
                                   "as another one.",
                                   "There were too many packets under way: %s journeys may go on "
                                   "as others.",
                                   (gulong) status->forgotten_journeys),
                         number);
}

void
pktmon_totals_print (const PktmonSessionStatus *status)
{
  guint64 packets = status->counters.packets;
  g_autofree char *number = pktmon_format_dup_count (packets);
  g_autofree char *captured = g_strdup_printf (
      ngettext ("%s packet captured", "%s packets captured", (gulong) packets), number);
  g_autofree char *lost = dup_lost (&status->counters);

  pktmon_message_note ("%s, %s.", captured, lost);
  note_removed (status);
  note_forgotten (status);
}

void
pktmon_totals_warn (const PktmonSessionStatus *status)
{
  for (guint i = 0; i < status->sources->len; i++) {
    const PktmonSourceStatus *source = g_ptr_array_index (status->sources, i);

    if (source->error != NULL && status->error == NULL)
      pktmon_message_failed (source->error);
  }
}

static void
append_json (PktmonJsonWriter *json, const PktmonSourceStatus *source)
{
  const PktmonSourceCounters *counters = &source->counters;

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "id", source->id);
  pktmon_json_writer_add_u64 (json, "packets", counters->packets);
  pktmon_json_writer_add_u64 (json, "bytes", counters->bytes);
  pktmon_json_writer_add_u64 (json, "kernel_lost", counters->kernel_lost);
  pktmon_json_writer_add_u64 (json, "interface_lost", counters->interface_lost);
  pktmon_json_writer_end_object (json);
}

static void
append_text (PktmonCountTable *table, const PktmonSourceStatus *source)
{
  pktmon_count_table_begin_row (table, source->id);
  pktmon_count_table_add (table, source->counters.packets);
  pktmon_count_table_add (table, source->counters.bytes);
  pktmon_count_table_add (table, source->counters.kernel_lost + source->counters.interface_lost);
}

static void
append_all_json (PktmonLineBuffer *buffer, PktmonSession *session,
                 const PktmonSessionStatus *status)
{
  PktmonJsonWriter json = { .buffer = buffer };

  pktmon_json_writer_begin_array (&json, NULL);
  for (guint i = 0; i < status->sources->len; i++)
    append_json (&json, g_ptr_array_index (status->sources, i));
  pktmon_drop_table_append_json (&json, &status->drops);
  pktmon_hits_append_json (&json, session, NULL);
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_finish (&json);
}

void
pktmon_totals_append_sources (PktmonOutput *output, PktmonSession *session, gboolean json)
{
  const char *const titles[] = { _ ("Source"), _ ("Packets"), _ ("Bytes"), _ ("Lost"), NULL };
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (session);
  g_autoptr (PktmonCountTable) table = NULL;

  if (json) {
    append_all_json (&output->buffer, session, status);
    return;
  }
  table = pktmon_count_table_new (titles);
  for (guint i = 0; i < status->sources->len; i++)
    append_text (table, g_ptr_array_index (status->sources, i));
  pktmon_count_table_append (table, &output->buffer);
  if (status->drops.n_reasons > 0) {
    pktmon_line_buffer_append_char (&output->buffer, '\n');
    pktmon_drop_table_append_text (&output->buffer, &status->drops, FALSE);
  }
  pktmon_hits_append_text (output, session, NULL);
}

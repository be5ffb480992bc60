/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unsaved.h"

#include "base/format.h"
#include "base/i18n.h"
#include "export/json-writer.h"
#include "message.h"
#include "output.h"
#include "session/leftover.h"

static char *
dup_date (const PktmonLeftover *leftover)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (leftover->modified);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : g_strdup ("?");
}

static void
append_text (PktmonLineBuffer *buffer, const PktmonLeftover *leftover, guint64 packets)
{
  g_autofree char *date = dup_date (leftover);
  g_autofree char *size = g_format_size (leftover->size);
  g_autofree char *count = pktmon_format_dup_count (packets);
  g_autofree char *words =
      g_strdup_printf (ngettext ("%s packet", "%s packets", (gulong) packets), count);
  g_autofree char *name = g_filename_display_name (leftover->path);
  g_autofree char *clean = pktmon_text_dup_foreign (name);
  g_autofree char *line = g_strdup_printf ("%s  %10s  %18s  %s\n", date, size, words, clean);

  pktmon_line_buffer_append (buffer, line);
}

static void
append_json (PktmonJsonWriter *json, const PktmonLeftover *leftover, guint64 packets)
{
  g_autofree char *name = g_filename_display_name (leftover->path);

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "path", name);
  pktmon_json_writer_add_u64 (json, "modified", (guint64) MAX (0, leftover->modified));
  pktmon_json_writer_add_u64 (json, "size", leftover->size);
  pktmon_json_writer_add_u64 (json, "packets", packets);
  pktmon_json_writer_end_object (json);
}

PktmonExit
pktmon_unsaved_print (gboolean as_json)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (GPtrArray) found = pktmon_leftovers_find();
  PktmonJsonWriter json = { .buffer = &output.buffer };
  PktmonExit exit = PKTMON_EXIT_DONE;

  if (as_json)
    pktmon_json_writer_begin_array (&json, NULL);
  for (guint i = 0; i < found->len; i++) {
    const PktmonLeftover *leftover = g_ptr_array_index (found, i);
    g_autoptr (GError) error = NULL;
    guint64 packets;

    if (!pktmon_leftover_mend (leftover->path, &packets, &error))
      exit = pktmon_message_failed (error);
    else if (as_json)
      append_json (&json, leftover, packets);
    else
      append_text (&output.buffer, leftover, packets);
  }
  if (as_json) {
    pktmon_json_writer_end_array (&json);
    pktmon_json_writer_finish (&json);
  }
  return pktmon_output_finish (&output, exit);
}

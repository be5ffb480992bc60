/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drop-table.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "count-table.h"
#include "probe/meanings.h"
#include "probe/reasons.h"

#define NAME_SIZE 64

static int
compare (const void *a, const void *b)
{
  const PktmonDropCounters *first = a, *second = b;

  return (first->packets < second->packets) - (first->packets > second->packets);
}

/* In the order in which they are shown. */
static PktmonDropTotals
sort (const PktmonDropTotals *drops)
{
  PktmonDropTotals sorted = *drops;

  qsort (sorted.reasons, sorted.n_reasons, sizeof sorted.reasons[0], compare);
  return sorted;
}

static void
get_name (guint32 reason, char name[NAME_SIZE])
{
  PktmonText text;

  pktmon_text_init (&text, name, NAME_SIZE);
  if (reason == 0)
    pktmon_text_append (&text, "OTHERS");
  else
    pktmon_reason_append (&text, reason);
}

static void
append_meaning (PktmonLineBuffer *buffer, const char *name)
{
  const char *text = pktmon_meaning_get_text (name, strlen (name));

  if (text == NULL)
    return;
  pktmon_line_buffer_append_char (buffer, '\n');
  pktmon_line_buffer_append (buffer, name);
  pktmon_line_buffer_append (buffer, ": ");
  pktmon_line_buffer_append (buffer, text);
  pktmon_line_buffer_append_char (buffer, '\n');
}

void
pktmon_drop_table_append_text (PktmonLineBuffer *buffer, const PktmonDropTotals *drops,
                               gboolean live)
{
  const char *const sums[] = { _ ("Reason"), _ ("Dropped"), _ ("Bytes"), NULL };
  const char *const rates[] = { _ ("Reason"), _ ("Dropped/s"), _ ("Bytes/s"), NULL };
  g_autoptr (PktmonCountTable) table = pktmon_count_table_new (live ? rates : sums);
  PktmonDropTotals sorted = sort (drops);
  char name[NAME_SIZE];

  for (guint i = 0; i < sorted.n_reasons; i++) {
    get_name (sorted.reasons[i].reason, name);
    pktmon_count_table_begin_row (table, name);
    pktmon_count_table_add (table, sorted.reasons[i].packets);
    pktmon_count_table_add (table, sorted.reasons[i].bytes);
  }
  pktmon_count_table_append (table, buffer);
  for (guint i = 0; i < sorted.n_reasons; i++) {
    get_name (sorted.reasons[i].reason, name);
    append_meaning (buffer, name);
  }
}

static void
append_json (PktmonJsonWriter *json, const PktmonDropCounters *drop)
{
  static const char *const classes[] = {
    [PKTMON_DROP_EXPECTED] = "expected",
    [PKTMON_DROP_SUSPICIOUS] = "suspicious",
    [PKTMON_DROP_HARD] = "hard",
  };
  char name[NAME_SIZE];

  get_name (drop->reason, name);
  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "drop.reason", name);
  pktmon_json_writer_add_text (json, "class",
                               classes[pktmon_meaning_get_class (name, strlen (name))]);
  pktmon_json_writer_add_u64 (json, "packets", drop->packets);
  pktmon_json_writer_add_u64 (json, "bytes", drop->bytes);
  pktmon_json_writer_add_text (json, "meaning", pktmon_meaning_get_text (name, strlen (name)));
  pktmon_json_writer_end_object (json);
}

void
pktmon_drop_table_append_json (PktmonJsonWriter *json, const PktmonDropTotals *drops)
{
  PktmonDropTotals sorted = sort (drops);

  for (guint i = 0; i < sorted.n_reasons; i++)
    append_json (json, &sorted.reasons[i]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/json-writer.h"
#include "info.h"
#include "pcapng/block-name.h"
#include "pcapng/format.h"
#include "pcapng/link-type.h"

#define MAX_SHORT_TEXT 128

/* --- Values --- */

static void
add_time (PktmonJsonWriter *json, const char *key, PktmonTime time)
{
  char value[MAX_SHORT_TEXT];
  PktmonText text;

  pktmon_text_init (&text, value, sizeof value);
  pktmon_time_append_epoch (&text, time, 9);
  pktmon_json_writer_add_text (json, key, pktmon_time_is_known (time) ? value : NULL);
}

static void
add_rate (PktmonJsonWriter *json, const char *key, double rate)
{
  if (rate >= 0)
    pktmon_json_writer_add_double (json, key, rate, 3);
  else
    pktmon_json_writer_add_text (json, key, NULL);
}

static void
add_totals (PktmonJsonWriter *json, const PktmonTotals *totals)
{
  pktmon_json_writer_add_u64 (json, "packets", totals->packets);
  pktmon_json_writer_add_u64 (json, "captured_bytes", totals->captured_bytes);
  pktmon_json_writer_add_u64 (json, "wire_bytes", totals->wire_bytes);
  if (totals->drop_counts > 0)
    pktmon_json_writer_add_u64 (json, "epb_dropcount", totals->dropped);
  else
    pktmon_json_writer_add_text (json, "epb_dropcount", NULL);
  add_time (json, "first_time_epoch", pktmon_info_get_time (totals->first));
  add_time (json, "last_time_epoch", pktmon_info_get_time (totals->last));
  add_time (json, "duration", pktmon_info_get_duration (totals));
  add_rate (json, "packets_per_second", pktmon_info_get_rate (totals, totals->packets));
  add_rate (json, "wire_bits_per_second", 8 * pktmon_info_get_rate (totals, totals->wire_bytes));
}

/* --- Options --- */

static void
add_option_value (PktmonJsonWriter *json, guint32 block_type, const PktmonOption *option,
                  gboolean big_endian)
{
  gsize size;
  const guint8 *foreign = pktmon_option_get_text (block_type, option, &size);
  gsize room = PKTMON_TEXT_ESCAPED_SIZE * option->size + MAX_SHORT_TEXT;
  g_autofree char *value = NULL;
  PktmonText text;

  if (foreign != NULL) {
    pktmon_json_writer_add_foreign (json, "value", (const char *) foreign, size);
    return;
  }
  value = g_malloc (room);
  pktmon_text_init (&text, value, room);
  pktmon_option_append_value (&text, block_type, option, big_endian);
  pktmon_json_writer_add_text (json, "value", value);
}

static void
add_options (PktmonJsonWriter *json, guint32 block_type, const guint8 *options, gsize size,
             gboolean big_endian)
{
  PktmonBytes list = pktmon_bytes_new (options, size);
  PktmonOption option;

  pktmon_json_writer_begin_array (json, "options");
  while (pktmon_option_next (&list, big_endian, &option)) {
    pktmon_json_writer_begin_object (json, NULL);
    pktmon_json_writer_add_u64 (json, "code", option.code);
    pktmon_json_writer_add_text (json, "name", pktmon_option_get_name (block_type, option.code));
    add_option_value (json, block_type, &option, big_endian);
    pktmon_json_writer_end_object (json);
  }
  pktmon_json_writer_end_array (json);
}

/* --- Parts --- */

static void
add_section (PktmonJsonWriter *json, const PktmonSection *section)
{
  g_autofree char *version = g_strdup_printf ("%u.%u", section->major, section->minor);

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "format", pktmon_info_get_format (section));
  pktmon_json_writer_add_text (json, "version", version);
  pktmon_json_writer_add_text (json, "byte_order", section->big_endian ? "big" : "little");
  pktmon_json_writer_add_u64 (json, "offset", section->offset);
  add_options (json, PKTMON_BLOCK_SECTION_HEADER, section->options, section->options_size,
               section->big_endian);
  pktmon_json_writer_end_object (json);
}

static void
add_statistics (PktmonJsonWriter *json, const PktmonInfo *info, guint interface)
{
  PktmonInterfaceStatistics statistics;
  guint n_counters;
  const PktmonInfoCounter *counters = pktmon_info_get_counters (&n_counters);

  if (!pktmon_contents_get_statistics (info->contents, interface, &statistics)) {
    pktmon_json_writer_add_text (json, "statistics", NULL);
    return;
  }
  pktmon_json_writer_begin_object (json, "statistics");
  add_time (json, "isb_starttime", statistics.start);
  add_time (json, "isb_endtime", statistics.end);
  for (guint i = 0; i < n_counters; i++) {
    guint64 value = pktmon_info_get_counter (&counters[i], &statistics);

    if (value != PKTMON_STATISTICS_UNKNOWN)
      pktmon_json_writer_add_u64 (json, counters[i].key, value);
    else
      pktmon_json_writer_add_text (json, counters[i].key, NULL);
  }
  pktmon_json_writer_end_object (json);
}

static void
add_interface (PktmonJsonWriter *json, const PktmonInfo *info, const PktmonInterface *interface,
               guint section)
{
  PktmonTotals totals = pktmon_contents_get_interface_totals (info->contents, interface->number);

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_u64 (json, "number", interface->number);
  pktmon_json_writer_add_u64 (json, "section", section);
  pktmon_json_writer_add_text (json, "name", interface->name);
  pktmon_json_writer_add_text (json, "description", interface->description);
  pktmon_json_writer_add_u64 (json, "link_type", interface->link_type);
  pktmon_json_writer_add_text (json, "link_type_name",
                               pktmon_link_type_get_name (interface->link_type));
  if (interface->snap_length != 0)
    pktmon_json_writer_add_u64 (json, "snap_length", interface->snap_length);
  else
    pktmon_json_writer_add_text (json, "snap_length", NULL);
  pktmon_json_writer_add_u64 (json, "if_tsresol", interface->resolution);
  add_options (json, PKTMON_BLOCK_INTERFACE_DESCRIPTION, interface->options,
               interface->options_size, interface->section->big_endian);
  add_totals (json, &totals);
  add_statistics (json, info, interface->number);
  pktmon_json_writer_end_object (json);
}

static void
add_interfaces (PktmonJsonWriter *json, const PktmonInfo *info)
{
  guint n_interfaces = pktmon_directory_get_n_interfaces (info->directory);
  guint section = 0;

  pktmon_json_writer_begin_array (json, "interfaces");
  for (guint i = 0; i < n_interfaces; i++) {
    const PktmonInterface *interface = pktmon_directory_get_interface (info->directory, i);

    while (pktmon_directory_get_section (info->directory, section) != interface->section)
      section++;
    add_interface (json, info, interface, section);
  }
  pktmon_json_writer_end_array (json);
}

static void
add_blocks (PktmonJsonWriter *json, const PktmonInfo *info)
{
  guint n_types;
  const PktmonBlockCount *blocks = pktmon_contents_get_blocks (info->contents, &n_types);

  pktmon_json_writer_begin_array (json, "blocks");
  for (guint i = 0; i < n_types; i++) {
    pktmon_json_writer_begin_object (json, NULL);
    if (blocks[i].type != PKTMON_OTHER_BLOCKS)
      pktmon_json_writer_add_u64 (json, "type", blocks[i].type);
    else
      pktmon_json_writer_add_text (json, "type", NULL);
    pktmon_json_writer_add_text (json, "name", pktmon_block_get_name (blocks[i].type));
    pktmon_json_writer_add_u64 (json, "count", blocks[i].count);
    pktmon_json_writer_end_object (json);
  }
  pktmon_json_writer_end_array (json);
}

void
pktmon_info_append_json (const PktmonInfo *self, PktmonLineBuffer *buffer)
{
  PktmonTotals totals = pktmon_contents_get_totals (self->contents);
  guint n_sections = pktmon_directory_get_n_sections (self->directory);
  PktmonJsonWriter json = { .buffer = buffer };

  pktmon_json_writer_begin_object (&json, NULL);
  pktmon_json_writer_add_text (&json, "name", self->name);
  pktmon_json_writer_add_u64 (&json, "size", pktmon_spool_get_size (self->spool));
  pktmon_json_writer_add_text (&json, "compression", pktmon_spool_get_compression (self->spool));
  pktmon_json_writer_add_boolean (&json, "complete", self->early == NULL);
  pktmon_json_writer_add_text (&json, "problem", self->early);
  add_totals (&json, &totals);
  pktmon_json_writer_begin_array (&json, "sections");
  for (guint i = 0; i < n_sections; i++)
    add_section (&json, pktmon_directory_get_section (self->directory, i));
  pktmon_json_writer_end_array (&json);
  add_interfaces (&json, self);
  add_blocks (&json, self);
  pktmon_json_writer_end_object (&json);
  pktmon_json_writer_finish (&json);
}

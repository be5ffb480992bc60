/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>

#include "base/format.h"
#include "base/i18n.h"
#include "info.h"
#include "pcapng/block-name.h"
#include "pcapng/format.h"
#include "pcapng/link-type.h"

/* Where values begin. */
#define LABEL_WIDTH 28
#define MAX_SHORT_TEXT 128
/* More is no rate. */
#define MAX_RATE 1e18

/* --- Rows --- */

static void
append_label (PktmonLineBuffer *buffer, guint indent, const char *label)
{
  gsize width = indent + (gsize) g_utf8_strlen (label, -1);

  pktmon_line_buffer_append_spaces (buffer, indent);
  pktmon_line_buffer_append (buffer, label);
  pktmon_line_buffer_append_spaces (buffer, width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
}

static void
append_row (PktmonLineBuffer *buffer, guint indent, const char *label, const char *value)
{
  append_label (buffer, indent, label);
  pktmon_line_buffer_append (buffer, value != NULL ? value : _ ("unknown"));
  pktmon_line_buffer_append_char (buffer, '\n');
}

static void
append_count (PktmonLineBuffer *buffer, guint indent, const char *label, guint64 count)
{
  g_autofree char *text = pktmon_format_dup_count (count);

  append_row (buffer, indent, label, text);
}

static void
append_time (PktmonLineBuffer *buffer, guint indent, const char *label, PktmonTime time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local();
  char value[MAX_SHORT_TEXT];
  PktmonText text;
  int interval;

  pktmon_text_init (&text, value, sizeof value);
  pktmon_time_append_date (&text, time, zone, 9);
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time.seconds);
  if (pktmon_time_is_known (time) && interval >= 0) {
    pktmon_text_append_char (&text, ' ');
    pktmon_text_append (&text, g_time_zone_get_abbreviation (zone, interval));
  }
  append_row (buffer, indent, label, pktmon_time_is_known (time) ? value : NULL);
}

static void
append_duration (PktmonLineBuffer *buffer, guint indent, const char *label, PktmonTime duration)
{
  char value[MAX_SHORT_TEXT];
  PktmonText text;

  pktmon_text_init (&text, value, sizeof value);
  pktmon_time_append_epoch (&text, duration, 9);
  pktmon_text_append (&text, " s");
  append_row (buffer, indent, label, pktmon_time_is_known (duration) ? value : NULL);
}

/* Rounded to one decimal. @unit: translated. */
static void
append_rate (PktmonLineBuffer *buffer, guint indent, const char *label, double rate,
             const char *unit)
{
  guint64 tenths = rate < MAX_RATE ? (guint64) (10 * MAX (rate, 0) + 0.5) : 0;
  g_autofree char *whole = pktmon_format_dup_count (tenths / 10);
  g_autofree char *value = NULL;

  if (rate > 0 && tenths == 0)
    value = g_strdup_printf ("< 0.1 %s", unit);
  else if (rate >= 0)
    value = g_strdup_printf ("%s.%u %s", whole, (guint) (tenths % 10), unit);
  append_row (buffer, indent, label, rate < MAX_RATE ? value : NULL);
}

static void
append_totals (PktmonLineBuffer *buffer, guint indent, const PktmonTotals *totals)
{
  append_count (buffer, indent, _ ("Packets"), totals->packets);
  append_count (buffer, indent, _ ("Bytes captured"), totals->captured_bytes);
  append_count (buffer, indent, _ ("Bytes on the wire"), totals->wire_bytes);
  if (totals->packets == 0)
    return;
  append_time (buffer, indent, _ ("First packet"), pktmon_info_get_time (totals->first));
  append_time (buffer, indent, _ ("Last packet"), pktmon_info_get_time (totals->last));
  append_duration (buffer, indent, _ ("Duration"), pktmon_info_get_duration (totals));
  append_rate (buffer, indent, _ ("Packet rate"), pktmon_info_get_rate (totals, totals->packets),
               _ ("packets/s"));
  append_rate (buffer, indent, _ ("Bit rate"),
               8 * pktmon_info_get_rate (totals, totals->wire_bytes), _ ("bits/s on the wire"));
}

/* --- Options --- */

/* What people call an option; the others have the name that the specification gives them. */
static const struct {
  const char *name;
  const char *label; /* to be translated; NULL: has a row of its own */
} option_labels[] = {
  { "opt_comment", N_ ("Comment") },
  { "shb_hardware", N_ ("Hardware") },
  { "shb_os", N_ ("Operating system") },
  { "shb_userappl", N_ ("Application") },
  { "if_name", NULL },
  { "if_description", NULL },
  { "if_tsresol", NULL },
  { "if_IPv4addr", N_ ("IPv4 address") },
  { "if_IPv6addr", N_ ("IPv6 address") },
  { "if_MACaddr", N_ ("MAC address") },
  { "if_EUIaddr", N_ ("EUI address") },
  { "if_speed", N_ ("Speed in bits/s") },
  { "if_filter", N_ ("Capture filter") },
  { "if_os", N_ ("Operating system") },
  { "if_fcslen", N_ ("Check sequence in bytes") },
  { "if_tsoffset", N_ ("Time offset in seconds") },
  { "if_hardware", N_ ("Hardware") },
};

/* Returns: FALSE when the option has a row of its own. */
static gboolean
find_label (const char *name, const char **label)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_labels); i++)
    if (g_str_equal (option_labels[i].name, name)) {
      *label = option_labels[i].label;
      return *label != NULL;
    }
  *label = name;
  return TRUE;
}

static void
append_option (PktmonLineBuffer *buffer, guint32 block_type, const PktmonOption *option,
               gboolean big_endian)
{
  const char *name = pktmon_option_get_name (block_type, option->code);
  g_autofree char *unknown = NULL;
  const char *label;
  PktmonText text;

  if (name == NULL)
    name = unknown = g_strdup_printf (_ ("Option %u"), option->code);
  if (!find_label (name, &label))
    return;
  append_label (buffer, 2, _ (label));
  text = pktmon_line_buffer_begin_text (buffer,
                                        PKTMON_TEXT_ESCAPED_SIZE * option->size + MAX_SHORT_TEXT);
  pktmon_option_append_value (&text, block_type, option, big_endian);
  pktmon_line_buffer_end_text (buffer, &text);
  pktmon_line_buffer_append_char (buffer, '\n');
}

static void
append_options (PktmonLineBuffer *buffer, guint32 block_type, const guint8 *options, gsize size,
                gboolean big_endian)
{
  PktmonBytes list = pktmon_bytes_new (options, size);
  PktmonOption option;

  while (pktmon_option_next (&list, big_endian, &option))
    append_option (buffer, block_type, &option, big_endian);
}

/* --- Parts --- */

static void
append_section (PktmonLineBuffer *buffer, const PktmonSection *section, guint number)
{
  pktmon_line_buffer_append_printf (buffer, _ ("\nSection %u\n"), number);
  append_label (buffer, 2, _ ("Format"));
  pktmon_line_buffer_append_printf (buffer, "%s %u.%u, %s\n", pktmon_info_get_format (section),
                                    section->major, section->minor,
                                    section->big_endian ? _ ("big-endian") : _ ("little-endian"));
  append_options (buffer, PKTMON_BLOCK_SECTION_HEADER, section->options, section->options_size,
                  section->big_endian);
}

static void
append_link_type (PktmonLineBuffer *buffer, guint16 link_type)
{
  PktmonText text;

  append_label (buffer, 2, _ ("Link type"));
  text = pktmon_line_buffer_begin_text (buffer, MAX_SHORT_TEXT);
  pktmon_link_type_append_name (&text, link_type);
  pktmon_line_buffer_end_text (buffer, &text);
  pktmon_line_buffer_append_char (buffer, '\n');
}

/* The unit of time stamps, as if_tsresol says it. */
static void
append_time_unit (PktmonLineBuffer *buffer, guint8 resolution)
{
  static const char *const units[] = { "1 s", "1 ms", "1 µs", "1 ns" };
  gboolean binary = (resolution & 0x80) != 0;
  guint exponent = resolution & 0x7f;
  g_autofree char *value = NULL;

  if (!binary && exponent % 3 == 0 && exponent / 3 < G_N_ELEMENTS (units))
    value = g_strdup (units[exponent / 3]);
  else
    value = g_strdup_printf ("%u^-%u s", binary ? 2 : 10, exponent);
  append_row (buffer, 2, _ ("Time unit"), value);
}

static void
append_known_time (PktmonLineBuffer *buffer, guint indent, const char *label, PktmonTime time)
{
  if (pktmon_time_is_known (time))
    append_time (buffer, indent, label, time);
}

/* What is not said is left out, but for losses: that there are none must not be believed then. */
static void
append_statistics (const PktmonInfo *self, PktmonLineBuffer *buffer, guint interface,
                   const PktmonTotals *totals)
{
  PktmonInterfaceStatistics statistics;
  gboolean said = pktmon_contents_get_statistics (self->contents, interface, &statistics);
  guint n_counters;
  const PktmonInfoCounter *counters = pktmon_info_get_counters (&n_counters);

  if (totals->drop_counts > 0)
    append_count (buffer, 2, _ ("Lost between packets"), totals->dropped);
  else if (!said || (statistics.interface_dropped == PKTMON_STATISTICS_UNKNOWN &&
                     statistics.system_dropped == PKTMON_STATISTICS_UNKNOWN))
    append_row (buffer, 2, _ ("Losses"), NULL);
  if (!said)
    return;
  append_known_time (buffer, 2, _ ("Capture started"), statistics.start);
  append_known_time (buffer, 2, _ ("Capture ended"), statistics.end);
  for (guint i = 0; i < n_counters; i++) {
    guint64 value = pktmon_info_get_counter (&counters[i], &statistics);

    if (value != PKTMON_STATISTICS_UNKNOWN)
      append_count (buffer, 2, _ (counters[i].label), value);
  }
}

static void
append_interface (const PktmonInfo *self, PktmonLineBuffer *buffer,
                  const PktmonInterface *interface)
{
  PktmonTotals totals = pktmon_contents_get_interface_totals (self->contents, interface->number);

  pktmon_line_buffer_append_printf (buffer, _ ("\nInterface %u"), interface->number);
  if (interface->name != NULL)
    pktmon_line_buffer_append_printf (buffer, " “%s”", interface->name);
  pktmon_line_buffer_append_char (buffer, '\n');
  if (interface->description != NULL)
    append_row (buffer, 2, _ ("Description"), interface->description);
  append_link_type (buffer, interface->link_type);
  if (interface->snap_length != 0)
    append_count (buffer, 2, _ ("Snap length"), interface->snap_length);
  else
    append_row (buffer, 2, _ ("Snap length"), _ ("no limit"));
  append_time_unit (buffer, interface->resolution);
  append_options (buffer, PKTMON_BLOCK_INTERFACE_DESCRIPTION, interface->options,
                  interface->options_size, interface->section->big_endian);
  append_totals (buffer, 2, &totals);
  append_statistics (self, buffer, interface->number, &totals);
}

static void
append_blocks (const PktmonInfo *self, PktmonLineBuffer *buffer)
{
  guint n_types;
  const PktmonBlockCount *blocks = pktmon_contents_get_blocks (self->contents, &n_types);

  if (n_types > 0)
    pktmon_line_buffer_append (buffer, _ ("\nBlocks other than packets\n"));
  for (guint i = 0; i < n_types; i++) {
    const char *name = pktmon_block_get_name (blocks[i].type);
    g_autofree char *unknown = NULL;

    if (blocks[i].type == PKTMON_OTHER_BLOCKS)
      name = _ ("Further types");
    else if (name == NULL)
      name = unknown = g_strdup_printf (_ ("Type 0x%08x"), blocks[i].type);
    append_count (buffer, 2, name, blocks[i].count);
  }
}

static void
append_head (const PktmonInfo *self, PktmonLineBuffer *buffer)
{
  PktmonTotals totals = pktmon_contents_get_totals (self->contents);
  g_autofree char *name = pktmon_text_dup_foreign (self->name);
  const char *compression = pktmon_spool_get_compression (self->spool);
  g_autofree char *size = pktmon_format_dup_count (pktmon_spool_get_size (self->spool));
  g_autofree char *bytes =
      compression != NULL ? g_strdup_printf (_ ("%s bytes, unpacked from %s"), size, compression)
                          : g_strdup_printf (_ ("%s bytes"), size);

  append_row (buffer, 0, _ ("Capture"), name);
  append_row (buffer, 0, _ ("Size"), bytes);
  if (self->early != NULL)
    append_row (buffer, 0, _ ("Read"),
                _ ("not to its end; the numbers are those of what was read"));
  append_totals (buffer, 0, &totals);
}

void
pktmon_info_append_text (const PktmonInfo *self, PktmonLineBuffer *buffer)
{
  guint n_sections = pktmon_directory_get_n_sections (self->directory);
  guint n_interfaces = pktmon_directory_get_n_interfaces (self->directory);

  append_head (self, buffer);
  for (guint i = 0; i < n_sections; i++)
    append_section (buffer, pktmon_directory_get_section (self->directory, i), i);
  for (guint i = 0; i < n_interfaces; i++)
    append_interface (self, buffer, pktmon_directory_get_interface (self->directory, i));
  append_blocks (self, buffer);
}

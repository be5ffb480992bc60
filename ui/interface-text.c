/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/interface-text.h"

#include "base/format.h"
#include "base/i18n.h"
#include "pcapng/format.h"
#include "pcapng/link-type.h"

/* Longest value of a line; what is longer is cut. */
#define MAX_VALUE 200

/* Options that say something to a user, and what they are called. */
static const struct {
  guint16 code;
  const char *title;
} options[] = {
  { PKTMON_OPTION_IF_DESCRIPTION, N_ ("Description") },
  { PKTMON_OPTION_IF_HARDWARE, N_ ("Hardware") },
  { PKTMON_OPTION_IF_OS, N_ ("Operating system") },
  { PKTMON_OPTION_IF_MAC_ADDRESS, N_ ("MAC address") },
  { PKTMON_OPTION_IF_EUI_ADDRESS, N_ ("EUI address") },
  { PKTMON_OPTION_IF_IPV4_ADDRESS, N_ ("IPv4 address") },
  { PKTMON_OPTION_IF_IPV6_ADDRESS, N_ ("IPv6 address") },
  { PKTMON_OPTION_IF_SPEED, N_ ("Speed, bits per second") },
  { PKTMON_OPTION_IF_TXSPEED, N_ ("Speed when sending, bits per second") },
  { PKTMON_OPTION_IF_RXSPEED, N_ ("Speed when receiving, bits per second") },
  { PKTMON_OPTION_IF_FILTER, N_ ("Capture filter") },
  { PKTMON_OPTION_IF_TSOFFSET, N_ ("Time offset, seconds") },
  { PKTMON_OPTION_IF_IANA_TZNAME, N_ ("Time zone") },
  { PKTMON_OPTION_COMMENT, N_ ("Comment") },
};

static const struct {
  goffset offset;
  const char *title;
} statistics_lines[] = {
  { G_STRUCT_OFFSET (PktmonInterfaceStatistics, received), N_ ("Received") },
  { G_STRUCT_OFFSET (PktmonInterfaceStatistics, filter_accepted), N_ ("Accepted by the filter") },
  { G_STRUCT_OFFSET (PktmonInterfaceStatistics, interface_dropped),
    N_ ("Dropped by the interface") },
  { G_STRUCT_OFFSET (PktmonInterfaceStatistics, system_dropped), N_ ("Dropped by the system") },
  { G_STRUCT_OFFSET (PktmonInterfaceStatistics, delivered), N_ ("Delivered to the program") },
};

static void
append_line (GString *lines, const char *title, const char *value)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  /* Translators: a property of an interface, and its value. */
  g_string_append_printf (lines, _ ("%s: %s"), _ (title), value);
}

static void
append_count (GString *lines, const char *title, guint64 count)
{
  g_autofree char *value = pktmon_format_dup_count (count);

  append_line (lines, title, value);
}

static void
append_options (GString *lines, const PktmonInterface *interface)
{
  gboolean big_endian = interface->section->big_endian;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++) {
    PktmonBytes list = pktmon_bytes_new (interface->options, interface->options_size);
    PktmonOption option;
    char buffer[MAX_VALUE];
    PktmonText value;

    while (pktmon_option_next (&list, big_endian, &option)) {
      if (option.code != options[i].code)
        continue;
      pktmon_text_init (&value, buffer, sizeof buffer);
      pktmon_option_append_value (&value, PKTMON_BLOCK_INTERFACE_DESCRIPTION, &option, big_endian);
      append_line (lines, options[i].title, buffer);
    }
  }
}

static void
append_link (GString *lines, const PktmonInterface *interface)
{
  char buffer[MAX_VALUE];
  PktmonText value;

  pktmon_text_init (&value, buffer, sizeof buffer);
  pktmon_link_type_append_name (&value, interface->link_type);
  append_line (lines, N_ ("Link type"), buffer);
  if (interface->snap_length > 0)
    append_count (lines, N_ ("Bytes of a packet that are kept"), interface->snap_length);
}

static void
append_time (GString *lines, const char *title, PktmonNanoseconds time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local();
  char buffer[MAX_VALUE];
  PktmonText value;

  if (time == PKTMON_NANOSECONDS_NONE)
    return;
  pktmon_text_init (&value, buffer, sizeof buffer);
  pktmon_time_append_date (&value, pktmon_time_from_nanoseconds (time), zone, 6);
  append_line (lines, title, buffer);
}

static void
append_sums (GString *lines, PktmonContents *contents, guint number)
{
  PktmonTotals totals = pktmon_contents_get_interface_totals (contents, number);
  PktmonInterfaceStatistics statistics;

  append_count (lines, N_ ("Packets"), totals.packets);
  append_count (lines, N_ ("Bytes"), totals.wire_bytes);
  append_time (lines, N_ ("First packet"), totals.first);
  append_time (lines, N_ ("Last packet"), totals.last);
  if (!pktmon_contents_get_statistics (contents, number, &statistics))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (statistics_lines); i++) {
    guint64 count = G_STRUCT_MEMBER (guint64, &statistics, statistics_lines[i].offset);

    if (count != G_MAXUINT64)
      append_count (lines, statistics_lines[i].title, count);
  }
}

char *
pktmon_interface_dup_title (PktmonStore *store, guint number)
{
  const PktmonInterface *interface =
      pktmon_directory_get_interface (pktmon_store_get_directory (store), number);

  g_return_val_if_fail (interface != NULL, NULL);

  if (interface->name != NULL && *interface->name != '\0')
    return g_strdup (interface->name);
  if (interface->description != NULL && *interface->description != '\0')
    return g_strdup (interface->description);
  return g_strdup_printf (_ ("Interface %u"), number);
}

char *
pktmon_interface_dup_details (PktmonStore *store, guint number)
{
  const PktmonInterface *interface =
      pktmon_directory_get_interface (pktmon_store_get_directory (store), number);
  g_autoptr (PktmonContents) contents = NULL;
  g_autofree char *title = NULL;
  GString *lines;

  g_return_val_if_fail (interface != NULL, NULL);

  lines = g_string_new (NULL);
  contents = pktmon_store_dup_contents (store);
  title = pktmon_interface_dup_title (store, number);
  append_line (lines, N_ ("Interface"), title);
  append_options (lines, interface);
  append_link (lines, interface);
  append_sums (lines, contents, number);
  return g_string_free (lines, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/live-text.h"

#include "base/format.h"
#include "base/i18n.h"

#define SEPARATOR " · "

/* Takes @part. */
static void
append (GString *text, char *part)
{
  if (text->len > 0)
    g_string_append (text, SEPARATOR);
  g_string_append (text, part);
  g_free (part);
}

char *
pktmon_live_text_dup_elapsed (gint64 elapsed)
{
  gint64 seconds = elapsed / G_USEC_PER_SEC;
  int hours = (int) (seconds / 3600), minutes = (int) (seconds / 60 % 60);

  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, (int) (seconds % 60));
  return g_strdup_printf ("%d:%02d", minutes, (int) (seconds % 60));
}

static void
append_counts (GString *text, const PktmonSessionStatus *status, guint64 shown)
{
  guint64 packets = status->counters.packets;
  g_autofree char *captured = pktmon_format_dup_count (packets);
  g_autofree char *seen = pktmon_format_dup_count (shown);

  append (text,
          g_strdup_printf (ngettext ("%s captured", "%s captured", (gulong) packets), captured));
  append (text, g_strdup_printf (ngettext ("%s shown", "%s shown", (gulong) shown), seen));
  if (pktmon_session_status_get_lost (status) == 0)
    append (text, g_strdup (_ ("none lost")));
  if (status->removed_packets > 0) {
    g_autofree char *removed = pktmon_format_dup_count (status->removed_packets);

    /* Translators: the oldest packets, which were dropped as the user wants it. */
    append (text, g_strdup_printf (
                      ngettext ("%s not kept", "%s not kept", (gulong) status->removed_packets),
                      removed));
  }
  if (status->forgotten_journeys > 0) {
    g_autofree char *forgotten = pktmon_format_dup_count (status->forgotten_journeys);

    /* Translators: journeys of packets that go on as others, as there were too many. */
    append (text, g_strdup_printf (ngettext ("%s journey cut", "%s journeys cut",
                                             (gulong) status->forgotten_journeys),
                                   forgotten));
  }
}

char *
pktmon_live_text_dup_rate (double rate)
{
  g_autofree char *count = pktmon_format_dup_count ((guint64) (rate + 0.5));

  /* Translators: packets a second. */
  return g_strdup_printf (_ ("%s/s"), count);
}

char *
pktmon_live_text_dup_status (const PktmonSessionStatus *status, guint64 shown, double rate)
{
  GString *text = g_string_new (NULL);

  append_counts (text, status, shown);
  if (rate >= 0)
    append (text, pktmon_live_text_dup_rate (rate));
  append (text, g_format_size (status->counters.file_size));
  append (text, pktmon_live_text_dup_elapsed (pktmon_session_status_get_elapsed (status)));
  return g_string_free (text, FALSE);
}

char *
pktmon_live_text_dup_lost (guint64 lost)
{
  g_autofree char *count = pktmon_format_dup_count (lost);

  return g_strdup_printf (ngettext ("%s lost", "%s lost", (gulong) lost), count);
}

/* Takes @line. @n: packets; for none there is no line. */
static void
append_line (GString *text, char *line, guint64 n)
{
  if (n > 0 && text->len > 0)
    g_string_append_c (text, '\n');
  if (n > 0)
    g_string_append (text, line);
  g_free (line);
}

static char *
dup_kernel (guint64 n)
{
  g_autofree char *count = pktmon_format_dup_count (n);

  return g_strdup_printf (ngettext ("%s in the kernel, whose buffer was full: capture less.",
                                    "%s in the kernel, whose buffer was full: capture less.",
                                    (gulong) n),
                          count);
}

static char *
dup_interface (guint64 n)
{
  g_autofree char *count = pktmon_format_dup_count (n);

  return g_strdup_printf (ngettext ("%s at the interface, which had no room.",
                                    "%s at the interface, which had no room.", (gulong) n),
                          count);
}

static char *
dup_disk (guint64 n)
{
  g_autofree char *count = pktmon_format_dup_count (n);

  return g_strdup_printf (ngettext ("%s at the disk, which could not be written: free some space.",
                                    "%s at the disk, which could not be written: free some space.",
                                    (gulong) n),
                          count);
}

static char *
dup_causes (guint64 kernel, guint64 interface, guint64 disk)
{
  GString *text = g_string_new (NULL);

  append_line (text, dup_kernel (kernel), kernel);
  append_line (text, dup_interface (interface), interface);
  append_line (text, dup_disk (disk), disk);
  return g_string_free (text, FALSE);
}

char *
pktmon_live_text_dup_causes (const PktmonSessionStatus *status)
{
  const PktmonCounters *counters = &status->counters;

  return dup_causes (counters->kernel_lost, counters->interface_lost, counters->disk_lost);
}

char *
pktmon_live_text_dup_source_causes (const PktmonSourceCounters *counters)
{
  return dup_causes (counters->kernel_lost, counters->interface_lost, counters->unwritten);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/journey-text.h"

#include <string.h>

#include "base/i18n.h"
#include "pcapng/stack-event.h"
#include "probe/meanings.h"
#include "probe/point.h"
#include "store/journey-changes.h"
#include "ui/drop-class.h"

/* --- Times --- */

/* "48 µs" */
static char *
dup_span (PktmonNanoseconds span)
{
  if (span < 1000)
    /* Translators: nanoseconds. */
    return g_strdup_printf (_ ("%d ns"), (int) span);
  if (span < 1000000)
    /* Translators: microseconds. */
    return g_strdup_printf (_ ("%.1f µs"), (double) span / 1e3);
  if (span < 1000000000)
    /* Translators: milliseconds. */
    return g_strdup_printf (_ ("%.2f ms"), (double) span / 1e6);
  /* Translators: seconds. */
  return g_strdup_printf (_ ("%.3f s"), (double) span / 1e9);
}

static gboolean
is_timed (const PktmonAppearance *before, const PktmonAppearance *after)
{
  return before->time != PKTMON_NANOSECONDS_NONE && after->time != PKTMON_NANOSECONDS_NONE &&
         after->time >= before->time;
}

char *
pktmon_journey_text_dup_pause (const PktmonAppearance *before, const PktmonAppearance *after)
{
  g_autofree char *span = NULL;

  if (!is_timed (before, after))
    return g_strdup ("");
  span = dup_span (after->time - before->time);
  return g_strconcat ("+", span, NULL);
}

char *
pktmon_journey_text_dup_summary (PktmonJourney *journey)
{
  guint n = pktmon_journey_get_count (journey);
  guint64 all = n + pktmon_journey_get_left_out (journey);
  g_autofree char *points = g_strdup_printf (
      /* Translators: at which a packet was seen on its way through the network stack. */
      ngettext ("%u point", "%u points", (gulong) all), (guint) all);
  const PktmonAppearance *first, *last;
  g_autofree char *span = NULL;

  if (n == 0)
    return g_steal_pointer (&points);
  first = pktmon_journey_get (journey, 0);
  last = pktmon_journey_get (journey, n - 1);
  if (!is_timed (first, last))
    return g_steal_pointer (&points);
  span = dup_span (last->time - first->time);
  return g_strconcat (points, ", ", span, NULL);
}

/* --- Points --- */

char *
pktmon_journey_text_dup_point (const PktmonAppearance *appearance)
{
  const char *what = appearance->point < PKTMON_N_POINTS
                         ? _ (pktmon_point_get_description (appearance->point))
                         : _ ("Unknown point");

  if (*appearance->device == '\0')
    return g_strdup (what);
  /* Translators: what happened to a packet, and the network interface. */
  return g_strdup_printf (_ ("%s, %s"), what, appearance->device);
}

static void
add_line (GString *lines, const char *text)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, text);
}

char *
pktmon_journey_text_dup_notes (const PktmonAppearance *appearance)
{
  GString *lines = g_string_new (NULL);

  if (appearance->process != 0) {
    g_autofree char *process = g_strdup_printf (
        /* Translators: name and number of the process that ran. */
        _ ("Process: %s (%u)"), appearance->command, appearance->process);

    add_line (lines, process);
  }
  if (appearance->flags & PKTMON_STACK_CLONE)
    add_line (lines, _ ("One of several copies of the packet"));
  if (appearance->flags & PKTMON_STACK_REPLACED)
    add_line (lines, _ ("Presumably the same packet: its bytes were moved"));
  return g_string_free (lines, FALSE);
}

/* --- Changes --- */

char *
pktmon_journey_text_dup_changes (const PktmonAppearance *const *appearances, guint n)
{
  PktmonJourneyChange changes[PKTMON_JOURNEY_MAX_CHANGES];
  guint n_changes = pktmon_journey_find_changes (appearances, n, changes);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < n_changes; i++) {
    /* Translators: what changed of a packet, what it was, what it is. */
    g_autofree char *line =
        g_strdup_printf (_ ("%s: %s → %s"), changes[i].name, changes[i].before, changes[i].after);

    add_line (lines, line);
  }
  return g_string_free (lines, FALSE);
}

/* --- The end --- */

static char *
dup_drop (const PktmonAppearance *last)
{
  const char *meaning = pktmon_meaning_get_text (last->reason, strlen (last->reason));
  GString *lines = g_string_new (NULL);

  /* Translators: why the kernel dropped a packet. */
  g_string_printf (lines, _ ("Dropped: %s"), last->reason);
  if (*last->location != '\0')
    /* Translators: the place in the kernel's code. */
    g_string_append_printf (lines, _ (" at %s"), last->location);
  if (*last->hook != '\0')
    /* Translators: the firewall's hook, "forward". */
    g_string_append_printf (lines, _ (", by a rule of %s"), last->hook);
  /* Translators: how bad a drop is: expected, suspicious or hard. */
  g_string_append_printf (lines, _ (" (%s)"), pktmon_drop_class_get_word (last->reason));
  if (meaning != NULL)
    add_line (lines, meaning);
  return g_string_free (lines, FALSE);
}

char *
pktmon_journey_text_dup_end (const PktmonAppearance *last)
{
  g_autofree char *point = NULL;

  if (last->point == PKTMON_POINT_DROP)
    return dup_drop (last);
  if (last->point == PKTMON_POINT_DELIVERY && last->process != 0)
    return g_strdup_printf (_ ("Delivered to %s (%u)"), last->command, last->process);
  if (last->point == PKTMON_POINT_DELIVERY)
    return g_strdup (_ ("Delivered to a program"));
  if (last->point == PKTMON_POINT_TRANSMIT && *last->device != '\0')
    /* Translators: the network interface. */
    return g_strdup_printf (_ ("Sent through %s"), last->device);
  point = pktmon_journey_text_dup_point (last);
  /* Translators: what happened to a packet at the last point where it was seen. */
  return g_strdup_printf (_ ("Seen last: %s"), point);
}

/* --- In one line --- */

static char *
dup_folded_end (const PktmonFoldedJourney *journey)
{
  if (journey->end == PKTMON_POINT_DROP && *journey->location != '\0')
    /* Translators: reason, and place in the kernel's code. */
    return g_strdup_printf (_ ("dropped: %s at %s"), journey->reason, journey->location);
  if (journey->end == PKTMON_POINT_DROP)
    return g_strdup_printf (_ ("dropped: %s"), journey->reason);
  if (journey->end == PKTMON_POINT_DELIVERY && *journey->process != '\0')
    /* Translators: name of a process. */
    return g_strdup_printf (_ ("delivered to %s"), journey->process);
  if (journey->end == PKTMON_POINT_DELIVERY)
    return g_strdup (_ ("delivered"));
  if (journey->end == PKTMON_POINT_TRANSMIT)
    return g_strdup (_ ("sent"));
  if (journey->end < PKTMON_N_POINTS)
    /* Translators: a point of the network stack, "forward". */
    return g_strdup_printf (_ ("seen last at %s"), pktmon_point_get_name (journey->end));
  return g_strdup (_ ("end unknown"));
}

void
pktmon_journey_text_append_folded (PktmonText *text, const PktmonFoldedJourney *journey)
{
  g_autofree char *points = g_strdup_printf (
      ngettext ("%u point", "%u points", (gulong) journey->n_points), (guint) journey->n_points);
  g_autofree char *end = dup_folded_end (journey);

  if (journey->joined)
    pktmon_text_append (text, "≈ ");
  pktmon_text_append (text, points);
  pktmon_text_append (text, ", ");
  if (journey->first != PKTMON_NANOSECONDS_NONE) {
    g_autofree char *span = dup_span (journey->last - journey->first);

    pktmon_text_append (text, span);
    pktmon_text_append (text, ", ");
  }
  pktmon_text_append (text, end);
}

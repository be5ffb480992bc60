/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/ranges.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"

typedef struct {
  guint64 first, last;
} Range;

struct _PktmonRanges {
  GArray *ranges; /* of Range: ascending, without overlap */
};

/* --- Parsing --- */

static gboolean
fail_take (char *what, GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Write numbers and ranges, such as 1-10,20,30-."));
  g_free (what);
  return FALSE;
}

/* An empty @text stands for @otherwise. */
static gboolean
parse_number (const char *text, guint64 otherwise, guint64 *number)
{
  *number = otherwise;
  return text[0] == '\0' || g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT64, number, NULL);
}

static gboolean
parse_range (const char *text, Range *range, GError **error)
{
  const char *dash = strchr (text, '-');
  g_autofree char *first = dash != NULL ? g_strndup (text, (gsize) (dash - text)) : g_strdup (text);
  const char *last = dash != NULL ? dash + 1 : first;

  if ((first[0] == '\0' && last[0] == '\0') || !parse_number (first, 1, &range->first) ||
      !parse_number (last, G_MAXUINT64, &range->last))
    return fail_take (
        g_strdup_printf (_ ("“%s” is neither a packet number, from 1 on, nor a range."), text),
        error);
  if (range->first > range->last)
    return fail_take (g_strdup_printf (_ ("“%s” runs backwards."), text), error);
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  guint64 first = ((const Range *) a)->first;
  guint64 second = ((const Range *) b)->first;

  return (first > second) - (first < second);
}

/* Ranges that overlap become one. */
static void
unite (GArray *ranges)
{
  guint last = 0;

  g_array_sort (ranges, compare);
  for (guint i = 1; i < ranges->len; i++) {
    Range *before = &g_array_index (ranges, Range, last);
    const Range *range = &g_array_index (ranges, Range, i);

    if (range->first <= before->last)
      before->last = MAX (before->last, range->last);
    else
      g_array_index (ranges, Range, ++last) = *range;
  }
  g_array_set_size (ranges, last + 1);
}

PktmonRanges *
pktmon_ranges_new (const char *text, GError **error)
{
  g_autoptr (PktmonRanges) self = g_new (PktmonRanges, 1);
  g_auto (GStrv) parts = g_strsplit (text[0] != '\0' ? text : " ", ",", -1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  for (guint i = 0; parts[i] != NULL; i++) {
    Range range;

    if (!parse_range (g_strstrip (parts[i]), &range, error))
      return NULL;
    g_array_append_val (self->ranges, range);
  }
  unite (self->ranges);
  return g_steal_pointer (&self);
}

void
pktmon_ranges_free (PktmonRanges *self)
{
  g_array_unref (self->ranges);
  g_free (self);
}

/* --- Looking --- */

gboolean
pktmon_ranges_contains (const PktmonRanges *self, guint64 number)
{
  guint low = 0;
  guint high = self->ranges->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const Range *range = &g_array_index (self->ranges, Range, middle);

    if (number < range->first)
      high = middle;
    else if (number > range->last)
      low = middle + 1;
    else
      return TRUE;
  }
  return FALSE;
}

PktmonPositions *
pktmon_ranges_dup_positions (const PktmonRanges *self, guint64 count)
{
  PktmonPositions *positions = pktmon_positions_new();

  for (guint i = 0; i < self->ranges->len; i++) {
    const Range *range = &g_array_index (self->ranges, Range, i);
    guint64 last = MIN (range->last, count);

    if (range->first <= last)
      pktmon_positions_add_range (positions, range->first - 1, last - range->first + 1);
  }
  return positions;
}

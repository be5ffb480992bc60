/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nearest.h"

#include <string.h>

/* Longer names are not compared. */
#define MAX_NAME 32

void
pktmon_nearest_init (PktmonNearest *self, const char *wanted)
{
  *self = (PktmonNearest){ .wanted = wanted, .distance = G_MAXUINT };
}

/* Insertions, deletions, replacements and swaps of neighbours that make @b of @a: the distance of
 * Damerau, in the form that changes no place twice. */
static guint
measure (const char *a, gsize a_size, const char *b, gsize b_size)
{
  guint rows[MAX_NAME + 1][MAX_NAME + 1];

  for (gsize i = 0; i <= a_size; i++)
    for (gsize j = 0; j <= b_size; j++) {
      guint cost;

      if (i == 0 || j == 0) {
        rows[i][j] = (guint) (i + j);
        continue;
      }
      cost = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      cost = MIN (cost, MIN (rows[i - 1][j], rows[i][j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost = MIN (cost, rows[i - 2][j - 2] + 1);
      rows[i][j] = cost;
    }
  return rows[a_size][b_size];
}

void
pktmon_nearest_offer (PktmonNearest *self, const char *name)
{
  gsize wanted_size = strlen (self->wanted);
  gsize name_size = strlen (name);
  guint distance;

  if (wanted_size == 0 || wanted_size > MAX_NAME || name_size > MAX_NAME)
    return;
  distance = measure (self->wanted, wanted_size, name, name_size);
  /* The beginning of a name is as good as one slip. */
  if (strncmp (self->wanted, name, wanted_size) == 0)
    distance = MIN (distance, 1);
  if (distance >= self->distance || distance > MAX (name_size / 3, 1))
    return;
  self->best = name;
  self->distance = distance;
}

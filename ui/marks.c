/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/marks.h"

struct _PktmonMarks {
  GObject parent_instance;
  PktmonPositions *positions;
};

G_DEFINE_FINAL_TYPE (PktmonMarks, pktmon_marks, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
pktmon_marks_finalize (GObject *object)
{
  PktmonMarks *self = PKTMON_MARKS (object);

  pktmon_positions_free (self->positions);
  G_OBJECT_CLASS (pktmon_marks_parent_class)->finalize (object);
}

static void
pktmon_marks_class_init (PktmonMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_marks_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_MARKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pktmon_marks_init (PktmonMarks *self)
{
  self->positions = pktmon_positions_new();
}

PktmonMarks *
pktmon_marks_new (void)
{
  return g_object_new (PKTMON_TYPE_MARKS, NULL);
}

const PktmonPositions *
pktmon_marks_get_positions (PktmonMarks *self)
{
  g_return_val_if_fail (PKTMON_IS_MARKS (self), NULL);

  return self->positions;
}

gboolean
pktmon_marks_contains (PktmonMarks *self, guint64 position)
{
  g_return_val_if_fail (PKTMON_IS_MARKS (self), FALSE);

  return pktmon_positions_contains (self->positions, position);
}

gboolean
pktmon_marks_contains_all (PktmonMarks *self, const PktmonPositions *positions)
{
  g_autoptr (PktmonPositions) unmarked = NULL;

  g_return_val_if_fail (PKTMON_IS_MARKS (self), FALSE);

  unmarked = pktmon_positions_copy (positions);
  pktmon_positions_subtract (unmarked, self->positions);
  return pktmon_positions_get_count (positions) > 0 && pktmon_positions_get_count (unmarked) == 0;
}

void
pktmon_marks_toggle (PktmonMarks *self, const PktmonPositions *positions)
{
  g_return_if_fail (PKTMON_IS_MARKS (self));

  if (pktmon_positions_get_count (positions) == 0)
    return;
  if (pktmon_marks_contains_all (self, positions))
    pktmon_positions_subtract (self->positions, positions);
  else
    pktmon_positions_unite (self->positions, positions);
  g_signal_emit (self, signals[CHANGED], 0);
}

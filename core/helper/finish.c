/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/finish.h"

/* How long after a change packets may come that the program before it let pass: those that were
 * between that and their time stamp. */
#define ON_THEIR_WAY G_GUINT64_CONSTANT (1000000000)

/* Changes that packets may wait behind; with more, the oldest are forgotten. */
#define MAX_STEPS 8

typedef struct {
  guint64 from, until;      /* time of the packets, the end not included */
  gint64 set;               /* monotonic time of the change */
  PktmonFinisher *finisher; /* NULL: everything is wanted */
} Step;

struct _PktmonFinish {
  int n; /* atomic: steps */
  GMutex lock;
  GArray *steps; /* of Step, by time; under the lock */
};

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->finisher, pktmon_finisher_free);
}

PktmonFinish *
pktmon_finish_new (void)
{
  PktmonFinish *self = g_new0 (PktmonFinish, 1);

  g_mutex_init (&self->lock);
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, step_clear);
  return self;
}

void
pktmon_finish_free (PktmonFinish *self)
{
  g_array_unref (self->steps);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
forget_locked (PktmonFinish *self, guint n)
{
  g_array_remove_range (self->steps, 0, n);
  g_atomic_int_set (&self->n, (int) self->steps->len);
}

void
pktmon_finish_set (PktmonFinish *self, PktmonFinisher *finisher, gboolean wide, guint64 from)
{
  Step step = {
    .from = from,
    .until = wide ? G_MAXUINT64 : from + ON_THEIR_WAY,
    .set = g_get_monotonic_time(),
    .finisher = finisher,
  };

  g_mutex_lock (&self->lock);
  if (self->steps->len == MAX_STEPS)
    forget_locked (self, 1);
  g_array_append_val (self->steps, step);
  g_atomic_int_set (&self->n, (int) self->steps->len);
  g_mutex_unlock (&self->lock);
}

gboolean
pktmon_finish_is_needed (PktmonFinish *self)
{
  return g_atomic_int_get (&self->n) > 0;
}

/* The system's clock may have been set back since a change. */
void
pktmon_finish_settle (PktmonFinish *self)
{
  gint64 settled = g_get_monotonic_time() - (gint64) (ON_THEIR_WAY / 1000);
  guint n = 0;

  g_mutex_lock (&self->lock);
  while (n < self->steps->len && g_array_index (self->steps, Step, n).set <= settled)
    n++;
  if (n > 0 && g_array_index (self->steps, Step, n - 1).until == G_MAXUINT64)
    g_array_index (self->steps, Step, --n).from = 0;
  if (n > 0)
    forget_locked (self, n);
  g_mutex_unlock (&self->lock);
}

/* The last step that begins at @time or before; those before it are forgotten. */
static const Step *
find_locked (PktmonFinish *self, guint64 time)
{
  guint i = 0;

  while (i < self->steps->len && g_array_index (self->steps, Step, i).from <= time)
    i++;
  if (i > 1)
    forget_locked (self, i - 1);
  if (i > 0 && self->steps->len == 1 && g_array_index (self->steps, Step, 0).until <= time)
    forget_locked (self, 1);
  return i > 0 && self->steps->len > 0 ? &g_array_index (self->steps, Step, 0) : NULL;
}

gboolean
pktmon_finish_wants (PktmonFinish *self, guint64 time, const guint8 *data, guint32 captured,
                     guint32 length)
{
  const Step *step;
  gboolean wants;

  g_mutex_lock (&self->lock);
  step = find_locked (self, time);
  wants = step == NULL || step->finisher == NULL || time >= step->until ||
          pktmon_finisher_wants (step->finisher, data, captured, length);
  g_mutex_unlock (&self->lock);
  return wants;
}

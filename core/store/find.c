/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/find.h"

#include "base/steps.h"
#include "store/cursor.h"

/* Packets between two looks at the clock. Backwards, they are read in ascending order, as cursors
 * like it, and the last match counts. */
#define BATCH 1024u

/* Positions that are still to be looked at, in one direction. */
typedef struct {
  guint64 first, end;
} Span;

/* What the running step has for itself. */
typedef struct {
  PktmonStore *store; /* borrowed from the cursor */
  PktmonCursor *cursor;
  PktmonPatternKind kind;
  char *text;
  PktmonPattern *pattern; /* NULL: the text was not looked at yet */
  PktmonPositions *shown; /* NULL: all */
  PktmonFindDirection direction;
  Span spans[2]; /* up to the end, and from the other end on */
  guint span;    /* the one that is looked at; 2: all were */
  guint64 count; /* positions of both at first */
  guint64 position;
  gboolean busy; /* the last step did not end the search */
  GError *error;
} Work;

struct _PktmonFind {
  GObject parent_instance;

  Work *work; /* of the steps */
  PktmonSteps *steps;

  /* As of the last step: */
  gboolean busy;
  double fraction;
  guint64 position;
  gboolean wrapped;
  GError *error;
};

G_DEFINE_FINAL_TYPE (PktmonFind, pktmon_find, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- The work --- */

static void
plan (Work *work, guint64 count, guint64 from)
{
  guint64 split = work->direction == PKTMON_FIND_FORWARD ? from + 1 : from;

  if (from == PKTMON_POSITION_NONE)
    split = work->direction == PKTMON_FIND_FORWARD ? 0 : count;
  split = MIN (split, count);
  work->count = count;
  work->spans[work->direction == PKTMON_FIND_FORWARD ? 1 : 0] = (Span){ 0, split };
  work->spans[work->direction == PKTMON_FIND_FORWARD ? 0 : 1] = (Span){ split, count };
}

static void
work_free (gpointer data)
{
  Work *work = data;

  pktmon_cursor_free (work->cursor);
  g_clear_pointer (&work->pattern, pktmon_pattern_free);
  g_clear_pointer (&work->shown, pktmon_positions_free);
  g_clear_error (&work->error);
  g_free (work->text);
  g_free (work);
}

/* The next shown position of @span at or after @position; its end when there is none. */
static guint64
next_shown (const Work *work, const Span *span, guint64 position)
{
  if (work->shown != NULL)
    position = pktmon_positions_get_next (work->shown, position);
  return MIN (position, span->end);
}

/* Looks at the packets of @batch. Returns: FALSE at the end of the search. */
static gboolean
look_at (Work *work, const Span *batch)
{
  PktmonPacket packet;

  for (guint64 i = next_shown (work, batch, batch->first); i < batch->end;
       i = next_shown (work, batch, i + 1)) {
    if (!pktmon_cursor_read (work->cursor, i, &packet, &work->error)) {
      if (!pktmon_store_is_forgotten (work->store, i))
        return FALSE;
      g_clear_error (&work->error);
      continue;
    }
    if (!pktmon_pattern_match (work->pattern, &packet))
      continue;
    work->position = i;
    if (work->direction == PKTMON_FIND_FORWARD)
      return FALSE;
  }
  return work->position == PKTMON_POSITION_NONE;
}

/* Takes the next positions to look at from @span, without those that are not shown before them. */
static Span
take_batch (const Work *work, Span *span)
{
  Span batch = *span;

  if (work->direction == PKTMON_FIND_FORWARD) {
    batch.first = next_shown (work, span, span->first);
    batch.end = batch.first + MIN (BATCH, span->end - batch.first);
    span->first = batch.end;
  } else {
    guint64 last = work->shown != NULL ? pktmon_positions_get_previous (work->shown, span->end - 1)
                                       : span->end - 1;

    batch.end = last == PKTMON_POSITION_NONE ? span->first : MAX (last + 1, span->first);
    batch.first = batch.end - MIN (BATCH, batch.end - span->first);
    span->end = batch.first;
  }
  return batch;
}

/* Returns: whether the search goes on. */
static gboolean
advance (Work *work)
{
  Span *span = &work->spans[work->span];
  Span batch;

  if (span->first == span->end)
    return ++work->span < G_N_ELEMENTS (work->spans);
  batch = take_batch (work, span);
  return look_at (work, &batch);
}

static gboolean
work_step (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;

  if (work->pattern == NULL)
    work->pattern = pktmon_pattern_new (work->kind, work->text, &work->error);
  work->busy = work->pattern != NULL;
  while (work->busy && !pktmon_steps_is_over (steps))
    work->busy = advance (work);
  return work->busy;
}

/* --- Between two steps --- */

static guint64
count_left (const Work *work)
{
  guint64 left = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (work->spans); i++)
    left += work->spans[i].end - work->spans[i].first;
  return left;
}

static void
step_done_cb (gpointer user_data)
{
  PktmonFind *self = user_data;
  Work *work = self->work;

  self->busy = work->busy;
  self->position = work->position;
  self->wrapped = work->span > 0;
  if (work->busy && work->count > 0)
    self->fraction = 1 - (double) count_left (work) / (double) work->count;
  else
    self->fraction = 1;
  self->error = g_steal_pointer (&work->error);
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (self);
}

/* --- Life --- */

static void
pktmon_find_dispose (GObject *object)
{
  PktmonFind *self = PKTMON_FIND (object);

  self->work = NULL;
  g_clear_pointer (&self->steps, pktmon_steps_free);
  G_OBJECT_CLASS (pktmon_find_parent_class)->dispose (object);
}

static void
pktmon_find_finalize (GObject *object)
{
  PktmonFind *self = PKTMON_FIND (object);

  g_clear_error (&self->error);
  G_OBJECT_CLASS (pktmon_find_parent_class)->finalize (object);
}

static void
pktmon_find_class_init (PktmonFindClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_find_dispose;
  object_class->finalize = pktmon_find_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_FIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pktmon_find_init (PktmonFind *self)
{
  self->busy = TRUE;
  self->position = PKTMON_POSITION_NONE;
}

PktmonFind *
pktmon_find_new (PktmonStore *store, PktmonPatternKind kind, const char *text,
                 const PktmonPositions *shown, guint64 from, PktmonFindDirection direction)
{
  PktmonFind *self = g_object_new (PKTMON_TYPE_FIND, NULL);
  Work *work = self->work = g_new0 (Work, 1);

  work->store = store;
  work->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  work->kind = kind;
  work->text = g_strdup (text);
  work->shown = shown != NULL ? pktmon_positions_copy (shown) : NULL;
  work->direction = direction;
  work->position = PKTMON_POSITION_NONE;
  plan (work, pktmon_store_get_count (store), from);
  self->steps = pktmon_steps_new (work_step, work, work_free, step_done_cb, self);
  pktmon_steps_run (self->steps);
  return self;
}

/* --- Looking --- */

gboolean
pktmon_find_is_busy (PktmonFind *self)
{
  g_return_val_if_fail (PKTMON_IS_FIND (self), FALSE);

  return self->busy;
}

double
pktmon_find_get_fraction (PktmonFind *self)
{
  g_return_val_if_fail (PKTMON_IS_FIND (self), 1);

  return self->fraction;
}

guint64
pktmon_find_get_position (PktmonFind *self)
{
  g_return_val_if_fail (PKTMON_IS_FIND (self), PKTMON_POSITION_NONE);

  return self->position;
}

gboolean
pktmon_find_has_wrapped (PktmonFind *self)
{
  g_return_val_if_fail (PKTMON_IS_FIND (self), FALSE);

  return self->wrapped;
}

const GError *
pktmon_find_get_error (PktmonFind *self)
{
  g_return_val_if_fail (PKTMON_IS_FIND (self), NULL);

  return self->error;
}

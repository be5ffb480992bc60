/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/match-count.h"

#include "base/steps.h"
#include "constraint/matcher.h"
#include "store/cursor.h"

/* Packets between two looks at the clock. */
#define BATCH 256u

/* What the running step has for itself. */
typedef struct {
  PktmonStore *store; /* borrowed from the cursor */
  PktmonCursor *cursor;
  GPtrArray *constraints; /* the one, enabled, as including */
  PktmonMatcher *matcher; /* NULL: not made yet, which takes long for some expressions */
  guint64 position;       /* the next to judge */
  guint64 end;
  gboolean busy; /* the last step left packets behind */
  GError *error;
} Work;

struct _PktmonMatchCount {
  GObject parent_instance;

  Work *work; /* of the steps */
  PktmonSteps *steps;
  guint64 first; /* packet */
  guint64 total;

  /* As of the last step: */
  gboolean busy;
  guint64 judged;
  guint64 matched;
  GError *error;
};

G_DEFINE_FINAL_TYPE (PktmonMatchCount, pktmon_match_count, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- The work --- */

/* What it says of packets, and nothing else. */
static PktmonConstraint *
dup_plain (const PktmonConstraint *constraint)
{
  g_auto (PktmonConstraintFields) fields = { 0 };

  pktmon_constraint_fields_copy (&fields, pktmon_constraint_get_fields (constraint));
  pktmon_constraint_fields_unset (&fields, PKTMON_CONSTRAINT_DISABLED);
  pktmon_constraint_fields_unset (&fields, PKTMON_CONSTRAINT_EXCLUDE);
  return pktmon_constraint_new_fields (&fields, NULL);
}

static Work *
work_new (PktmonStore *store, const PktmonConstraint *constraint)
{
  Work *work = g_new0 (Work, 1);

  work->store = store;
  work->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  work->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  g_ptr_array_add (work->constraints, dup_plain (constraint));
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->matcher, pktmon_matcher_free);
  g_ptr_array_unref (work->constraints);
  pktmon_cursor_free (work->cursor);
  g_clear_error (&work->error);
  g_free (work);
}

/* Judges some packets. Returns: whether there are more. */
static gboolean
advance (Work *work)
{
  guint64 end = MIN (work->end, work->position + BATCH);
  PktmonPacket packet;

  for (; work->position < end; work->position++) {
    if (pktmon_cursor_read (work->cursor, work->position, &packet, &work->error))
      pktmon_matcher_match (work->matcher, &packet);
    else if (pktmon_store_is_forgotten (work->store, work->position))
      g_clear_error (&work->error);
    else
      return FALSE;
  }
  return work->position < work->end;
}

static gboolean
work_step (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;

  if (work->matcher == NULL)
    work->matcher = pktmon_matcher_new (work->constraints, &work->error);
  work->busy = work->matcher != NULL && work->error == NULL;
  while (work->busy && !pktmon_steps_is_over (steps))
    work->busy = advance (work);
  return work->busy;
}

/* --- Between two steps --- */

static void
step_done_cb (gpointer user_data)
{
  PktmonMatchCount *self = user_data;
  Work *work = self->work;

  self->busy = work->busy;
  self->judged = work->position - self->first;
  if (work->matcher != NULL)
    self->matched = pktmon_matcher_get_hits (work->matcher, 0);
  if (self->error == NULL && work->error != NULL)
    self->error = g_error_copy (work->error);
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (self);
}

/* --- Life --- */

static void
pktmon_match_count_dispose (GObject *object)
{
  PktmonMatchCount *self = PKTMON_MATCH_COUNT (object);

  self->work = NULL;
  g_clear_pointer (&self->steps, pktmon_steps_free);
  G_OBJECT_CLASS (pktmon_match_count_parent_class)->dispose (object);
}

static void
pktmon_match_count_finalize (GObject *object)
{
  g_clear_error (&PKTMON_MATCH_COUNT (object)->error);
  G_OBJECT_CLASS (pktmon_match_count_parent_class)->finalize (object);
}

static void
pktmon_match_count_class_init (PktmonMatchCountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_match_count_dispose;
  object_class->finalize = pktmon_match_count_finalize;
  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_MATCH_COUNT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_match_count_init (PktmonMatchCount *self)
{
  self->busy = TRUE;
}

PktmonMatchCount *
pktmon_match_count_new (PktmonStore *store, PktmonConstraint *constraint, guint64 most)
{
  PktmonMatchCount *self = g_object_new (PKTMON_TYPE_MATCH_COUNT, NULL);
  guint64 count = pktmon_store_get_count (store);

  self->total = MIN (count, most);
  self->first = count - self->total;
  self->work = work_new (store, constraint);
  self->work->position = self->first;
  self->work->end = count;
  self->steps = pktmon_steps_new (work_step, self->work, work_free, step_done_cb, self);
  pktmon_steps_run (self->steps);
  return self;
}

/* --- Looking --- */

gboolean
pktmon_match_count_is_busy (PktmonMatchCount *self)
{
  g_return_val_if_fail (PKTMON_IS_MATCH_COUNT (self), FALSE);

  return self->busy;
}

guint64
pktmon_match_count_get_total (PktmonMatchCount *self)
{
  g_return_val_if_fail (PKTMON_IS_MATCH_COUNT (self), 0);

  return self->total;
}

guint64
pktmon_match_count_get_judged (PktmonMatchCount *self)
{
  g_return_val_if_fail (PKTMON_IS_MATCH_COUNT (self), 0);

  return self->judged;
}

guint64
pktmon_match_count_get_matched (PktmonMatchCount *self)
{
  g_return_val_if_fail (PKTMON_IS_MATCH_COUNT (self), 0);

  return self->matched;
}

const GError *
pktmon_match_count_get_error (PktmonMatchCount *self)
{
  g_return_val_if_fail (PKTMON_IS_MATCH_COUNT (self), NULL);

  return self->error;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/view-filter.h"

#include "base/steps.h"

/* Packets between two looks at the clock. */
#define BATCH 256u

/* What the running step has for itself. */
typedef struct {
  PktmonStore *store; /* borrowed from the query */
  PktmonQuery *query;
  gboolean busy; /* the last step left packets behind */
  GError *error; /* of reading; the end */
} Work;

struct _PktmonViewFilter {
  GObject parent_instance;

  PktmonStore *store;
  Work *work; /* of the steps */
  PktmonSteps *steps;

  /* As of the last step: */
  PktmonPositions *positions;
  guint64 judged;
  GArray *hits; /* of guint64, for each constraint */
  guint64 unjudged, expected;
  char *reason;
  GError *error;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PktmonViewFilter, pktmon_view_filter, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- The work --- */

static Work *
work_new (PktmonStore *store, const PktmonWanted *wanted)
{
  Work *work = g_new0 (Work, 1);

  work->store = store;
  work->query = pktmon_query_new (store, wanted);
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  pktmon_query_free (work->query);
  g_clear_error (&work->error);
  g_free (work);
}

/* Judges some packets. Returns: whether there are more. */
static gboolean
advance (Work *work)
{
  guint64 position = pktmon_query_get_position (work->query);
  guint64 count = pktmon_store_get_count (work->store);

  return work->error == NULL && position < count &&
         pktmon_query_advance (work->query, MIN (count, position + BATCH), &work->error);
}

static gboolean
work_step (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;

  do
    work->busy = advance (work);
  while (work->busy && !pktmon_steps_is_over (steps));
  return work->busy;
}

/* --- Between two steps --- */

static void
take_unjudged (PktmonViewFilter *self)
{
  const char *reason;

  self->unjudged = pktmon_query_get_unjudged (self->work->query, &reason);
  if (self->reason == NULL)
    self->reason = g_strdup (reason);
}

static void
take_hits (PktmonViewFilter *self)
{
  for (guint i = 0; i < self->hits->len; i++)
    g_array_index (self->hits, guint64, i) = pktmon_query_get_hits (self->work->query, i);
}

static void
step_done_cb (gpointer user_data)
{
  PktmonViewFilter *self = user_data;
  Work *work = self->work;

  pktmon_positions_unite_from (self->positions, pktmon_query_get_positions (work->query),
                               self->judged);
  self->judged = pktmon_query_get_position (work->query);
  self->busy = work->busy;
  self->expected = pktmon_query_get_expected (work->query);
  take_hits (self);
  take_unjudged (self);
  if (self->error == NULL && work->error != NULL)
    self->error = g_error_copy (work->error);
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (self);
}

static void
store_changed_cb (PktmonViewFilter *self)
{
  pktmon_steps_run (self->steps);
}

/* --- Life --- */

static void
pktmon_view_filter_dispose (GObject *object)
{
  PktmonViewFilter *self = PKTMON_VIEW_FILTER (object);

  self->work = NULL;
  g_clear_pointer (&self->steps, pktmon_steps_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_view_filter_parent_class)->dispose (object);
}

static void
pktmon_view_filter_finalize (GObject *object)
{
  PktmonViewFilter *self = PKTMON_VIEW_FILTER (object);

  pktmon_positions_free (self->positions);
  g_array_unref (self->hits);
  g_clear_error (&self->error);
  g_free (self->reason);
  G_OBJECT_CLASS (pktmon_view_filter_parent_class)->finalize (object);
}

static void
pktmon_view_filter_class_init (PktmonViewFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_view_filter_dispose;
  object_class->finalize = pktmon_view_filter_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_VIEW_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_view_filter_init (PktmonViewFilter *self)
{
  self->positions = pktmon_positions_new();
  self->hits = g_array_new (FALSE, TRUE, sizeof (guint64));
  self->busy = TRUE;
}

PktmonViewFilter *
pktmon_view_filter_new (PktmonStore *store, const PktmonWanted *wanted)
{
  PktmonViewFilter *self = g_object_new (PKTMON_TYPE_VIEW_FILTER, NULL);

  self->store = g_object_ref (store);
  self->work = work_new (store, wanted);
  g_array_set_size (self->hits, wanted->constraints != NULL ? wanted->constraints->len : 0);
  self->steps = pktmon_steps_new (work_step, self->work, work_free, step_done_cb, self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_steps_run (self->steps);
  return self;
}

/* --- Looking --- */

const PktmonPositions *
pktmon_view_filter_get_positions (PktmonViewFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), NULL);

  return self->positions;
}

guint64
pktmon_view_filter_get_judged (PktmonViewFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), 0);

  return self->judged;
}

double
pktmon_view_filter_get_fraction (PktmonViewFilter *self)
{
  guint64 count;

  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), 0);

  count = pktmon_store_get_count (self->store);
  return count > 0 ? (double) self->judged / (double) count : 1;
}

gboolean
pktmon_view_filter_is_busy (PktmonViewFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), FALSE);

  return self->busy;
}

const GError *
pktmon_view_filter_get_error (PktmonViewFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), NULL);

  return self->error;
}

guint64
pktmon_view_filter_get_hits (PktmonViewFilter *self, guint n)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), 0);
  g_return_val_if_fail (n < self->hits->len, 0);

  return g_array_index (self->hits, guint64, n);
}

guint64
pktmon_view_filter_get_expected (PktmonViewFilter *self)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), 0);

  return self->expected;
}

guint64
pktmon_view_filter_get_unjudged (PktmonViewFilter *self, const char **reason)
{
  g_return_val_if_fail (PKTMON_IS_VIEW_FILTER (self), 0);

  *reason = self->reason;
  return self->unjudged;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steps.h"

#define FIRST_STEP_US (10 * G_TIME_SPAN_MILLISECOND)
#define STEP_US (40 * G_TIME_SPAN_MILLISECOND)

struct _PktmonSteps {
  PktmonStepFunc step;
  gpointer work;
  GDestroyNotify free_work;
  PktmonStepDoneFunc done;
  gpointer user_data;

  gboolean busy;  /* a step runs, or is being looked at */
  gboolean again; /* another one is to follow */
  gboolean freed; /* by its owner, while it was busy */
  gint64 length;  /* of the next step, in microseconds */

  gint64 deadline; /* of the running step */
  int cancelled;   /* atomic */
};

PktmonSteps *
pktmon_steps_new (PktmonStepFunc step, gpointer work, GDestroyNotify free_work,
                  PktmonStepDoneFunc done, gpointer user_data)
{
  PktmonSteps *self = g_new0 (PktmonSteps, 1);

  self->step = step;
  self->work = work;
  self->free_work = free_work;
  self->done = done;
  self->user_data = user_data;
  self->length = FIRST_STEP_US;
  return self;
}

static void
destroy (PktmonSteps *self)
{
  self->free_work (self->work);
  g_free (self);
}

void
pktmon_steps_free (PktmonSteps *self)
{
  if (!self->busy) {
    destroy (self);
    return;
  }
  self->freed = TRUE;
  g_atomic_int_set (&self->cancelled, TRUE);
}

static void
step_cb (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  PktmonSteps *self = task_data;

  self->deadline = g_get_monotonic_time() + self->length;
  g_task_return_boolean (task, self->step (self, self->work));
}

static void begin (PktmonSteps *self);

static void
step_done_cb (GObject *source_object, GAsyncResult *result, gpointer user_data)
{
  PktmonSteps *self = user_data;

  self->length = STEP_US;
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    self->again = TRUE;
  if (!self->freed)
    self->done (self->user_data);
  self->busy = FALSE;
  if (self->freed)
    destroy (self);
  else if (self->again)
    begin (self);
}

static void
begin (PktmonSteps *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, step_done_cb, self);

  self->busy = TRUE;
  self->again = FALSE;
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, step_cb);
}

void
pktmon_steps_run (PktmonSteps *self)
{
  if (self->busy)
    self->again = TRUE;
  else
    begin (self);
}

gboolean
pktmon_steps_is_over (const PktmonSteps *self)
{
  return g_atomic_int_get (&self->cancelled) || g_get_monotonic_time() >= self->deadline;
}

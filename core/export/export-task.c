/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export.h"

#include <sys/resource.h>

/* Exports and estimates in another thread. */

/* How nice an export is: what is captured meanwhile goes first, and so does the window. */
#define NICE 10

/* Between two looks at how far it is. */
#define TELL_MS 100

typedef struct {
  PktmonExportChoice choice; /* its own copies */
  PktmonExportOptions options;
  char *path; /* NULL: an estimate */
  GCancellable *cancellable;
  guint64 total; /* packets to look at */
  guint64 done;  /* atomic: of those */
  PktmonExportTell tell;
  gpointer tell_data;
  GSource *look; /* NULL: nobody is told */
  PktmonExportResult result;
  PktmonExportEstimate estimate;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer ((PktmonPositions **) &self->choice.positions, pktmon_positions_free);
  g_clear_pointer ((PktmonPositions **) &self->choice.interfaces, pktmon_positions_free);
  g_clear_pointer (&self->choice.matcher, pktmon_matcher_free);
  g_clear_pointer (&self->choice.expression, pktmon_expression_free);
  g_clear_pointer (&self->options.notes, pktmon_note_edits_unref);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

static void
copy_choice (Work *self, const PktmonExportChoice *choice)
{
  self->choice.only_dropped = choice->only_dropped;
  if (choice->positions != NULL)
    self->choice.positions = pktmon_positions_copy (choice->positions);
  if (choice->interfaces != NULL)
    self->choice.interfaces = pktmon_positions_copy (choice->interfaces);
  if (choice->matcher != NULL)
    self->choice.matcher = pktmon_matcher_copy (choice->matcher);
  if (choice->expression != NULL)
    self->choice.expression = pktmon_expression_copy (choice->expression);
}

static Work *
work_new (PktmonStore *store, const PktmonExportChoice *choice, const PktmonExportOptions *options,
          GCancellable *cancellable)
{
  Work *self = g_new0 (Work, 1);

  copy_choice (self, choice);
  self->options = *options;
  if (options->notes != NULL)
    pktmon_note_edits_ref (options->notes);
  g_set_object (&self->cancellable, cancellable);
  self->total = choice->positions != NULL ? pktmon_positions_get_count (choice->positions)
                                          : pktmon_store_get_count (store);
  return self;
}

/* --- In the thread --- */

static gboolean
progress_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  Work *self = user_data;

  __atomic_store_n (&self->done, packets, __ATOMIC_RELAXED);
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* A thread of its own, as one that is nice stays so. */
static gpointer
export_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *self = g_task_get_task_data (task);
  GError *error = NULL;

  setpriority (PRIO_PROCESS, 0, NICE); /* of this thread alone */
  if (pktmon_export_store (g_task_get_source_object (task), self->path, &self->choice,
                           &self->options, progress_cb, self, &self->result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
estimate_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *self = data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (pktmon_export_estimate (source, &self->choice, &self->options, &self->estimate, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- In the thread that asked --- */

static gboolean
look_cb (gpointer user_data)
{
  Work *self = user_data;
  guint64 done = __atomic_load_n (&self->done, __ATOMIC_RELAXED);

  if (!g_cancellable_is_cancelled (self->cancellable))
    self->tell (MIN (1, (double) done / (double) MAX (self->total, 1)), self->tell_data);
  return G_SOURCE_CONTINUE;
}

static void
stop_looking (GTask *task)
{
  Work *self = g_task_get_task_data (task);

  if (self->look == NULL)
    return;
  g_source_destroy (self->look);
  g_clear_pointer (&self->look, g_source_unref);
}

/* For who does not ask how it ended. */
static void
completed_cb (GTask *task, GParamSpec *spec, gpointer user_data)
{
  stop_looking (task);
}

static void
begin_looking (GTask *task, PktmonExportTell tell, gpointer tell_data)
{
  Work *self = g_task_get_task_data (task);

  self->tell = tell;
  self->tell_data = tell_data;
  self->look = g_timeout_source_new (TELL_MS);
  g_source_set_callback (self->look, look_cb, self, NULL);
  g_source_attach (self->look, g_main_context_get_thread_default());
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);
}

/* @choice: as export.h allows it. */
static GTask *
make_task (PktmonStore *store, const PktmonExportChoice *choice, const PktmonExportOptions *options,
           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  /* A file that was in place just before it was cancelled is there. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work_new (store, choice, options, cancellable), work_free);
  return task;
}

void
pktmon_export_store_async (PktmonStore *store, const char *path, const PktmonExportChoice *choice,
                           const PktmonExportOptions *options, PktmonExportTell tell,
                           gpointer tell_data, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (PKTMON_IS_STORE (store));
  g_return_if_fail (choice->numbers == NULL && choice->sources == NULL);

  task = make_task (store, choice, options, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->path = g_strdup (path);
  g_task_set_source_tag (task, pktmon_export_store_async);
  if (tell != NULL)
    begin_looking (task, tell, tell_data);
  g_thread_unref (g_thread_new ("export", export_in_thread, g_object_ref (task)));
}

gboolean
pktmon_export_store_finish (PktmonStore *store, GAsyncResult *async, PktmonExportResult *result,
                            GError **error)
{
  Work *work;

  g_return_val_if_fail (g_task_is_valid (async, store), FALSE);

  work = g_task_get_task_data (G_TASK (async));
  stop_looking (G_TASK (async));
  *result = work->result;
  return g_task_propagate_boolean (G_TASK (async), error);
}

void
pktmon_export_estimate_async (PktmonStore *store, const PktmonExportChoice *choice,
                              const PktmonExportOptions *options, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PKTMON_IS_STORE (store));
  g_return_if_fail (choice->numbers == NULL && choice->sources == NULL);

  task = make_task (store, choice, options, cancellable, callback, user_data);
  g_task_set_source_tag (task, pktmon_export_estimate_async);
  g_task_set_check_cancellable (task, TRUE);
  g_task_run_in_thread (task, estimate_in_thread);
}

gboolean
pktmon_export_estimate_finish (PktmonStore *store, GAsyncResult *async,
                               PktmonExportEstimate *estimate, GError **error)
{
  Work *work;

  g_return_val_if_fail (g_task_is_valid (async, store), FALSE);

  work = g_task_get_task_data (G_TASK (async));
  *estimate = work->estimate;
  return g_task_propagate_boolean (G_TASK (async), error);
}

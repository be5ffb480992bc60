/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/saving.h"

#include "base/error.h"
#include "base/i18n.h"
#include "export/file-copy.h"
#include "ui/exporting.h"

/* Between two looks at how far it is. */
#define LOOK_MS 100

/* What the thread works on. */
typedef struct {
  char *path;         /* of a capture that is complete; NULL: `spool` */
  PktmonSpool *spool; /* NULL: `path` */
  GFile *file;
  GCancellable *cancellable; /* borrowed from the task */
  guint64 done;              /* atomic: bytes */
  guint64 size;              /* atomic */
} Work;

struct _PktmonSaving {
  GObject parent_instance;

  GTask *task; /* NULL: nothing is copied */
  guint look;  /* timeout */
  PktmonExporting *exporting;
};

G_DEFINE_FINAL_TYPE (PktmonSaving, pktmon_saving, G_TYPE_OBJECT)

enum { PROP_0, PROP_FRACTION, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- The thread --- */

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_clear_pointer (&work->spool, pktmon_spool_unref);
  g_object_unref (work->file);
  g_free (work);
}

static gboolean
progress_cb (guint64 done, guint64 size, gpointer user_data)
{
  Work *work = user_data;

  __atomic_store_n (&work->size, size, __ATOMIC_RELAXED);
  __atomic_store_n (&work->done, done, __ATOMIC_RELAXED);
  return !g_cancellable_is_cancelled (work->cancellable);
}

static gboolean
save (Work *work, const char *to, GError **error)
{
  if (work->spool != NULL)
    return pktmon_file_copy_spool (work->spool, to, progress_cb, work, error);
  return pktmon_file_link (work->path, to) ||
         pktmon_file_copy (work->path, to, progress_cb, work, error);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  const char *to = g_file_peek_path (work->file);
  GError *error = NULL;

  work->cancellable = cancellable;
  if (to == NULL)
    pktmon_error_set (&error, PKTMON_ERROR_UNSUPPORTED, _ ("The file is not on this machine."),
                      _ ("Choose a folder of this machine."));
  else if (save (work, to, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_task_return_error (task, error);
}

/* --- The main thread --- */

static gboolean
look_cb (gpointer user_data)
{
  g_object_notify_by_pspec (user_data, properties[PROP_FRACTION]);
  return G_SOURCE_CONTINUE;
}

/* A file that was in place just before it was cancelled is there. */
static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonSaving) self = PKTMON_SAVING (g_object_ref (object));
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (task, &error);
  g_clear_handle_id (&self->look, g_source_remove);
  g_object_notify_by_pspec (object, properties[PROP_FRACTION]);
  g_signal_emit (self, signals[ENDED], 0, work->file, error);
}

/* @work: taken. */
static void
start (PktmonSaving *self, Work *work, GFile *file)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new();

  work->file = g_object_ref (file);
  self->task = g_task_new (self, cancellable, saved_cb, NULL);
  g_task_set_source_tag (self->task, pktmon_saving_start);
  g_task_set_check_cancellable (self->task, FALSE);
  g_task_set_task_data (self->task, work, work_free);
  g_task_run_in_thread (self->task, save_in_thread);
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

/* --- With notes --- */

static void
exported_cb (PktmonSaving *self, GFile *file, const GError *error)
{
  g_signal_emit (self, signals[ENDED], 0, file, error);
}

static void
fraction_cb (PktmonSaving *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

void
pktmon_saving_start_noted (PktmonSaving *self, PktmonStore *store, PktmonNoteEdits *notes,
                           PktmonCompression compression, GFile *file)
{
  PktmonExportOptions options = { .compression = compression, .notes = notes };
  PktmonExportChoice all = { 0 };

  g_return_if_fail (PKTMON_IS_SAVING (self));
  g_return_if_fail (!pktmon_saving_is_busy (self));

  pktmon_exporting_start (self->exporting, store, file, &all, &options);
}

void
pktmon_saving_start (PktmonSaving *self, const char *path, GFile *file)
{
  Work *work;

  g_return_if_fail (PKTMON_IS_SAVING (self));
  g_return_if_fail (self->task == NULL);

  work = g_new0 (Work, 1);
  work->path = g_strdup (path);
  start (self, work, file);
}

void
pktmon_saving_start_spool (PktmonSaving *self, PktmonSpool *spool, GFile *file)
{
  Work *work;

  g_return_if_fail (PKTMON_IS_SAVING (self));
  g_return_if_fail (self->task == NULL);

  work = g_new0 (Work, 1);
  work->spool = pktmon_spool_ref (spool);
  start (self, work, file);
}

void
pktmon_saving_cancel (PktmonSaving *self)
{
  g_return_if_fail (PKTMON_IS_SAVING (self));

  if (self->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
  pktmon_exporting_cancel (self->exporting);
}

gboolean
pktmon_saving_is_busy (PktmonSaving *self)
{
  g_return_val_if_fail (PKTMON_IS_SAVING (self), FALSE);

  return self->task != NULL || pktmon_exporting_is_busy (self->exporting);
}

/* --- Life --- */

static double
get_fraction (PktmonSaving *self)
{
  const Work *work;
  guint64 size;

  if (self->task == NULL) {
    double fraction;

    g_object_get (self->exporting, "fraction", &fraction, NULL);
    return fraction;
  }
  work = g_task_get_task_data (self->task);
  size = __atomic_load_n (&work->size, __ATOMIC_RELAXED);
  return MIN (1, (double) __atomic_load_n (&work->done, __ATOMIC_RELAXED) / (double) MAX (1, size));
}

static void
pktmon_saving_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FRACTION:
    g_value_set_double (value, get_fraction (PKTMON_SAVING (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_saving_dispose (GObject *object)
{
  g_clear_object (&PKTMON_SAVING (object)->exporting);
  G_OBJECT_CLASS (pktmon_saving_parent_class)->dispose (object);
}

static void
pktmon_saving_class_init (PktmonSavingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_saving_get_property;
  object_class->dispose = pktmon_saving_dispose;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ENDED] = g_signal_new ("ended", PKTMON_TYPE_SAVING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_ERROR);
}

static void
pktmon_saving_init (PktmonSaving *self)
{
  self->exporting = pktmon_exporting_new();
  g_signal_connect_object (self->exporting, "ended", G_CALLBACK (exported_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->exporting, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
}

PktmonSaving *
pktmon_saving_new (void)
{
  return g_object_new (PKTMON_TYPE_SAVING, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/handover.h"

#include <errno.h>
#include <gio/gdesktopappinfo.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "config.h"
#include "export/export.h"

#define PROGRAM "wireshark"
#define PROGRAM_ID "org.wireshark.Wireshark.desktop"

/* Between two looks at how far it is. */
#define LOOK_MS 100

/* What the thread works on. */
typedef struct {
  PktmonStore *store;
  PktmonPositions *positions;
  guint64 count; /* of them */
  char *path;
  GCancellable *cancellable; /* borrowed from the task */
  guint64 done;              /* atomic: packets that were written */
} Work;

struct _PktmonHandover {
  GObject parent_instance;

  GtkWidget *widget;
  PktmonDocument *document;
  GTask *task; /* NULL: nothing is written */
  guint look;  /* timeout */
};

G_DEFINE_FINAL_TYPE (PktmonHandover, pktmon_handover, G_TYPE_OBJECT)

enum { PROP_0, PROP_FRACTION, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- The program --- */

GAppInfo *
pktmon_handover_find_program (void)
{
  GDesktopAppInfo *info = g_desktop_app_info_new (PROGRAM_ID);
  g_autofree char *path = NULL;

  if (info != NULL)
    return G_APP_INFO (info);
  path = g_find_program_in_path (PROGRAM);
  if (path == NULL)
    return NULL;
  return g_app_info_create_from_commandline (PROGRAM, "Wireshark", G_APP_INFO_CREATE_NONE, NULL);
}

/* --- The folder --- */

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir(), GETTEXT_PACKAGE, "wireshark", NULL);
}

static void
remove_if_older (const char *path, gint64 than)
{
  GStatBuf status;

  if (g_lstat (path, &status) == 0 && (gint64) status.st_mtime < than)
    g_unlink (path);
}

static void
clean_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *folder = dup_folder();
  GDir *entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    remove_if_older (path, *(gint64 *) data);
  }
  g_clear_pointer (&entries, g_dir_close);
}

/* What this run writes meanwhile is not older; clocks of file systems may lag a little. */
void
pktmon_handover_clean (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  gint64 limit = g_get_real_time() / G_USEC_PER_SEC - 1;

  g_task_set_source_tag (task, pktmon_handover_clean);
  g_task_set_task_data (task, g_memdup2 (&limit, sizeof limit), g_free);
  g_task_run_in_thread (task, clean_in_thread);
}

/* --- The thread --- */

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->store);
  pktmon_positions_free (work->positions);
  g_free (work->path);
  g_free (work);
}

static gboolean
progress_cb (guint64 packets, guint64 offset, gpointer user_data)
{
  Work *work = user_data;

  __atomic_store_n (&work->done, packets, __ATOMIC_RELAXED);
  return !g_cancellable_is_cancelled (work->cancellable);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  PktmonExportChoice choice = { .positions = work->positions };
  PktmonExportOptions options = { 0 };
  g_autofree char *folder = g_path_get_dirname (work->path);
  g_autofree char *what = NULL;
  PktmonExportResult result;
  GError *error = NULL;

  work->cancellable = cancellable;
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int number = errno;

    what = g_strdup_printf (_ ("The folder “%s” could not be made"), folder);
    pktmon_error_set_errno (&error, number, what);
    g_task_return_error (task, error);
    return;
  }
  pktmon_export_store (work->store, work->path, &choice, &options, progress_cb, work, &result,
                       &error);
  if (g_cancellable_is_cancelled (cancellable))
    g_unlink (work->path);
  /* The window says already where a capture is damaged. */
  if (result.kept)
    g_clear_error (&error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* --- The end --- */

static void
end (PktmonHandover *self)
{
  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_object (&self->task);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static gboolean
launch (PktmonHandover *self, const char *path, GError **error)
{
  g_autoptr (GAppInfo) program = pktmon_handover_find_program();
  g_autoptr (GdkAppLaunchContext) context =
      gdk_display_get_app_launch_context (gtk_widget_get_display (self->widget));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GList files = { .data = file };

  if (program != NULL)
    return g_app_info_launch (program, &files, G_APP_LAUNCH_CONTEXT (context), error);
  pktmon_error_set (error, PKTMON_ERROR_SETUP, _ ("Wireshark is not installed."),
                    _ ("Install it, or export the packets."));
  return FALSE;
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonHandover) self = user_data;
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (self->task != G_TASK (result)) {
    g_unlink (work->path); /* it was ready just before it was cancelled */
    return;
  }
  if (g_task_propagate_boolean (G_TASK (result), &error))
    launch (self, work->path, &error);
  if (error != NULL)
    message = pktmon_error_dup_what (error);
  end (self);
  g_signal_emit (self, signals[ENDED], 0, message);
}

/* --- The beginning --- */

/* A name that says in Wireshark's window where the packets come from, and that is not there yet. */
static char *
dup_path (PktmonHandover *self)
{
  static guint serial;
  g_autofree char *folder = dup_folder();
  g_autofree char *title = pktmon_document_dup_title (self->document);
  g_autofree char *name = g_strdup_printf ("%.100s %" G_GINT64_FORMAT "-%u.pcapng", title,
                                           g_get_real_time() / G_USEC_PER_SEC, ++serial);

  return g_build_filename (folder, name, NULL);
}

static gboolean
look_cb (gpointer user_data)
{
  g_object_notify_by_pspec (user_data, properties[PROP_FRACTION]);
  return G_SOURCE_CONTINUE;
}

void
pktmon_handover_start (PktmonHandover *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new();
  g_autoptr (PktmonPositions) positions = NULL;
  Work *work;

  g_return_if_fail (PKTMON_IS_HANDOVER (self));

  pktmon_handover_cancel (self);
  positions =
      pktmon_packet_selection_dup_positions (pktmon_document_get_selection (self->document));
  if (pktmon_positions_get_count (positions) == 0)
    return;
  work = g_new0 (Work, 1);
  work->store = g_object_ref (pktmon_document_get_store (self->document));
  work->count = pktmon_positions_get_count (positions);
  work->positions = g_steal_pointer (&positions);
  work->path = dup_path (self);
  /* The task itself may be freed by its thread, which has no business with this object. */
  self->task = g_task_new (NULL, cancellable, written_cb, g_object_ref (self));
  g_task_set_source_tag (self->task, pktmon_handover_start);
  g_task_set_task_data (self->task, work, work_free);
  g_task_run_in_thread (self->task, write_in_thread);
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

void
pktmon_handover_cancel (PktmonHandover *self)
{
  g_return_if_fail (PKTMON_IS_HANDOVER (self));

  if (self->task == NULL)
    return;
  g_cancellable_cancel (g_task_get_cancellable (self->task));
  end (self);
}

/* --- Life --- */

static double
get_fraction (PktmonHandover *self)
{
  const Work *work;

  if (self->task == NULL)
    return -1;
  work = g_task_get_task_data (self->task);
  return MIN (1, (double) __atomic_load_n (&work->done, __ATOMIC_RELAXED) / (double) work->count);
}

static void
pktmon_handover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FRACTION:
    g_value_set_double (value, get_fraction (PKTMON_HANDOVER (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_handover_finalize (GObject *object)
{
  PktmonHandover *self = PKTMON_HANDOVER (object);

  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_handover_parent_class)->finalize (object);
}

static void
pktmon_handover_class_init (PktmonHandoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_handover_get_property;
  object_class->finalize = pktmon_handover_finalize;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ENDED] = g_signal_new ("ended", PKTMON_TYPE_HANDOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pktmon_handover_init (PktmonHandover *self)
{
}

PktmonHandover *
pktmon_handover_new (GtkWidget *widget, PktmonDocument *document)
{
  PktmonHandover *self = g_object_new (PKTMON_TYPE_HANDOVER, NULL);

  self->widget = widget;
  self->document = g_object_ref (document);
  return self;
}

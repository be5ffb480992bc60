/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/opening.h"

#include "base/error.h"
#include "base/i18n.h"

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (G_FILE (source));
  PktmonStore *store = NULL;
  GError *error = NULL;

  if (path == NULL)
    pktmon_error_set (&error, PKTMON_ERROR_UNSUPPORTED, _ ("The file is not on this machine."),
                      _ ("Copy it to a local folder first."));
  else
    store = pktmon_store_new (path, &error);
  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
pktmon_opening_start (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, pktmon_opening_start);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_in_thread);
}

PktmonStore *
pktmon_opening_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recent-file.h"

#include "config.h"

/* Held while the list is read and written: two files at once are both put into it. */
static GMutex lock;

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_data_dir(), "recently-used.xbel", NULL);
}

void
pktmon_recent_file_prepare (void)
{
  g_mkdir_with_parents (g_get_user_data_dir(), 0700);
}

static gboolean
add (const char *uri, GError **error)
{
  g_autoptr (GBookmarkFile) list = g_bookmark_file_new();
  g_autofree char *path = dup_path();
  g_autoptr (GError) problem = NULL;

  if (!g_bookmark_file_load_from_file (list, path, &problem) &&
      !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  g_bookmark_file_set_mime_type (list, uri, "application/x-pcapng");
  g_bookmark_file_add_application (list, uri, GETTEXT_PACKAGE, GETTEXT_PACKAGE " %u");
  return g_bookmark_file_to_file (list, path, error);
}

static void
add_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *uri = g_file_get_uri (G_FILE (source));
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&lock);
  if (!add (uri, &error))
    g_info ("%s", error->message);
  g_mutex_unlock (&lock);
  g_task_return_boolean (task, TRUE);
}

void
pktmon_recent_file_add (GFile *file)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  pktmon_recent_file_prepare();
  task = g_task_new (file, NULL, NULL, NULL);
  g_task_set_source_tag (task, pktmon_recent_file_add);
  g_task_run_in_thread (task, add_in_thread);
}

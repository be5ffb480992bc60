/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/namespace-scan.h"

#include <sys/stat.h>

#include "base/i18n.h"

static gboolean
contains (GPtrArray *found, guint64 inode)
{
  for (guint i = 0; i < found->len; i++)
    if (pktmon_namespace_get_inode (g_ptr_array_index (found, i)) == inode)
      return TRUE;
  return FALSE;
}

static void
take (GPtrArray *found, PktmonNamespace *namespace)
{
  if (namespace == NULL)
    return;
  if (contains (found, pktmon_namespace_get_inode (namespace)))
    pktmon_namespace_unref (namespace);
  else
    g_ptr_array_add (found, namespace);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Names of a folder's files, sorted. (transfer full) */
static GPtrArray *
list_folder (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
scan_names (GPtrArray *found)
{
  g_autoptr (GPtrArray) names = list_folder (PKTMON_NAMESPACE_FOLDER);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *path = g_build_filename (PKTMON_NAMESPACE_FOLDER, name, NULL);

    take (found, pktmon_namespace_new (path, name, NULL));
  }
}

/* "nginx, process 1234", from the process that @folder of /proc stands for. */
static char *
dup_process_description (const char *folder)
{
  g_autofree char *path = g_build_filename ("/proc", folder, "comm", NULL);
  g_autofree char *command = NULL;
  g_autofree char *clean = NULL;

  if (!g_file_get_contents (path, &command, NULL, NULL))
    return g_strdup_printf (_ ("process %s"), folder);
  clean = g_utf8_make_valid (g_strchomp (command), -1);
  return g_strdup_printf (_ ("%s, process %s"), clean, folder);
}

static void
scan_process (GPtrArray *found, const char *folder)
{
  g_autofree char *path = g_build_filename ("/proc", folder, "ns", "net", NULL);
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  struct stat status;

  if (stat (path, &status) != 0 || contains (found, status.st_ino))
    return;
  name = g_strdup_printf ("#%" G_GUINT64_FORMAT, (guint64) status.st_ino);
  description = dup_process_description (folder);
  take (found, pktmon_namespace_new (path, name, description));
}

GPtrArray *
pktmon_namespace_scan (PktmonNamespaceScan scan)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_namespace_unref);

  g_ptr_array_add (found, pktmon_namespace_new_own());
  scan_names (found);
  if (scan == PKTMON_NAMESPACE_SCAN_PROCESSES) {
    g_autoptr (GDir) folder = g_dir_open ("/proc", 0, NULL);
    const char *name;

    while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
      if (g_ascii_isdigit (name[0]))
        scan_process (found, name);
  }
  return found;
}

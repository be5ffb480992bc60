/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/leftover.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "session/capture-files.h"

/* From which on an empty file is nobody's. */
#define MIN_AGE_SECONDS 60

static void
leftover_free (gpointer data)
{
  PktmonLeftover *self = data;

  g_free (self->path);
  g_free (self);
}

/* Who captures to a file has it locked. Returns: (transfer full): NULL when somebody does, or when
 * there is nothing in it. */
static PktmonLeftover *
leftover_new (const char *path)
{
  int descriptor = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  PktmonLeftover *self = NULL;
  struct stat status;

  if (descriptor < 0)
    return NULL;
  if (fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode) &&
      flock (descriptor, LOCK_EX | LOCK_NB) == 0) {
    if (status.st_size == 0) {
      /* A program that just begins has not locked it yet. */
      if (g_get_real_time() / G_USEC_PER_SEC - status.st_mtim.tv_sec > MIN_AGE_SECONDS)
        g_unlink (path);
    } else {
      self = g_new0 (PktmonLeftover, 1);
      self->path = g_strdup (path);
      self->size = (guint64) status.st_size;
      self->modified = status.st_mtim.tv_sec;
    }
  }
  close (descriptor);
  return self;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const PktmonLeftover *const *one = a, *const *other = b;

  return (*one)->modified < (*other)->modified ? 1 : -((*one)->modified > (*other)->modified);
}

GPtrArray *
pktmon_leftovers_find (void)
{
  g_autofree char *path = pktmon_capture_files_dup_folder();
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *found = g_ptr_array_new_with_free_func (leftover_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    PktmonLeftover *leftover = g_str_has_suffix (name, ".pcapng") ? leftover_new (file) : NULL;

    if (leftover != NULL)
      g_ptr_array_add (found, leftover);
  }
  g_ptr_array_sort (found, compare);
  return found;
}

gboolean
pktmon_leftover_discard (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = NULL;
  g_autofree char *what = NULL;

  if (g_file_trash (file, NULL, NULL) || g_unlink (path) == 0)
    return TRUE;
  name = g_filename_display_name (path);
  what = g_strdup_printf (_ ("“%s” could not be removed"), name);
  pktmon_error_set_errno (error, errno, what);
  return FALSE;
}

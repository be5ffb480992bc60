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
#include "store/loader.h"

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

/* --- Mending --- */

/* @path is locked, by whoever it is that has it open. */
static gboolean
lock (const char *path, int *descriptor, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be opened"), name);

  *descriptor = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  if (*descriptor >= 0 && flock (*descriptor, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  pktmon_error_set_errno (error, errno, what);
  if (*descriptor >= 0)
    close (*descriptor);
  return FALSE;
}

static gboolean
count_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record, const guint8 *data)
{
  return TRUE;
}

/* Whether what has been read ends in the middle of a block, instead of with damage. */
static gboolean
is_cut_short (PktmonReader *reader, const GError *error)
{
  PktmonRecord record;

  return g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED) &&
         pktmon_reader_next (reader, NULL, 0, &record, NULL) == PKTMON_READER_MORE;
}

static void
mend (int descriptor, PktmonSpool *spool, guint64 *packets)
{
  static const PktmonLoaderVisitor visitor = { .record = count_cb };
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (GError) error = NULL;

  pktmon_loader_run (spool, reader, &visitor, NULL, &error);
  *packets = pktmon_reader_get_packets (reader);
  /* Where that is not possible, readers stop at the place all the same. */
  if (is_cut_short (reader, error))
    (void) !ftruncate (descriptor, (off_t) pktmon_reader_get_offset (reader));
}

gboolean
pktmon_leftover_mend (const char *path, guint64 *packets, GError **error)
{
  g_autoptr (PktmonSpool) spool = NULL;
  int descriptor;

  *packets = 0;
  if (!lock (path, &descriptor, error))
    return FALSE;
  spool = pktmon_spool_new (path, error);
  if (spool != NULL)
    mend (descriptor, spool, packets);
  close (descriptor);
  return spool != NULL;
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

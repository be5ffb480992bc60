/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/output-file.h"
#include "preset/file-name.h"

/* How long to wait for another program that changes the folder, in steps of a millisecond. */
#define LOCK_STEPS 5000
#define LOCK_STEP_MICROSECONDS 1000

static gboolean
fail_reading (const char *path, int error_number, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be read"), name);

  pktmon_error_set_errno (error, error_number, what);
  return FALSE;
}

/* --- Reading --- */

/* Up to one byte more than a preset may have. */
static gboolean
read_all (int descriptor, GByteArray *bytes)
{
  gssize got;

  do {
    guint8 buffer[8192];

    got = read (descriptor, buffer, sizeof buffer);
    if (got > 0)
      g_byte_array_append (bytes, buffer, (guint) got);
  } while ((got > 0 && bytes->len <= PKTMON_MAX_PRESET_SIZE) || (got < 0 && errno == EINTR));
  return got >= 0;
}

/* A pipe or device is no preset, and nobody waits for it.
 * Returns: (transfer full): NULL with an error. */
static GBytes *
read_file (const char *path, GError **error)
{
  int descriptor = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  g_autoptr (GByteArray) bytes = g_byte_array_new();
  struct stat status;
  gboolean success = descriptor >= 0 && fstat (descriptor, &status) == 0;

  if (success && !S_ISREG (status.st_mode)) {
    errno = S_ISDIR (status.st_mode) ? EISDIR : EINVAL;
    success = FALSE;
  }
  success = success && read_all (descriptor, bytes);
  if (!success)
    fail_reading (path, errno, error);
  if (descriptor >= 0)
    close (descriptor);
  return success ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

PktmonPreset *
pktmon_preset_read (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (path, error);

  return bytes != NULL ? pktmon_preset_new_bytes (bytes, NULL, FALSE) : NULL;
}

static PktmonPreset *
find_known (GPtrArray *known, const char *file, GBytes *bytes)
{
  for (guint i = 0; known != NULL && i < known->len; i++) {
    PktmonPreset *preset = g_ptr_array_index (known, i);

    if (g_strcmp0 (pktmon_preset_get_file (preset), file) == 0 &&
        g_bytes_equal (pktmon_preset_get_bytes (preset), bytes) && g_bytes_get_size (bytes) > 0)
      return preset;
  }
  return NULL;
}

/* Returns: (transfer full): NULL when it went meanwhile. */
static PktmonPreset *
read_preset (const char *folder, const char *file, gboolean built_in, GPtrArray *known)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_file (path, &error);
  PktmonPreset *preset;

  if (bytes == NULL)
    return g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND)
               ? NULL
               : pktmon_preset_new_unreadable (file, built_in, error);
  preset = find_known (known, file, bytes);
  return preset != NULL ? g_object_ref (preset) : pktmon_preset_new_bytes (bytes, file, built_in);
}

GPtrArray *
pktmon_preset_folder_read (const char *path, gboolean built_in, GPtrArray *known, GError **error)
{
  g_autoptr (GPtrArray) presets = g_ptr_array_new_with_free_func (g_object_unref);
  DIR *folder = opendir (path);
  struct dirent *entry;

  if (folder == NULL && errno == ENOENT)
    return g_steal_pointer (&presets);
  if (folder == NULL) {
    fail_reading (path, errno, error);
    return NULL;
  }
  while (presets->len < PKTMON_MAX_PRESETS && (entry = readdir (folder)) != NULL) {
    PktmonPreset *preset = pktmon_preset_file_name_check (entry->d_name)
                               ? read_preset (path, entry->d_name, built_in, known)
                               : NULL;

    if (preset != NULL)
      g_ptr_array_add (presets, preset);
  }
  closedir (folder);
  return g_steal_pointer (&presets);
}

/* --- Changing --- */

static gboolean
fail_writing (const char *path, GError **error)
{
  int error_number = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be changed"), name);

  pktmon_error_set_errno (error, error_number, what);
  return FALSE;
}

/* Where a file system has no locks, changes still are whole. */
static gboolean
wait_for_lock (int descriptor)
{
  for (guint i = 0; i < LOCK_STEPS; i++) {
    if (flock (descriptor, LOCK_EX | LOCK_NB) == 0)
      return TRUE;
    if (errno != EWOULDBLOCK && errno != EINTR)
      return TRUE;
    g_usleep (LOCK_STEP_MICROSECONDS);
  }
  errno = EBUSY;
  return FALSE;
}

/* Keeps other programs from changing the folder.
 * Returns: what to close to let them; -1 with an error. */
static int
lock (const char *path, gboolean create, GError **error)
{
  int descriptor;

  if (create && g_mkdir_with_parents (path, 0700) != 0) {
    fail_writing (path, error);
    return -1;
  }
  descriptor = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0 && wait_for_lock (descriptor))
    return descriptor;
  fail_writing (path, error);
  if (descriptor >= 0)
    close (descriptor);
  return -1;
}

static gboolean
refuse_changed (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_CHANGED,
                    _ ("The preset was changed meanwhile by another program."),
                    _ ("Look at it as it is now, then do it again."));
  return FALSE;
}

static gboolean
check_replaced (const char *path, PktmonPreset *replaced, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) bytes = read_file (path, &reason);

  if (bytes != NULL && g_bytes_equal (bytes, pktmon_preset_get_bytes (replaced)))
    return TRUE;
  if (bytes != NULL || g_error_matches (reason, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND))
    return refuse_changed (error);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
check_free (const char *path, GError **error)
{
  struct stat status;

  if (lstat (path, &status) != 0)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("There is a preset of that name already."),
                    _ ("Choose another name, or change that one."));
  return FALSE;
}

static gboolean
write_all (int descriptor, GBytes *bytes)
{
  gsize left;
  const guint8 *data = g_bytes_get_data (bytes, &left);

  while (left > 0) {
    gssize size = write (descriptor, data, left);

    if (size < 0 && errno != EINTR)
      return FALSE;
    size = MAX (size, 0);
    data += size;
    left -= (gsize) size;
  }
  return TRUE;
}

/* It is on the disk before it has its name. */
static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (PktmonOutputFile) file = pktmon_output_file_new (path, error);
  int descriptor;

  if (file == NULL)
    return FALSE;
  descriptor = pktmon_output_file_get_descriptor (file);
  if (!write_all (descriptor, bytes) || (fdatasync (descriptor) != 0 && errno != EINVAL))
    return fail_writing (path, error);
  return pktmon_output_file_commit (file, error);
}

/* What was written where nothing was goes again when the rest fails. */
static gboolean
change_locked (const char *old, const char *new, PktmonPreset *written, PktmonPreset *replaced,
               GError **error)
{
  gboolean moves = g_strcmp0 (old, new) != 0;

  if (old != NULL && !check_replaced (old, replaced, error))
    return FALSE;
  if (new != NULL && moves && !check_free (new, error))
    return FALSE;
  if (new != NULL && !write_file (new, pktmon_preset_get_bytes (written), error))
    return FALSE;
  if (old == NULL || !moves || unlink (old) == 0)
    return TRUE;
  fail_writing (old, error);
  if (new != NULL)
    unlink (new);
  return FALSE;
}

static char *
build_path (const char *folder, PktmonPreset *preset)
{
  return preset != NULL ? g_build_filename (folder, pktmon_preset_get_file (preset), NULL) : NULL;
}

gboolean
pktmon_preset_folder_change (const char *path, PktmonPreset *written, PktmonPreset *replaced,
                             GError **error)
{
  g_autofree char *old = build_path (path, replaced);
  g_autofree char *new = build_path (path, written);
  int descriptor = lock (path, written != NULL, error);
  gboolean success;

  if (descriptor < 0)
    return FALSE;
  success = change_locked (old, new, written, replaced, error);
  close (descriptor);
  return success;
}

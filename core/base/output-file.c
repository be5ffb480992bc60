/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/output-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/temporary.h"
#include "base/write-all.h"

/* Symbolic links that follow each other, as many as the kernel follows. */
#define MAX_LINKS 40
/* Permissions of a new file, before the process's mask. */
#define NEW_FILE_MODE 0666

struct _PktmonOutputFile {
  int descriptor;
  char *name;
  char *target;    /* path to put the file at; NULL when it is written to directly */
  char *temporary; /* name that the file has until then; NULL: it has none */
  gboolean replaces;
  mode_t mode;
};

static gboolean
fail (const char *name, GError **error)
{
  int error_number = errno;
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be written"), name);

  pktmon_error_set_errno (error, error_number, what);
  return FALSE;
}

/* --- Opening --- */

static gboolean
open_hidden (PktmonOutputFile *self)
{
  g_autofree char *folder = g_path_get_dirname (self->target);

  self->descriptor = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, self->mode);
  /* Not all file systems can keep a file without a name. */
  if (self->descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
    self->descriptor = pktmon_temporary_open (folder, self->mode, &self->temporary);
  return self->descriptor >= 0;
}

/* The file that @path leads to, whether it is there or not. */
static char *
follow_links (const char *path)
{
  char *end = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++) {
    g_autofree char *last = end;
    g_autofree char *folder = g_path_get_dirname (last);
    g_autofree char *target = g_file_read_link (last, NULL);

    if (target == NULL)
      return g_steal_pointer (&last);
    end = g_path_is_absolute (target) ? g_steal_pointer (&target)
                                      : g_build_filename (folder, target, NULL);
  }
  return end;
}

/* A file that may not be written to is not replaced either, though its folder would allow it. */
static gboolean
look_at_old (PktmonOutputFile *self, const struct stat *old)
{
  if (access (self->target, W_OK) != 0)
    return FALSE;
  self->replaces = TRUE;
  self->mode = old->st_mode & 07777;
  return TRUE;
}

static gboolean
open_path (PktmonOutputFile *self, const char *path)
{
  struct stat old;
  gboolean exists = stat (path, &old) == 0;

  if (!exists && (errno != ENOENT || path[0] == '\0'))
    return FALSE;
  if (exists && S_ISDIR (old.st_mode)) {
    errno = EISDIR;
    return FALSE;
  }
  if (exists && !S_ISREG (old.st_mode)) {
    self->descriptor = open (path, O_WRONLY | O_CLOEXEC);
    return self->descriptor >= 0;
  }
  self->target = follow_links (path);
  return (!exists || look_at_old (self, &old)) && open_hidden (self);
}

PktmonOutputFile *
pktmon_output_file_new (const char *path, GError **error)
{
  PktmonOutputFile *self = g_new0 (PktmonOutputFile, 1);
  gboolean standard = g_str_equal (path, "-");
  gboolean success;

  self->mode = NEW_FILE_MODE;
  self->name = standard ? g_strdup (_ ("standard output")) : g_filename_display_name (path);
  self->descriptor = -1;
  if (standard)
    self->descriptor = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  success = standard ? self->descriptor >= 0 : open_path (self, path);
  if (success)
    return self;
  fail (self->name, error);
  pktmon_output_file_free (self);
  return NULL;
}

void
pktmon_output_file_free (PktmonOutputFile *self)
{
  if (self->temporary != NULL)
    unlink (self->temporary);
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_free (self->temporary);
  g_free (self->target);
  g_free (self->name);
  g_free (self);
}

int
pktmon_output_file_get_descriptor (const PktmonOutputFile *self)
{
  return self->descriptor;
}

const char *
pktmon_output_file_get_name (const PktmonOutputFile *self)
{
  return self->name;
}

gboolean
pktmon_output_file_is_direct (const PktmonOutputFile *self)
{
  return self->target == NULL;
}

gboolean
pktmon_output_file_replaces (const PktmonOutputFile *self)
{
  return self->replaces;
}

/* --- Writing --- */

static void
cut_back (const PktmonOutputFile *self, gsize written)
{
  off_t end = lseek (self->descriptor, 0, SEEK_CUR);

  if (end >= 0 && written > 0 && ftruncate (self->descriptor, end - (off_t) written) == 0)
    lseek (self->descriptor, end - (off_t) written, SEEK_SET);
}

gboolean
pktmon_output_file_write (PktmonOutputFile *self, gconstpointer data, gsize size, GError **error)
{
  gsize written;
  int error_number = pktmon_write_all (self->descriptor, data, size, &written);

  if (error_number == 0)
    return TRUE;
  cut_back (self, written);
  errno = error_number;
  return fail (self->name, error);
}

/* --- Putting in place --- */

/* A file without a name can be linked to a new one, but cannot replace a file. */
static gboolean
name_hidden (PktmonOutputFile *self)
{
  g_autofree char *folder = g_path_get_dirname (self->target);

  self->temporary = pktmon_temporary_link (folder, self->descriptor);
  return self->temporary != NULL;
}

static gboolean
put_in_place (PktmonOutputFile *self)
{
  if (self->replaces && fchmod (self->descriptor, self->mode) != 0)
    return FALSE;
  if (self->temporary == NULL && !self->replaces) {
    if (pktmon_temporary_link_to (self->descriptor, self->target))
      return TRUE;
    if (errno != EEXIST)
      return FALSE;
  }
  if (self->temporary == NULL && !name_hidden (self))
    return FALSE;
  if (g_rename (self->temporary, self->target) != 0)
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

/* The folder of that name is on another file system than the file was made on. */
static gboolean
fail_gone (const char *name, GError **error)
{
  g_autofree char *what = g_strdup_printf (
      _ ("“%s” could not be written: the file system that it was to be on is gone."), name);

  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, what,
                    _ ("Mount it again, or choose another place."));
  return FALSE;
}

gboolean
pktmon_output_file_commit (PktmonOutputFile *self, GError **error)
{
  if (pktmon_output_file_is_direct (self) || put_in_place (self))
    return TRUE;
  return errno == EXDEV ? fail_gone (self->name, error) : fail (self->name, error);
}

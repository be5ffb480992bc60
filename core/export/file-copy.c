/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/file-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/output-file.h"

/* Between two looks at whether it is to go on, in bytes. */
#define STEP ((gsize) 16 << 20)

typedef struct {
  int from;
  off_t offset; /* in it, of the next byte */
  int to;
  guint64 done;
  guint64 size;
  gboolean plain; /* these files cannot be copied by the file system itself */
  PktmonFileCopyFunc progress;
  gpointer user_data;
} Copy;

/* @most: bytes. Returns: bytes; 0 at the end; -1 with errno. */
static gssize
copy_step (Copy *self, gsize most)
{
  gssize n = -1;

  if (!self->plain) {
    n = copy_file_range (self->from, &self->offset, self->to, NULL, most, 0);
    self->plain = n < 0 && (errno == EXDEV || errno == EINVAL || errno == ENOSYS ||
                            errno == EOPNOTSUPP || errno == ETXTBSY || errno == EPERM);
  }
  return self->plain ? sendfile (self->to, self->from, &self->offset, most) : n;
}

static gboolean
fail_to_read (const char *path, GError **error)
{
  int number = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be read"), name);

  pktmon_error_set_errno (error, number, what);
  return FALSE;
}

static gboolean
fail_to_write (const char *path, GError **error)
{
  int number = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be written"), name);

  pktmon_error_set_errno (error, number, what);
  return FALSE;
}

static gboolean
fail_shorter (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_CHANGED,
                    _ ("The file was made shorter by another program while it was open."),
                    _ ("Open it again to see what is left of it."));
  return FALSE;
}

/* The next bytes, up to @most, or to the end of the file. */
static gboolean
copy (Copy *self, const char *to, guint64 most, GError **error)
{
  guint64 end = self->done + most;
  gssize n;

  do {
    if (self->progress != NULL && !self->progress (self->done, self->size, self->user_data)) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Saving was cancelled."));
      return FALSE;
    }
    n = copy_step (self, (gsize) MIN (STEP, end - self->done));
    if (n < 0 && errno != EINTR)
      return fail_to_write (to, error);
    if (n > 0)
      self->done += (guint64) n;
  } while (n != 0 && self->done < end);
  return TRUE;
}

static gboolean
copy_to (Copy *self, const char *to, GError **error)
{
  g_autoptr (PktmonOutputFile) output = pktmon_output_file_new (to, error);

  if (output == NULL)
    return FALSE;
  self->to = pktmon_output_file_get_descriptor (output);
  if (!copy (self, to, G_MAXINT64, error))
    return FALSE;
  return self->done >= self->size ? pktmon_output_file_commit (output, error)
                                  : fail_shorter (error);
}

gboolean
pktmon_file_copy (const char *from, const char *to, PktmonFileCopyFunc progress, gpointer user_data,
                  GError **error)
{
  Copy self = {
    .from = open (from, O_RDONLY | O_CLOEXEC),
    .progress = progress,
    .user_data = user_data,
  };
  struct stat status;
  gboolean good;

  if (self.from < 0)
    return fail_to_read (from, error);
  if (fstat (self.from, &status) == 0)
    self.size = (guint64) status.st_size;
  good = copy_to (&self, to, error);
  close (self.from);
  return good;
}

/* --- Spools --- */

/* All that the file has in which @offset is, up to @end. */
static gboolean
copy_part (Copy *self, PktmonSpool *spool, const char *to, guint64 *offset, guint64 end,
           GError **error)
{
  guint64 base, part_end;
  gboolean good;

  self->from = pktmon_spool_dup_file (spool, *offset, &base, &part_end);
  if (self->from < 0) {
    pktmon_error_set (error, PKTMON_ERROR_CHANGED, _ ("These packets are not kept any more."),
                      _ ("Capture again, and keep more."));
    return FALSE;
  }
  part_end = MIN (part_end, end);
  self->offset = (off_t) (*offset - base);
  good = copy (self, to, part_end - *offset, error);
  close (self->from);
  *offset = part_end;
  return good;
}

gboolean
pktmon_file_copy_spool (PktmonSpool *spool, const char *to, PktmonFileCopyFunc progress,
                        gpointer user_data, GError **error)
{
  g_autoptr (PktmonOutputFile) output = pktmon_output_file_new (to, error);
  guint64 packets, offset = pktmon_spool_get_start (spool, &packets);
  guint64 end = pktmon_spool_get_size (spool);
  Copy self = { .size = end - offset, .progress = progress, .user_data = user_data };

  if (output == NULL)
    return FALSE;
  self.to = pktmon_output_file_get_descriptor (output);
  while (offset < end)
    if (!copy_part (&self, spool, to, &offset, end, error))
      return FALSE;
  return self.done >= self.size ? pktmon_output_file_commit (output, error) : fail_shorter (error);
}

/* --- Links --- */

/* What a new file there may be used for by whom; 0: there can be none. */
static mode_t
find_mode (const char *path)
{
  g_autoptr (PktmonOutputFile) file = pktmon_output_file_new (path, NULL);
  struct stat status;

  if (file == NULL || fstat (pktmon_output_file_get_descriptor (file), &status) != 0)
    return 0;
  return status.st_mode & 07777;
}

gboolean
pktmon_file_link (const char *from, const char *to)
{
  mode_t mode = find_mode (to);
  struct stat status;

  /* Files of the user's are files of their own. */
  return mode != 0 && stat (from, &status) == 0 && status.st_nlink == 1 && link (from, to) == 0 &&
         chmod (to, mode) == 0;
}

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
  int to;
  guint64 size;
  gboolean plain; /* these files cannot be copied by the file system itself */
} Copy;

/* Returns: bytes; 0 at the end; -1 with errno. */
static gssize
copy_step (Copy *self)
{
  gssize n = -1;

  if (!self->plain) {
    n = copy_file_range (self->from, NULL, self->to, NULL, STEP, 0);
    self->plain = n < 0 && (errno == EXDEV || errno == EINVAL || errno == ENOSYS ||
                            errno == EOPNOTSUPP || errno == ETXTBSY || errno == EPERM);
  }
  return self->plain ? sendfile (self->to, self->from, NULL, STEP) : n;
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

static gboolean
copy (Copy *self, const char *to, PktmonFileCopyFunc progress, gpointer user_data, GError **error)
{
  guint64 done = 0;
  gssize n;

  do {
    if (progress != NULL && !progress (done, self->size, user_data)) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Saving was cancelled."));
      return FALSE;
    }
    n = copy_step (self);
    if (n < 0 && errno != EINTR)
      return fail_to_write (to, error);
    if (n > 0)
      done += (guint64) n;
  } while (n != 0);
  return done >= self->size || fail_shorter (error);
}

static gboolean
copy_to (Copy *self, const char *to, PktmonFileCopyFunc progress, gpointer user_data,
         GError **error)
{
  g_autoptr (PktmonOutputFile) output = pktmon_output_file_new (to, error);

  if (output == NULL)
    return FALSE;
  self->to = pktmon_output_file_get_descriptor (output);
  return copy (self, to, progress, user_data, error) && pktmon_output_file_commit (output, error);
}

gboolean
pktmon_file_copy (const char *from, const char *to, PktmonFileCopyFunc progress, gpointer user_data,
                  GError **error)
{
  Copy self = { .from = open (from, O_RDONLY | O_CLOEXEC) };
  struct stat status;
  gboolean good;

  if (self.from < 0)
    return fail_to_read (from, error);
  if (fstat (self.from, &status) == 0)
    self.size = (guint64) status.st_size;
  good = copy_to (&self, to, progress, user_data, error);
  close (self.from);
  return good;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/capture-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

/* "_00001" */
#define NUMBER_DIGITS 5

typedef enum { SPOOL, PIECES, SINGLE, RING } Kind;

struct _PktmonCaptureFiles {
  Kind kind;
  char *base;        /* path, or start of the spool's name */
  guint64 file_size; /* 0: one file */
  guint n;           /* of a ring: files that are kept; 0: all */
  guint number;      /* of the last file */
  GQueue paths;      /* of a ring: names of the files that are kept, oldest first */
  char *path;        /* of the last file; NULL: none */
  int lock;          /* of a spool: shows that somebody writes it; -1: none */
  gboolean keep;
};

static PktmonCaptureFiles *
files_new (Kind kind, const char *base)
{
  PktmonCaptureFiles *self = g_new0 (PktmonCaptureFiles, 1);

  self->kind = kind;
  self->base = g_strdup (base);
  self->lock = -1;
  return self;
}

PktmonCaptureFiles *
pktmon_capture_files_new_spool (const char *name)
{
  return files_new (SPOOL, name);
}

PktmonCaptureFiles *
pktmon_capture_files_new_pieces (guint64 size)
{
  PktmonCaptureFiles *self = files_new (PIECES, NULL);

  self->file_size = size;
  return self;
}

PktmonCaptureFiles *
pktmon_capture_files_new_single (const char *path)
{
  return files_new (SINGLE, path);
}

PktmonCaptureFiles *
pktmon_capture_files_new_ring (const char *path, guint64 file_size, guint n)
{
  PktmonCaptureFiles *self = files_new (RING, path);

  self->file_size = file_size;
  self->n = n;
  return self;
}

void
pktmon_capture_files_free (PktmonCaptureFiles *self)
{
  if (self->kind == SPOOL && self->path != NULL && !self->keep)
    g_unlink (self->path);
  if (self->lock >= 0)
    close (self->lock);
  g_queue_clear_full (&self->paths, g_free);
  g_free (self->path);
  g_free (self->base);
  g_free (self);
}

/* --- Making files --- */

static int
fail (GError **error, int number, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be written"), name);

  pktmon_error_set_errno (error, number, what);
  return -1;
}

static int
refuse_kind (GError **error, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” is not a regular file."), name);

  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Choose the name of a file that can be made, or written over."));
  return -1;
}

static int
open_file (const char *path, int flags, GError **error)
{
  struct stat status;
  int descriptor = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | flags, 0600);

  if (descriptor < 0)
    return fail (error, errno, path);
  if (fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode) &&
      ftruncate (descriptor, 0) == 0)
    return descriptor;
  close (descriptor);
  return refuse_kind (error, path);
}

char *
pktmon_capture_files_dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir(), "packet-monitor", "captures", NULL);
}

/* A name that no other capture has. */
static char *
dup_spool_path (PktmonCaptureFiles *self, const char *folder)
{
  static gint counter;
  g_autoptr (GDateTime) now = g_date_time_new_now_local();
  g_autofree char *date = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup (self->base);
  g_autofree char *file = NULL;

  g_strdelimit (name, "/", '-');
  file = g_strdup_printf ("%.64s-%s-%d-%d.pcapng", name, date, getpid(),
                          g_atomic_int_add (&counter, 1));
  return g_build_filename (folder, file, NULL);
}

static int
open_spool (PktmonCaptureFiles *self, GError **error)
{
  g_autofree char *folder = pktmon_capture_files_dup_folder();
  int descriptor;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, errno, folder);
  g_free (self->path);
  self->path = dup_spool_path (self, folder);
  descriptor = open_file (self->path, O_EXCL, error);
  if (descriptor < 0)
    return -1;
  self->lock = open (self->path, O_RDONLY | O_CLOEXEC);
  if (self->lock >= 0)
    flock (self->lock, LOCK_SH | LOCK_NB);
  return descriptor;
}

static int
open_piece (GError **error)
{
  g_autofree char *path = NULL;
  GError *cause = NULL;
  int descriptor = g_file_open_tmp ("packet-monitor-XXXXXX", &path, &cause);

  if (descriptor < 0) {
    pktmon_error_set (error, PKTMON_ERROR_IO, cause->message,
                      _ ("Set TMPDIR to a folder in which files can be made."));
    g_error_free (cause);
    return -1;
  }
  g_unlink (path);
  return descriptor;
}

/* --- Rings --- */

/* Where the ending begins in the ring's name: ".pcapng" of "out.pcapng". */
static const char *
find_ending (PktmonCaptureFiles *self)
{
  const char *slash = strrchr (self->base, '/');
  const char *name = slash != NULL ? slash + 1 : self->base;
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? dot : name + strlen (name);
}

static char *
dup_ring_path (PktmonCaptureFiles *self, guint number)
{
  const char *ending = find_ending (self);

  return g_strdup_printf ("%.*s_%0*u%s", (int) (ending - self->base), self->base, NUMBER_DIGITS,
                          number, ending);
}

/* The number in the name of a file of such a ring; 0: it is none. */
static guint
parse_number (const char *file, const char *start, const char *ending)
{
  const char *digits = file + strlen (start);
  char *end;
  guint64 number;

  if (!g_str_has_prefix (file, start) || !g_ascii_isdigit (*digits))
    return 0;
  number = g_ascii_strtoull (digits, &end, 10);
  return g_str_equal (end, ending) && number < G_MAXUINT ? (guint) number : 0;
}

/* The largest number of an earlier capture, whose files are left alone. */
static guint
find_last_number (PktmonCaptureFiles *self)
{
  const char *ending = find_ending (self);
  g_autofree char *stem = g_strdup_printf ("%.*s_", (int) (ending - self->base), self->base);
  g_autofree char *start = g_path_get_basename (stem);
  g_autofree char *folder = g_path_get_dirname (stem);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *file;
  guint last = 0;

  while (entries != NULL && (file = g_dir_read_name (entries)) != NULL)
    last = MAX (last, parse_number (file, start, ending));
  return last;
}

static int
open_ring (PktmonCaptureFiles *self, GError **error)
{
  int descriptor;

  if (self->number == 0)
    self->number = find_last_number (self);
  self->number++;
  g_free (self->path);
  self->path = dup_ring_path (self, self->number);
  descriptor = open_file (self->path, O_EXCL, error);
  if (descriptor < 0)
    return -1;
  g_queue_push_tail (&self->paths, g_strdup (self->path));
  /* The one that waits for its turn does not count yet. */
  while (self->n > 0 && g_queue_get_length (&self->paths) > self->n + 1) {
    g_autofree char *oldest = g_queue_pop_head (&self->paths);

    g_unlink (oldest);
  }
  return descriptor;
}

void
pktmon_capture_files_remove_last (PktmonCaptureFiles *self)
{
  g_autofree char *last = g_queue_pop_tail (&self->paths);

  if (last != NULL)
    g_unlink (last);
}

int
pktmon_capture_files_open_next (PktmonCaptureFiles *self, GError **error)
{
  switch (self->kind) {
  case SPOOL:
    return open_spool (self, error);
  case PIECES:
    return open_piece (error);
  case RING:
    return open_ring (self, error);
  case SINGLE:
  default:
    g_free (self->path);
    self->path = g_strdup (self->base);
    return open_file (self->path, 0, error);
  }
}

guint64
pktmon_capture_files_get_file_size (const PktmonCaptureFiles *self)
{
  return self->file_size;
}

const char *
pktmon_capture_files_get_path (const PktmonCaptureFiles *self)
{
  return self->path;
}

void
pktmon_capture_files_keep (PktmonCaptureFiles *self)
{
  self->keep = TRUE;
}

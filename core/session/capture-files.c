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
#include "session/file-numbers.h"

typedef enum { SPOOL, PIECES, SINGLE, RING } Kind;

/* One of a ring, or of the pieces. */
typedef struct {
  char *path; /* NULL: it has no name */
  guint64 packets, size;
  gint64 ended; /* monotonic time at which it was complete; 0: it is not */
} File;

struct _PktmonCaptureFiles {
  Kind kind;
  char *base; /* path, or start of the spool's name */
  PktmonRing ring;
  guint number; /* of the last file */
  GQueue files; /* of File: those that are kept, oldest first; then the one that waits */
  guint n_removed;
  guint64 removed_packets;
  char *path; /* of the last file; NULL: none */
  gboolean keep;
};

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->path);
  g_free (file);
}

static PktmonCaptureFiles *
files_new (Kind kind, const char *base)
{
  PktmonCaptureFiles *self = g_new0 (PktmonCaptureFiles, 1);

  self->kind = kind;
  self->base = g_strdup (base);
  return self;
}

PktmonCaptureFiles *
pktmon_capture_files_new_spool (const char *name)
{
  return files_new (SPOOL, name);
}

PktmonCaptureFiles *
pktmon_capture_files_new_pieces (const PktmonRing *ring)
{
  PktmonCaptureFiles *self = files_new (PIECES, NULL);

  self->ring = *ring;
  return self;
}

PktmonCaptureFiles *
pktmon_capture_files_new_single (const char *path)
{
  return files_new (SINGLE, path);
}

PktmonCaptureFiles *
pktmon_capture_files_new_ring (const char *path, const PktmonRing *ring)
{
  PktmonCaptureFiles *self = files_new (RING, path);

  self->ring = *ring;
  return self;
}

void
pktmon_capture_files_free (PktmonCaptureFiles *self)
{
  if (self->kind == SPOOL && self->path != NULL && !self->keep)
    g_unlink (self->path);
  g_queue_clear_full (&self->files, file_free);
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
  /* Locked as long as anybody has this descriptor, or a copy of it: the helper, or a reader. */
  if (descriptor >= 0)
    flock (descriptor, LOCK_SH | LOCK_NB);
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

static int
open_ring (PktmonCaptureFiles *self, GError **error)
{
  if (self->number == 0)
    self->number = pktmon_file_numbers_find_last (self->base);
  self->number++;
  g_free (self->path);
  self->path = pktmon_file_numbers_dup_path (self->base, self->number);
  return open_file (self->path, O_EXCL, error);
}

static void
add_file (PktmonCaptureFiles *self)
{
  File *file = g_new0 (File, 1);

  file->path = g_strdup (self->path);
  g_queue_push_tail (&self->files, file);
}

/* What all that are kept may come to, with the one that is being written now. */
static guint64
get_total (PktmonCaptureFiles *self)
{
  guint64 total = self->ring.file_size;

  for (const GList *link = self->files.head; link != NULL; link = link->next)
    total += ((const File *) link->data)->size;
  return total;
}

static gboolean
is_too_old (PktmonCaptureFiles *self, const File *oldest)
{
  const PktmonRing *ring = &self->ring;
  gint64 age = (g_get_monotonic_time() - oldest->ended) / G_TIME_SPAN_MILLISECOND;

  return (ring->files > 0 && g_queue_get_length (&self->files) > ring->files) ||
         (ring->total_size > 0 && get_total (self) > ring->total_size) ||
         (ring->total_duration > 0 && (guint64) age >= ring->total_duration);
}

/* The one that is being written is never removed. */
static void
remove_old (PktmonCaptureFiles *self)
{
  for (File *oldest = g_queue_peek_head (&self->files);
       oldest != NULL && oldest->ended != 0 && is_too_old (self, oldest);
       oldest = g_queue_peek_head (&self->files)) {
    if (oldest->path != NULL)
      g_unlink (oldest->path);
    self->n_removed++;
    self->removed_packets += oldest->packets;
    file_free (g_queue_pop_head (&self->files));
  }
}

static File *
find_current (PktmonCaptureFiles *self)
{
  for (GList *link = self->files.head; link != NULL; link = link->next)
    if (((File *) link->data)->ended == 0)
      return link->data;
  return NULL;
}

void
pktmon_capture_files_complete (PktmonCaptureFiles *self, guint64 packets, guint64 size)
{
  File *file = find_current (self);

  if (file == NULL)
    return;
  file->packets = packets;
  file->size = size;
  file->ended = g_get_monotonic_time();
  remove_old (self);
}

guint
pktmon_capture_files_get_n_removed (const PktmonCaptureFiles *self, guint64 *packets)
{
  *packets = self->removed_packets;
  return self->n_removed;
}

void
pktmon_capture_files_remove_last (PktmonCaptureFiles *self)
{
  File *last = g_queue_pop_tail (&self->files);

  if (last == NULL)
    return;
  if (last->path != NULL)
    g_unlink (last->path);
  file_free (last);
}

static int
open_next_of_many (PktmonCaptureFiles *self, GError **error)
{
  int descriptor = self->kind == RING ? open_ring (self, error) : open_piece (error);

  if (descriptor >= 0)
    add_file (self);
  return descriptor;
}

int
pktmon_capture_files_open_next (PktmonCaptureFiles *self, GError **error)
{
  switch (self->kind) {
  case SPOOL:
    return open_spool (self, error);
  case PIECES:
  case RING:
    return open_next_of_many (self, error);
  case SINGLE:
  default:
    g_free (self->path);
    self->path = g_strdup (self->base);
    return open_file (self->path, 0, error);
  }
}

const PktmonRing *
pktmon_capture_files_get_ring (const PktmonCaptureFiles *self)
{
  return &self->ring;
}

gboolean
pktmon_capture_files_are_many (const PktmonCaptureFiles *self)
{
  return self->kind == PIECES || self->kind == RING;
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

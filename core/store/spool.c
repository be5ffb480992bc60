/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "store/decoder.h"
#include "store/spool-filler.h"
#include "store/spool-parts.h"

struct _PktmonSpool {
  gatomicrefcount references;
  int descriptor;
  GMutex lock;
  GCond grown;
  guint64 size;            /* under the lock, as the five below */
  guint64 expected;        /* bytes of the source, to show progress; 0: not known */
  guint64 taken;           /* bytes of the source that were read */
  const char *compression; /* of the source; NULL: none, or not known yet */
  gboolean complete;       /* `size` is final */
  GError *error;           /* why the rest is missing; final */
  PktmonSpool *whole;      /* that this is a part of, while it grows; NULL: none; under the lock */
  PktmonSpoolFiller *filler; /* NULL where the file is its own spool */
  PktmonSpoolParts *parts;   /* NULL: it is not made of others */
};

static PktmonSpool *
spool_new (int descriptor)
{
  PktmonSpool *self = g_new0 (PktmonSpool, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  g_cond_init (&self->grown);
  self->descriptor = descriptor;
  return self;
}

PktmonSpool *
pktmon_spool_ref (PktmonSpool *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pktmon_spool_unref (PktmonSpool *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->filler, pktmon_spool_filler_free);
  g_clear_pointer (&self->parts, pktmon_spool_parts_free);
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_clear_error (&self->error);
  g_cond_clear (&self->grown);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- Opening --- */

static int
open_source (const char *path, GError **error)
{
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be opened"), path);
  struct stat status;
  int descriptor;

  if (g_str_equal (path, "-"))
    descriptor = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  else
    descriptor = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor < 0) {
    pktmon_error_set_errno (error, errno, what);
    return -1;
  }
  if (fstat (descriptor, &status) == 0 && S_ISDIR (status.st_mode)) {
    close (descriptor);
    pktmon_error_set_errno (error, EISDIR, what);
    return -1;
  }
  return descriptor;
}

/* Whether @descriptor is a plain file that can be its own spool; its size then. */
static gboolean
is_plain (int descriptor, guint64 *size)
{
  guint8 magic[PKTMON_DECODER_MAGIC_SIZE];
  struct stat status;
  g_autoptr (PktmonDecoder) decoder = NULL;
  gssize got;

  *size = 0;
  if (fstat (descriptor, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  *size = (guint64) status.st_size;
  got = pread (descriptor, magic, sizeof magic, 0);
  decoder = got > 0 ? pktmon_decoder_new (magic, (gsize) got) : NULL;
  return decoder == NULL;
}

PktmonSpool *
pktmon_spool_new (const char *path, GError **error)
{
  int source = open_source (path, error);
  PktmonSpool *self;
  guint64 size;

  if (source < 0)
    return NULL;
  self = spool_new (-1);
  if (is_plain (source, &size)) {
    posix_fadvise (source, 0, 0, POSIX_FADV_SEQUENTIAL);
    self->descriptor = source;
    self->size = size;
    self->complete = TRUE;
    return self;
  }
  self->expected = size;
  self->filler = pktmon_spool_filler_new (self, source, &self->descriptor, error);
  if (self->filler == NULL)
    g_clear_pointer (&self, pktmon_spool_unref);
  return self;
}

PktmonSpool *
pktmon_spool_new_growing (int descriptor, GError **error)
{
  int copy = fcntl (descriptor, F_DUPFD_CLOEXEC, 0);

  if (copy < 0) {
    pktmon_error_set_errno (error, errno, _ ("The capture could not be opened"));
    return NULL;
  }
  return spool_new (copy);
}

PktmonSpool *
pktmon_spool_new_joined (void)
{
  PktmonSpool *self = spool_new (-1);

  self->parts = pktmon_spool_parts_new();
  return self;
}

/* --- Growing --- */

void
pktmon_spool_grow (PktmonSpool *self, guint64 size, gboolean complete)
{
  PktmonSpool *whole;

  g_mutex_lock (&self->lock);
  self->size = MAX (self->size, size);
  self->complete = self->complete || complete;
  whole = self->complete ? g_steal_pointer (&self->whole) : self->whole;
  g_cond_broadcast (&self->grown);
  g_mutex_unlock (&self->lock);
  if (whole == NULL)
    return;
  pktmon_spool_grow (whole, pktmon_spool_parts_get_size (whole->parts), FALSE);
  if (complete)
    pktmon_spool_unref (whole);
}

/* --- Parts --- */

void
pktmon_spool_join (PktmonSpool *self, PktmonSpool *part)
{
  pktmon_spool_parts_add (self->parts, part);
  g_mutex_lock (&part->lock);
  part->whole = pktmon_spool_ref (self);
  g_mutex_unlock (&part->lock);
}

void
pktmon_spool_drop (PktmonSpool *self, guint n, guint64 packets)
{
  pktmon_spool_parts_drop (self->parts, n, packets);
}

void
pktmon_spool_release (PktmonSpool *self, guint64 offset)
{
  if (self->parts != NULL)
    pktmon_spool_parts_release (self->parts, offset);
}

guint64
pktmon_spool_get_start (PktmonSpool *self, guint64 *packets)
{
  *packets = 0;
  return self->parts != NULL ? pktmon_spool_parts_get_start (self->parts, packets) : 0;
}

void
pktmon_spool_set_taken (PktmonSpool *self, guint64 taken)
{
  g_mutex_lock (&self->lock);
  self->taken = taken;
  g_mutex_unlock (&self->lock);
}

void
pktmon_spool_set_compression (PktmonSpool *self, const char *name)
{
  g_mutex_lock (&self->lock);
  self->compression = name;
  g_mutex_unlock (&self->lock);
}

void
pktmon_spool_take_error (PktmonSpool *self, GError *error)
{
  g_mutex_lock (&self->lock);
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  self->complete = TRUE;
  g_cond_broadcast (&self->grown);
  g_mutex_unlock (&self->lock);
  g_clear_error (&error);
}

void
pktmon_spool_cancel (PktmonSpool *self)
{
  if (self->filler != NULL)
    pktmon_spool_filler_cancel (self->filler);
  pktmon_spool_grow (self, 0, TRUE);
}

guint64
pktmon_spool_get_size (PktmonSpool *self)
{
  guint64 size;

  g_mutex_lock (&self->lock);
  size = self->size;
  g_mutex_unlock (&self->lock);
  return size;
}

double
pktmon_spool_get_fraction (PktmonSpool *self)
{
  double fraction;

  g_mutex_lock (&self->lock);
  if (self->complete)
    fraction = 1;
  else
    fraction = self->expected > 0 ? (double) self->taken / (double) self->expected : -1;
  g_mutex_unlock (&self->lock);
  return fraction;
}

const char *
pktmon_spool_get_compression (PktmonSpool *self)
{
  const char *compression;

  g_mutex_lock (&self->lock);
  compression = self->compression;
  g_mutex_unlock (&self->lock);
  return compression;
}

gboolean
pktmon_spool_wait (PktmonSpool *self, guint64 known, GError **error)
{
  gboolean more;

  g_mutex_lock (&self->lock);
  while (self->size <= known && !self->complete)
    g_cond_wait (&self->grown, &self->lock);
  more = self->size > known;
  if (!more && self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  g_mutex_unlock (&self->lock);
  return more;
}

/* @wanted bytes from the file itself. */
static gssize
read_file (PktmonSpool *self, guint64 offset, guint8 *buffer, gsize wanted, GError **error)
{
  gsize done = 0;

  while (done < wanted) {
    gssize got = pread (self->descriptor, buffer + done, wanted - done, (off_t) (offset + done));

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      pktmon_error_set_errno (error, errno, _ ("The capture could not be read"));
      return -1;
    }
    if (got == 0) {
      pktmon_error_set (error, PKTMON_ERROR_CHANGED,
                        _ ("The file was made shorter by another program while it was open."),
                        _ ("Open it again to see what is left of it."));
      return -1;
    }
    done += (gsize) got;
  }
  return (gssize) done;
}

/* As many of @wanted as the part has in which they begin. */
static gssize
read_part (PktmonSpool *self, guint64 offset, guint8 *buffer, gsize wanted, GError **error)
{
  guint64 base;
  PktmonSpool *part = pktmon_spool_parts_find (self->parts, offset, &base);
  gssize got;

  if (part == NULL) {
    pktmon_error_set (error, PKTMON_ERROR_CHANGED, _ ("These packets are not kept any more."),
                      _ ("Capture again, and keep more."));
    return -1;
  }
  got = pktmon_spool_read (part, offset - base, buffer, wanted, error);
  pktmon_spool_unref (part);
  return got;
}

static gssize
read_parts (PktmonSpool *self, guint64 offset, guint8 *buffer, gsize wanted, GError **error)
{
  gsize done = 0;

  while (done < wanted) {
    gssize got = read_part (self, offset + done, buffer + done, wanted - done, error);

    if (got < 0)
      return -1;
    done += (gsize) got;
  }
  return (gssize) done;
}

gssize
pktmon_spool_read (PktmonSpool *self, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
  guint64 limit = pktmon_spool_get_size (self);
  gsize wanted = offset < limit ? (gsize) MIN (size, limit - offset) : 0;

  return self->parts != NULL ? read_parts (self, offset, buffer, wanted, error)
                             : read_file (self, offset, buffer, wanted, error);
}

static int
dup_part_file (PktmonSpool *self, guint64 offset, guint64 *base, guint64 *end)
{
  PktmonSpool *part = pktmon_spool_parts_find (self->parts, offset, base);
  guint64 start;
  int descriptor;

  if (part == NULL)
    return -1;
  descriptor = pktmon_spool_dup_file (part, offset - *base, &start, end);
  *end += *base;
  pktmon_spool_unref (part);
  return descriptor;
}

int
pktmon_spool_dup_file (PktmonSpool *self, guint64 offset, guint64 *base, guint64 *end)
{
  *base = *end = 0;
  if (self->parts != NULL)
    return dup_part_file (self, offset, base, end);
  *end = pktmon_spool_get_size (self);
  return offset < *end ? fcntl (self->descriptor, F_DUPFD_CLOEXEC, 0) : -1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/file-output.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* Of a bounded output, or a total; one of them is being filled. */
#define PIECES 8u

struct _PktmonFileOutput {
  GObject parent_instance;

  char *path;      /* NULL: bounded */
  PktmonRing ring; /* all 0: one file */
};

G_DEFINE_FINAL_TYPE (PktmonFileOutput, pktmon_file_output, G_TYPE_OBJECT)

PktmonFileOutput *
pktmon_file_output_new (const char *path)
{
  PktmonFileOutput *self = g_object_new (PKTMON_TYPE_FILE_OUTPUT, NULL);

  self->path = g_strdup (path);
  return self;
}

static gboolean
refuse (GError **error, const char *what, const char *advice)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, advice);
  return FALSE;
}

static gboolean
check_size (guint64 file_size, const char *advice, GError **error)
{
  return file_size >= PKTMON_MIN_FILE_SIZE ||
         refuse (error, _ ("The files would be too small to hold packets."), advice);
}

static gboolean
check_ring (const PktmonRing *ring, GError **error)
{
  if (ring->file_size == 0 && ring->file_packets == 0 && ring->file_duration == 0)
    return refuse (error, _ ("Nothing says when the next file begins."),
                   _ ("Choose a size, a number of packets, or a duration of a file."));
  if (ring->total_size > 0 && ring->total_size / 2 < ring->file_size)
    return refuse (error, _ ("The files together would be smaller than two of them."),
                   _ ("Choose a total size of at least twice that of a file."));
  return ring->file_size == 0 ||
         check_size (ring->file_size, _ ("Choose a size of at least 1 MB."), error);
}

PktmonFileOutput *
pktmon_file_output_new_ring (const char *path, const PktmonRing *ring, GError **error)
{
  PktmonRing full = *ring;
  PktmonFileOutput *self;

  /* A bound is kept only where it is known how large the next file may be. */
  if (full.total_size > 0 && full.file_size == 0)
    full.file_size = full.total_size / PIECES;
  if (!check_ring (&full, error))
    return NULL;
  self = pktmon_file_output_new (path);
  self->ring = full;
  return self;
}

PktmonFileOutput *
pktmon_file_output_new_bounded (guint64 size, guint64 duration, GError **error)
{
  PktmonFileOutput *self;

  if (size == 0 && duration == 0) {
    refuse (error, _ ("Nothing says how much is kept."), _ ("Choose a size, or a duration."));
    return NULL;
  }
  if (size > 0 && !check_size (size / PIECES, _ ("Choose a size of at least 8 MB."), error))
    return NULL;
  self = pktmon_file_output_new (NULL);
  self->ring = (PktmonRing){
    .file_size = size / PIECES,
    .file_duration = (duration + PIECES - 1) / PIECES,
    /* The next piece is begun before the oldest one has gone. */
    .total_size = size - size / PIECES,
    .total_duration = duration,
  };
  return self;
}

gboolean
pktmon_file_output_is_bounded (PktmonFileOutput *self)
{
  return self->path == NULL;
}

PktmonCaptureFiles *
pktmon_file_output_begin (PktmonFileOutput *self)
{
  const PktmonRing *ring = &self->ring;

  if (self->path == NULL)
    return pktmon_capture_files_new_pieces (ring);
  return ring->file_size == 0 && ring->file_packets == 0 && ring->file_duration == 0
             ? pktmon_capture_files_new_single (self->path)
             : pktmon_capture_files_new_ring (self->path, ring);
}

static void
pktmon_file_output_finalize (GObject *object)
{
  g_free (PKTMON_FILE_OUTPUT (object)->path);
  G_OBJECT_CLASS (pktmon_file_output_parent_class)->finalize (object);
}

static void
pktmon_file_output_class_init (PktmonFileOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_file_output_finalize;
}

static void
pktmon_file_output_init (PktmonFileOutput *self)
{
}

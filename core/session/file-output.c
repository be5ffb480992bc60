/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/file-output.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* Of a bounded output; one of them is being filled. */
#define PIECES 8u

struct _PktmonFileOutput {
  GObject parent_instance;

  char *path;        /* NULL: bounded */
  guint64 file_size; /* 0: one file */
  guint n;           /* files that are kept; 0: all */
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
check_size (guint64 file_size, const char *advice, GError **error)
{
  if (file_size >= PKTMON_MIN_FILE_SIZE)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("The files would be too small to hold packets."), advice);
  return FALSE;
}

PktmonFileOutput *
pktmon_file_output_new_ring (const char *path, guint64 file_size, guint n, GError **error)
{
  PktmonFileOutput *self;

  if (!check_size (file_size, _ ("Choose a size of at least 1 MB."), error))
    return NULL;
  self = pktmon_file_output_new (path);
  self->file_size = file_size;
  self->n = n;
  return self;
}

PktmonFileOutput *
pktmon_file_output_new_bounded (guint64 size, GError **error)
{
  PktmonFileOutput *self;

  if (!check_size (size / PIECES, _ ("Choose a size of at least 8 MB."), error))
    return NULL;
  self = pktmon_file_output_new (NULL);
  self->file_size = size / PIECES;
  self->n = PIECES;
  return self;
}

guint
pktmon_file_output_get_n_pieces (PktmonFileOutput *self)
{
  return self->path == NULL ? self->n : 0;
}

PktmonCaptureFiles *
pktmon_file_output_begin (PktmonFileOutput *self)
{
  if (self->path == NULL)
    return pktmon_capture_files_new_pieces (self->file_size);
  return self->file_size == 0
             ? pktmon_capture_files_new_single (self->path)
             : pktmon_capture_files_new_ring (self->path, self->file_size, self->n);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/file-output.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

struct _PktmonFileOutput {
  GObject parent_instance;

  char *path;
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

PktmonFileOutput *
pktmon_file_output_new_ring (const char *path, guint64 file_size, guint n, GError **error)
{
  PktmonFileOutput *self;

  if (file_size < PKTMON_MIN_FILE_SIZE) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID,
                      _ ("The files would be too small to hold packets."),
                      _ ("Choose a size of at least 1 MB."));
    return NULL;
  }
  self = pktmon_file_output_new (path);
  self->file_size = file_size;
  self->n = n;
  return self;
}

PktmonCaptureFiles *
pktmon_file_output_begin (PktmonFileOutput *self)
{
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

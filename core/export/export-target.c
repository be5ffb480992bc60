/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-target.h"

#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/output-file.h"

struct _PktmonExportTarget {
  const PktmonExportOptions *options;
  char *path;   /* NULL: only counted */
  guint number; /* of the present file, from 1 */

  PktmonOutputFile *file;
  PktmonEncoder *encoder; /* NULL: not compressed */
  GByteArray *encoded;    /* what came out of it last */
  guint64 size;           /* bytes of the present file */
  guint64 taken, held;
};

/* --- Files --- */

/* Whether people can read what is written. */
static gboolean
is_text (const PktmonExportOptions *options)
{
  return options->format > PKTMON_EXPORT_PCAP && options->compression == PKTMON_COMPRESSION_NONE;
}

static gboolean
refuse_terminal (PktmonExportTarget *self, GError **error)
{
  g_autofree char *what = NULL;

  if (is_text (self->options) || isatty (pktmon_output_file_get_descriptor (self->file)) != 1)
    return TRUE;
  what = g_strdup_printf (_ ("A capture is not text, and “%s” is a terminal."),
                          pktmon_output_file_get_name (self->file));
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Name a file, or use a pipe."));
  return FALSE;
}

/* There is no other file to go on with. */
static gboolean
refuse_split (PktmonExportTarget *self, GError **error)
{
  g_autofree char *what = NULL;

  if (!pktmon_export_options_is_split (self->options) || !pktmon_output_file_is_direct (self->file))
    return TRUE;
  what = g_strdup_printf (_ ("“%s” is no file that could be split."),
                          pktmon_output_file_get_name (self->file));
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Name a file; the files will have its name with numbers."));
  return FALSE;
}

static gboolean
open_file (PktmonExportTarget *self, GError **error)
{
  gboolean numbered = pktmon_export_options_is_split (self->options) && self->path[0] != '\0' &&
                      !g_str_equal (self->path, "-");
  g_autofree char *path = numbered ? pktmon_export_options_dup_part_path (self->path, self->number)
                                   : g_strdup (self->path);

  g_clear_pointer (&self->file, pktmon_output_file_free);
  self->file = pktmon_output_file_new (path, error);
  return self->file != NULL && refuse_terminal (self, error) && refuse_split (self, error);
}

gboolean
pktmon_export_target_begin_next (PktmonExportTarget *self, GError **error)
{
  self->number++;
  self->size = self->taken = self->held = 0;
  if (self->options->compression != PKTMON_COMPRESSION_NONE)
    self->encoder = pktmon_encoder_new (self->options->compression);
  return self->path == NULL || open_file (self, error);
}

PktmonExportTarget *
pktmon_export_target_new (const char *path, const PktmonExportOptions *options, GError **error)
{
  PktmonExportTarget *self = g_new0 (PktmonExportTarget, 1);

  self->options = options;
  self->path = g_strdup (path);
  self->encoded = g_byte_array_new();
  if (pktmon_export_target_begin_next (self, error))
    return self;
  pktmon_export_target_free (self);
  return NULL;
}

void
pktmon_export_target_free (PktmonExportTarget *self)
{
  g_clear_pointer (&self->file, pktmon_output_file_free);
  g_clear_pointer (&self->encoder, pktmon_encoder_free);
  g_byte_array_unref (self->encoded);
  g_free (self->path);
  g_free (self);
}

/* --- Bytes --- */

static gboolean
write_out (PktmonExportTarget *self, const guint8 *data, gsize size, GError **error)
{
  if (self->file != NULL && !pktmon_output_file_write (self->file, data, size, error))
    return FALSE;
  self->size += size;
  return TRUE;
}

static gboolean
write_encoded (PktmonExportTarget *self, GError **error)
{
  gsize size = self->encoded->len;
  gboolean success = write_out (self, self->encoded->data, size, error);

  g_byte_array_set_size (self->encoded, 0);
  return success;
}

gboolean
pktmon_export_target_write (PktmonExportTarget *self, const guint8 *data, gsize size,
                            GError **error)
{
  self->taken += size;
  if (self->encoder == NULL)
    return write_out (self, data, size, error);
  pktmon_encoder_add (self->encoder, data, size, self->encoded);
  self->held = self->encoded->len > 0 ? size : self->held + size;
  return write_encoded (self, error);
}

gboolean
pktmon_export_target_finish (PktmonExportTarget *self, GError **error)
{
  if (self->encoder != NULL) {
    pktmon_encoder_finish (self->encoder, self->encoded);
    g_clear_pointer (&self->encoder, pktmon_encoder_free);
    self->held = 0;
    if (!write_encoded (self, error))
      return FALSE;
  }
  return self->file == NULL || pktmon_output_file_commit (self->file, error);
}

/* --- Looking --- */

int
pktmon_export_target_get_descriptor (const PktmonExportTarget *self)
{
  return self->file != NULL && self->encoder == NULL
             ? pktmon_output_file_get_descriptor (self->file)
             : -1;
}

const char *
pktmon_export_target_get_name (const PktmonExportTarget *self)
{
  return self->file != NULL ? pktmon_output_file_get_name (self->file) : "";
}

guint64
pktmon_export_target_get_size (const PktmonExportTarget *self)
{
  return self->size;
}

guint64
pktmon_export_target_get_taken (const PktmonExportTarget *self)
{
  return self->taken;
}

guint64
pktmon_export_target_get_held (const PktmonExportTarget *self)
{
  return self->held;
}

gboolean
pktmon_export_target_is_direct (const PktmonExportTarget *self)
{
  return self->file != NULL && pktmon_output_file_is_direct (self->file);
}

gboolean
pktmon_export_target_replaces (const PktmonExportTarget *self)
{
  return self->file != NULL && pktmon_output_file_replaces (self->file);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/pcapng-export.h"

#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "config.h"
#include "export/output-file.h"
#include "pcapng/format.h"
#include "pcapng/writer.h"
#include "store/loader.h"

/* Offsets in blocks. */
#define LENGTH_OFFSET 4u
#define SECTION_LENGTH_OFFSET 16u
#define SNAP_LENGTH_OFFSET 12u

#define NO_LIMIT G_MAXUINT32

typedef struct {
  PktmonWriter *writer;
  PktmonDirectory *directory;
  const PktmonExportOptions *options;
  guint32 max_captured;
  gboolean direct; /* somebody may wait for each packet */
  gboolean big_endian;
  PktmonExportProgress progress;
  gpointer user_data;

  guint64 position;  /* of the next packet */
  guint64 packets;   /* that were kept */
  const guint8 *run; /* blocks that follow each other and are to be copied as they are */
  gsize run_size;
  GError *error;
} Export;

/* --- Runs --- */

static gboolean
end_run (Export *self)
{
  gboolean success = self->run_size == 0 || pktmon_writer_add_blocks (self->writer, self->run,
                                                                      self->run_size, &self->error);

  self->run_size = 0;
  return success;
}

static gboolean
add_to_run (Export *self, const guint8 *data, gsize size)
{
  if (self->run_size > 0 && self->run + self->run_size != data && !end_run (self))
    return FALSE;
  if (self->run_size == 0)
    self->run = data;
  self->run_size += size;
  return TRUE;
}

static guint32
order_u32 (const Export *self, guint32 value)
{
  return self->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
}

/* Copies the block with another value in the @size bytes at @offset. */
static gboolean
add_changed (Export *self, const guint8 *data, const PktmonRecord *record, gsize offset,
             gconstpointer value, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, record->size);
  guint32 length = order_u32 (self, (guint32) record->size);

  memcpy (copy + LENGTH_OFFSET, &length, sizeof length);
  memcpy (copy + record->size - sizeof length, &length, sizeof length);
  memcpy (copy + offset, value, size);
  return end_run (self) &&
         pktmon_writer_add_blocks (self->writer, copy, record->size, &self->error);
}

/* As it is; but old writers did not count the padding in a block's length, and not all programs
 * read that. */
static gboolean
add_copy (Export *self, const guint8 *data, const PktmonRecord *record)
{
  guint32 length = order_u32 (self, (guint32) record->size);

  if (G_UNLIKELY (memcmp (data + LENGTH_OFFSET, &length, sizeof length) != 0))
    return add_changed (self, data, record, LENGTH_OFFSET, &length, sizeof length);
  return add_to_run (self, data, record->size);
}

/* --- Blocks --- */

static guint32
limit_snap_length (const Export *self, guint32 snap_length)
{
  if (self->max_captured == NO_LIMIT)
    return snap_length;
  return snap_length == 0 ? self->max_captured : MIN (snap_length, self->max_captured);
}

/* The length that a section header may give is no longer true. */
static gboolean
add_section (Export *self, const PktmonSection *section, const guint8 *data,
             const PktmonRecord *record)
{
  static const guint64 unknown = G_MAXUINT64;

  if (!end_run (self))
    return FALSE;
  self->big_endian = section->big_endian;
  pktmon_writer_set_big_endian (self->writer, section->big_endian);
  return add_changed (self, data, record, SECTION_LENGTH_OFFSET, &unknown, sizeof unknown);
}

static gboolean
add_interface (Export *self, const PktmonInterface *interface, const guint8 *data,
               const PktmonRecord *record)
{
  guint32 snap_length = limit_snap_length (self, interface->snap_length);

  if (snap_length == interface->snap_length)
    return add_copy (self, data, record);
  snap_length = order_u32 (self, snap_length);
  return add_changed (self, data, record, SNAP_LENGTH_OFFSET, &snap_length, sizeof snap_length);
}

/* What stands before the records of a pcap file. */
static gboolean
add_pcap_header (Export *self, const PktmonInterface *interface)
{
  return pktmon_writer_add_section (self->writer, "Packet Monitor " PACKAGE_VERSION,
                                    &self->error) &&
         pktmon_writer_add_interface (self->writer, interface,
                                      limit_snap_length (self, interface->snap_length),
                                      &self->error);
}

static gboolean
add_block (Export *self, const guint8 *data, const PktmonRecord *record)
{
  guint sections = pktmon_directory_get_n_sections (self->directory);
  guint interfaces = pktmon_directory_get_n_interfaces (self->directory);
  const PktmonSection *section = pktmon_directory_get_section (self->directory, sections - 1);

  if (section->format != PKTMON_FORMAT_PCAPNG)
    return add_pcap_header (self, pktmon_directory_get_interface (self->directory, 0));
  switch (record->type) {
  case PKTMON_BLOCK_SECTION_HEADER:
    return add_section (self, section, data, record);
  case PKTMON_BLOCK_INTERFACE_DESCRIPTION:
    return add_interface (self, pktmon_directory_get_interface (self->directory, interfaces - 1),
                          data, record);
  default:
    return add_copy (self, data, record);
  }
}

/* --- Packets --- */

static gboolean
add_packet (Export *self, const guint8 *data, const PktmonRecord *record)
{
  const PktmonPacket *packet = &record->packet;

  self->packets++;
  if (record->type == 0)
    return pktmon_writer_add_packet (self->writer, packet, 0, self->max_captured, &self->error);
  if (packet->captured <= self->max_captured)
    return add_copy (self, data, record);
  return end_run (self) &&
         pktmon_writer_add_shortened (self->writer, data, packet, self->max_captured, &self->error);
}

static gboolean
is_kept (const PktmonExportOptions *options, guint64 position, const PktmonPacket *packet)
{
  if (options->positions != NULL && !pktmon_positions_contains (options->positions, position))
    return FALSE;
  if (options->numbers != NULL && !pktmon_ranges_contains (options->numbers, position + 1))
    return FALSE;
  return options->expression == NULL || pktmon_expression_match (options->expression, packet);
}

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  Export *self = user_data;

  if (step != PKTMON_READER_PACKET)
    return add_block (self, data, record);
  if (is_kept (self->options, self->position++, &record->packet))
    return add_packet (self, data, record);
  return TRUE;
}

/* Returns: FALSE when the export is cancelled. */
static gboolean
report (Export *self, guint64 offset)
{
  if (self->progress == NULL || self->progress (self->position, offset, self->user_data))
    return TRUE;
  g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       _ ("The export was cancelled."));
  return FALSE;
}

/* The bytes of a piece are there only until its end. */
static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  Export *self = user_data;

  if (self->error != NULL || !end_run (self))
    return FALSE;
  if (self->direct && !pktmon_writer_flush (self->writer, &self->error))
    return FALSE;
  return report (self, offset);
}

/* Returns: FALSE with @error when writing failed; @damage: why the capture ended early. */
static gboolean
write_packets (Export *self, PktmonSpool *spool, GError **damage, GError **error)
{
  static const PktmonLoaderVisitor visitor = {
    .record = record_cb,
    .end = end_cb,
  };
  g_autoptr (PktmonReader) reader = pktmon_reader_new (self->directory);

  pktmon_loader_run (spool, reader, &visitor, self, damage);
  /* Cancelling may also end the spool. */
  if (self->error == NULL && report (self, pktmon_reader_get_offset (reader)))
    pktmon_writer_flush (self->writer, &self->error);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/* A part of the export is better than nothing, unless there was something.
 * Returns: whether it is in place. */
static gboolean
keep_part (Export *self, PktmonOutputFile *file, const GError *error)
{
  gboolean full = g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (pktmon_output_file_replaces (file) || !(full || (cancelled && self->options->keep_part)) ||
      (cancelled && !pktmon_writer_flush (self->writer, NULL)))
    return FALSE;
  return pktmon_writer_get_size (self->writer) > 0 && pktmon_output_file_commit (file, NULL);
}

/* @kept: (out): whether the file is in place. */
static gboolean
export_to (Export *self, PktmonOutputFile *file, PktmonSpool *spool, gboolean *kept, GError **error)
{
  GError *own = NULL;
  g_autoptr (GError) damage = NULL;

  if (!write_packets (self, spool, &damage, &own)) {
    *kept = keep_part (self, file, own);
    g_propagate_error (error, own);
    return FALSE;
  }
  *kept = pktmon_writer_get_size (self->writer) > 0 && pktmon_output_file_commit (file, &own);
  if (own == NULL)
    own = g_steal_pointer (&damage);
  if (own == NULL)
    return TRUE;
  g_propagate_error (error, own);
  return FALSE;
}

static PktmonOutputFile *
open_file (const char *path, GError **error)
{
  g_autoptr (PktmonOutputFile) file = pktmon_output_file_new (path, error);
  g_autofree char *what = NULL;

  if (file == NULL || isatty (pktmon_output_file_get_descriptor (file)) != 1)
    return g_steal_pointer (&file);
  what = g_strdup_printf (_ ("A capture is not text, and “%s” is a terminal."),
                          pktmon_output_file_get_name (file));
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Name a file, or use a pipe."));
  return NULL;
}

gboolean
pktmon_export_pcapng (PktmonSpool *spool, const char *path, const PktmonExportOptions *options,
                      PktmonExportProgress progress, gpointer user_data, PktmonExportResult *result,
                      GError **error)
{
  g_autoptr (PktmonOutputFile) file = open_file (path, error);
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonWriter) writer = NULL;
  Export self = {
    .directory = directory,
    .options = options,
    .max_captured = options->max_captured != 0 ? options->max_captured : NO_LIMIT,
    .progress = progress,
    .user_data = user_data,
  };
  gboolean success;

  *result = (PktmonExportResult){ 0 };
  if (file == NULL)
    return FALSE;
  self.direct = pktmon_output_file_is_direct (file);
  writer = self.writer = pktmon_writer_new (pktmon_output_file_get_descriptor (file),
                                            pktmon_output_file_get_name (file));
  success = export_to (&self, file, spool, &result->kept, error);
  result->packets = self.packets;
  result->bytes = pktmon_writer_get_size (writer);
  return success;
}

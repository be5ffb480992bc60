/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "export/export-run.h"
#include "store/loader.h"

/* An export of what is read for the first time. */

typedef struct {
  PktmonExportRun run;
  guint64 position; /* of the next packet */
} Walk;

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  Walk *self = user_data;

  if (step != PKTMON_READER_PACKET)
    return pktmon_export_run_add_block (&self->run, record, data);
  return pktmon_export_run_add_packet (&self->run, self->position++, record, data);
}

/* The bytes of a piece are there only until its end. */
static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  Walk *self = user_data;

  return pktmon_export_run_report (&self->run, self->position, offset);
}

/* Whether it is not what is there that is damaged: there is too little. */
static gboolean
is_cut_short (PktmonReader *reader, const GError *damage)
{
  PktmonRecord record;

  return g_error_matches (damage, PKTMON_ERROR, PKTMON_ERROR_DAMAGED) &&
         pktmon_reader_next (reader, (const guint8 *) "", 0, &record, NULL) == PKTMON_READER_MORE;
}

static gboolean
walk (Walk *self, PktmonSpool *spool, GError **error)
{
  static const PktmonLoaderVisitor visitor = {
    .record = record_cb,
    .end = end_cb,
  };
  g_autoptr (PktmonReader) reader = pktmon_reader_new (self->run.directory);
  guint64 start = pktmon_spool_get_start (spool, &self->position);
  GError *damage = NULL;

  pktmon_reader_begin_at (reader, start, self->position);
  pktmon_loader_run (spool, reader, &visitor, self, &damage);
  self->run.result.cut_short = is_cut_short (reader, damage);
  /* Cancelling may also end the spool. */
  if (self->run.error == NULL)
    pktmon_export_run_report (&self->run, self->position, pktmon_reader_get_offset (reader));
  return pktmon_export_run_end (&self->run, damage, error);
}

gboolean
pktmon_export_spool (PktmonSpool *spool, const char *path, const PktmonExportChoice *choice,
                     const PktmonExportOptions *options, PktmonExportProgress progress,
                     gpointer user_data, PktmonExportResult *result, GError **error)
{
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  Walk self = {
    .run.choice = choice,
    .run.options = options,
    .run.progress = progress,
    .run.user_data = user_data,
  };
  gboolean success = pktmon_export_run_begin (&self.run, directory, spool, path, error) &&
                     walk (&self, spool, error);

  *result = self.run.result;
  return success;
}

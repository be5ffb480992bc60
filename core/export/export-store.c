/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-store.h"

#include "base/error.h"
#include "base/i18n.h"
#include "export/export-run.h"
#include "store/cursor.h"

/* An export of what is indexed: goes from packet to packet, and to the blocks between them. */

/* Bytes and packets between two looks at whether to go on. */
#define REPORT_BYTES (4u * 1024 * 1024)
#define REPORT_PACKETS 1024u
/* Bytes from one packet to the next from which on those between are not worth reading. */
#define FAR_APART (32u * 1024)

typedef struct {
  PktmonExportRun run;
  PktmonStore *store;
  PktmonCursor *cursor;
  guint64 first; /* packet that is kept, of a capture that keeps only the newest */
  guint64 start; /* where what is kept begins */
  guint64 count; /* packets that were indexed when it began */
  guint64 limit; /* bytes of them, and of what stands between them */
  GArray *runs;  /* of PktmonBlockRun: the blocks that are no packets */
  guint next_run;
  guint64 seen; /* packets that were looked at */
  guint64 reported_seen, reported_offset;
} Walk;

/* --- What is needed --- */

/* The interfaces that the chosen packets come from, among those that are chosen.
 * Returns: (transfer full): NULL when the index does not tell. */
static PktmonPositions *
find_interfaces (PktmonStore *store, const PktmonExportChoice *choice, guint64 count)
{
  g_autoptr (PktmonPositions) interfaces = pktmon_positions_new();
  guint last = G_MAXUINT;

  for (guint64 i = pktmon_positions_get_next (choice->positions, 0); i < count;
       i = pktmon_positions_get_next (choice->positions, i + 1)) {
    guint interface = pktmon_store_get_interface (store, i);

    if (interface == PKTMON_INDEX_INTERFACE_FAR)
      return NULL;
    if (interface != last &&
        (choice->interfaces == NULL || pktmon_positions_contains (choice->interfaces, interface)))
      pktmon_positions_add (interfaces, interface);
    last = interface;
  }
  return g_steal_pointer (&interfaces);
}

/* Packets that lie far from each other are read alone, others in large pieces. */
static PktmonCursorAccess
find_access (const PktmonExportChoice *choice, guint64 limit)
{
  guint64 chosen =
      choice->positions != NULL ? pktmon_positions_get_count (choice->positions) : G_MAXUINT64;

  return limit / MAX (chosen, 1) > FAR_APART ? PKTMON_CURSOR_RANDOM : PKTMON_CURSOR_SEQUENTIAL;
}

/* --- The walk --- */

static gboolean
report_if_due (Walk *self, guint64 offset)
{
  if (G_LIKELY (self->seen - self->reported_seen < REPORT_PACKETS &&
                offset - self->reported_offset < REPORT_BYTES))
    return TRUE;
  self->reported_seen = self->seen;
  self->reported_offset = offset;
  return pktmon_export_run_report (&self->run, self->seen, offset);
}

/* The next record; what was read before goes.
 * Returns: FALSE with the run's error. */
static gboolean
read_record (Walk *self, guint64 offset, PktmonRecord *record, const guint8 **data)
{
  return pktmon_export_run_release (&self->run) && report_if_due (self, offset) &&
         pktmon_cursor_read_record (self->cursor, offset, record, data, &self->run.error);
}

static gboolean
add_run (Walk *self, const PktmonBlockRun *run)
{
  guint64 end = run->offset + run->size;
  PktmonRecord record;
  const guint8 *data;

  for (guint64 at = MAX (run->offset, self->start); at < end; at += record.size)
    if (!read_record (self, at, &record, &data) ||
        !pktmon_export_run_add_block (&self->run, &record, data))
      return FALSE;
  return TRUE;
}

/* The blocks that stand before @offset. */
static gboolean
add_blocks (Walk *self, guint64 offset)
{
  while (self->next_run < self->runs->len) {
    const PktmonBlockRun *run = &g_array_index (self->runs, PktmonBlockRun, self->next_run);

    if (run->offset >= offset)
      return TRUE;
    self->next_run++;
    if (!add_run (self, run))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_skipped (const Walk *self, guint64 position)
{
  guint interface = pktmon_store_get_interface (self->store, position);

  return self->run.choice->interfaces != NULL && interface != PKTMON_INDEX_INTERFACE_FAR &&
         !pktmon_positions_contains (self->run.choice->interfaces, interface);
}

static gboolean
add_packet (Walk *self, guint64 position)
{
  guint64 offset = pktmon_store_get_offset (self->store, position);
  PktmonRecord record;
  const guint8 *data;

  self->seen++;
  if (is_skipped (self, position))
    return TRUE;
  if (!add_blocks (self, offset) || !read_record (self, offset, &record, &data))
    return FALSE;
  if (record.packet.interface != NULL)
    return pktmon_export_run_add_packet (&self->run, position, &record, data);
  pktmon_error_set (&self->run.error, PKTMON_ERROR_CHANGED,
                    _ ("The file was changed by another program while it was open."),
                    _ ("Open it again to see what it holds now."));
  return FALSE;
}

/* Times of lines count from the first packet of all. */
static gboolean
see_first (Walk *self)
{
  const PktmonExportFormClass *klass = self->run.form->klass;
  PktmonPacket packet;

  if (self->count == 0 || klass->see_packet == NULL)
    return TRUE;
  if (!pktmon_cursor_read (self->cursor, 0, &packet, &self->run.error))
    return FALSE;
  klass->see_packet (self->run.form, &packet);
  return TRUE;
}

static guint64
get_next (const Walk *self, guint64 position)
{
  const PktmonPositions *positions = self->run.choice->positions;

  return positions != NULL ? pktmon_positions_get_next (positions, position) : position;
}

static gboolean
walk (Walk *self, GError **error)
{
  GError *damage = pktmon_store_dup_error (self->store);
  gboolean good = see_first (self);

  pktmon_export_run_pass_sections (&self->run, self->start);
  for (guint64 i = get_next (self, self->first); good && i < self->count;
       i = get_next (self, i + 1))
    good = add_packet (self, i);
  if (good && add_blocks (self, self->limit))
    pktmon_export_run_report (&self->run, self->seen, self->limit);
  return pktmon_export_run_end (&self->run, damage, error);
}

/* @path: NULL: only counts. */
gboolean
pktmon_export_store_to (PktmonStore *store, const char *path, const PktmonExportChoice *choice,
                        const PktmonExportOptions *options, PktmonExportProgress progress,
                        gpointer user_data, PktmonExportResult *result, GError **error)
{
  Walk self = {
    .run.options = options,
    .run.progress = progress,
    .run.user_data = user_data,
    .store = store,
  };
  PktmonExportChoice own = *choice;
  g_autoptr (PktmonPositions) interfaces = NULL;
  gboolean success;

  self.count = pktmon_store_get_extent (store, &self.limit);
  if (choice->positions != NULL)
    interfaces = find_interfaces (store, choice, self.count);
  if (interfaces != NULL)
    own.interfaces = interfaces;
  self.run.choice = &own;
  self.start = pktmon_spool_get_start (pktmon_store_get_spool (store), &self.first);
  self.cursor = pktmon_cursor_new (store, find_access (choice, self.limit));
  self.runs = pktmon_block_list_dup_runs (pktmon_store_get_blocks (store), self.limit);
  success = pktmon_export_run_begin (&self.run, pktmon_store_get_directory (store),
                                     pktmon_store_get_spool (store), path, error) &&
            walk (&self, error);
  *result = self.run.result;
  g_array_unref (self.runs);
  pktmon_cursor_free (self.cursor);
  return success;
}

gboolean
pktmon_export_store (PktmonStore *store, const char *path, const PktmonExportChoice *choice,
                     const PktmonExportOptions *options, PktmonExportProgress progress,
                     gpointer user_data, PktmonExportResult *result, GError **error)
{
  g_return_val_if_fail (PKTMON_IS_STORE (store), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return pktmon_export_store_to (store, path, choice, options, progress, user_data, result, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picked-packets.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "config.h"

struct _PktmonPickedPackets {
  PktmonStore *store;
  char *title;
  PktmonPositions *positions;
  PktmonNoteEdits *notes;
};

/* What is asked for. */
typedef struct {
  PktmonPickedPackets *packets; /* borrowed */
  guint64 max_size;
  PktmonExportTell tell;
  gpointer tell_data;
  GFile *file;
} Request;

PktmonPickedPackets *
pktmon_picked_packets_new (PktmonDocument *document)
{
  g_autoptr (PktmonPositions) positions =
      pktmon_packet_selection_dup_positions (pktmon_document_get_selection (document));
  PktmonPickedPackets *self;

  if (pktmon_positions_get_count (positions) == 0)
    return NULL;
  self = g_new0 (PktmonPickedPackets, 1);
  self->store = g_object_ref (pktmon_document_get_store (document));
  self->title = pktmon_document_dup_title (document);
  self->positions = g_steal_pointer (&positions);
  self->notes =
      pktmon_note_edits_ref (pktmon_notes_get_edits (pktmon_document_get_notes (document)));
  return self;
}

void
pktmon_picked_packets_free (PktmonPickedPackets *self)
{
  g_object_unref (self->store);
  g_free (self->title);
  pktmon_positions_free (self->positions);
  pktmon_note_edits_unref (self->notes);
  g_free (self);
}

/* --- The folder --- */

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir(), GETTEXT_PACKAGE, "picked", NULL);
}

static gboolean
make_folder (GError **error)
{
  g_autofree char *folder = dup_folder();
  g_autofree char *what = NULL;
  int number;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  number = errno;
  what = g_strdup_printf (_ ("The folder “%s” could not be made"), folder);
  pktmon_error_set_errno (error, number, what);
  return FALSE;
}

/* A name that says in the window of another program where the packets come from, and that is not
 * there yet. */
static char *
dup_path (PktmonPickedPackets *self)
{
  static guint serial;
  g_autofree char *folder = dup_folder();
  g_autofree char *name = g_strdup_printf ("%.100s %" G_GINT64_FORMAT "-%u.pcapng", self->title,
                                           g_get_real_time() / G_USEC_PER_SEC, ++serial);

  return g_build_filename (folder, name, NULL);
}

static void
remove_if_older (const char *path, gint64 than)
{
  GStatBuf status;

  if (g_lstat (path, &status) == 0 && (gint64) status.st_mtime < than)
    g_unlink (path);
}

static void
clean_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *folder = dup_folder();
  GDir *entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    remove_if_older (path, *(gint64 *) data);
  }
  g_clear_pointer (&entries, g_dir_close);
}

/* What this run writes meanwhile is not older; clocks of file systems may lag a little. */
void
pktmon_picked_packets_clean (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  gint64 limit = g_get_real_time() / G_USEC_PER_SEC - 1;

  g_task_set_source_tag (task, pktmon_picked_packets_clean);
  g_task_set_task_data (task, g_memdup2 (&limit, sizeof limit), g_free);
  g_task_run_in_thread (task, clean_in_thread);
}

/* --- Writing --- */

static void
request_free (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->file);
  g_free (self);
}

static PktmonExportOptions
get_options (const Request *self)
{
  return (PktmonExportOptions){ .notes = self->packets->notes };
}

/* A file that was ready just before it was cancelled goes, too. What a damaged capture has before
 * the damage is there: the window says already where that is. */
static void
written_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);
  PktmonExportResult result;
  GError *error = NULL;

  pktmon_export_store_finish (PKTMON_STORE (source), async, &result, &error);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_unlink (g_file_peek_path (self->file));
  else if (result.kept)
    g_clear_error (&error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (self->file), g_object_unref);
}

/* @task: (transfer full) */
static void
write_now (GTask *task)
{
  Request *self = g_task_get_task_data (task);
  PktmonExportChoice choice = { .positions = self->packets->positions };
  PktmonExportOptions options = get_options (self);
  GError *error = NULL;

  if (!make_folder (&error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  pktmon_export_store_async (self->packets->store, g_file_peek_path (self->file), &choice, &options,
                             self->tell, self->tell_data, g_task_get_cancellable (task), written_cb,
                             task);
}

static void
estimated_cb (GObject *source, GAsyncResult *async, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);
  PktmonExportEstimate estimate;
  GError *error = NULL;

  if (pktmon_export_estimate_finish (PKTMON_STORE (source), async, &estimate, &error) &&
      estimate.bytes > self->max_size)
    pktmon_error_set (&error, PKTMON_ERROR_UNSUPPORTED, _ ("These are too many packets."),
                      _ ("Export them."));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    write_now (g_steal_pointer (&task));
}

void
pktmon_picked_packets_write_async (PktmonPickedPackets *self, guint64 max_size,
                                   PktmonExportTell tell, gpointer tell_data,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *path = dup_path (self);
  Request *request = g_new (Request, 1);
  PktmonExportChoice choice = { .positions = self->positions };
  PktmonExportOptions options;

  *request = (Request){ self, max_size, tell, tell_data, g_file_new_for_path (path) };
  options = get_options (request);
  g_task_set_source_tag (task, pktmon_picked_packets_write_async);
  g_task_set_task_data (task, request, request_free);
  if (max_size == 0)
    write_now (task);
  else
    pktmon_export_estimate_async (self->store, &choice, &options, cancellable, estimated_cb, task);
}

GFile *
pktmon_picked_packets_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

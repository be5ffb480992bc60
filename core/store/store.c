/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include "base/error.h"
#include "base/i18n.h"
#include "store/loader.h"

/* How often `changed` comes at most. */
#define NOTIFY_INTERVAL_MS 16

struct _PktmonStore {
  GObject parent_instance;

  PktmonSpool *spool;
  PktmonDirectory *directory;
  PktmonIndex *index;
  PktmonDividers *dividers;
  PktmonGaps *gaps;
  PktmonBlockList *blocks;
  GMainContext *context; /* where `changed` is emitted */
  GThread *worker;

  GMutex lock; /* held for as long as the worker walks through a piece */
  GCond published;
  /* Under the lock: */
  PktmonContents *contents;
  guint64 awaited; /* the fewest packets that somebody waits to be exceeded */

  GMutex notification_lock;
  GSource *notification; /* the one that is due; NULL: none is; under its own lock */

  guint64 loaded; /* bytes of the spool that are indexed; atomic */
  int complete;   /* atomic, and set under the lock */
  GError *error;  /* does not change once it is complete */
  int stopping;   /* atomic */
};

G_DEFINE_FINAL_TYPE (PktmonStore, pktmon_store, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Telling the main context --- */

static gboolean
notify_cb (gpointer data)
{
  PktmonStore *self = data;

  g_mutex_lock (&self->notification_lock);
  g_clear_pointer (&self->notification, g_source_unref);
  g_mutex_unlock (&self->notification_lock);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* @delay: milliseconds. What it tells of must be published before: it may be told at once. */
static void
schedule_notification (PktmonStore *self, guint delay)
{
  g_mutex_lock (&self->notification_lock);
  if (self->notification == NULL && !g_atomic_int_get (&self->stopping)) {
    self->notification = g_timeout_source_new (delay);
    g_source_set_callback (self->notification, notify_cb, self, NULL);
    g_source_attach (self->notification, self->context);
  }
  g_mutex_unlock (&self->notification_lock);
}

/* --- The worker --- */

/* The lock is held while a piece is walked through, and only then: no lock for each packet, and
 * nobody waits longer than a piece takes. */
static void
begin_cb (gpointer user_data)
{
  PktmonStore *self = user_data;

  g_mutex_lock (&self->lock);
}

/* Before @packet, which was appended last. */
static void
add_gap (PktmonStore *self, const PktmonPacket *packet, guint64 lost)
{
  const PktmonGap gap = {
    .position = pktmon_index_get_appended (self->index) - 1,
    .lost = lost,
    .interface = packet->interface->number,
  };

  pktmon_gaps_append (self->gaps, &gap);
}

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  PktmonStore *self = user_data;
  PktmonNanoseconds time;
  guint64 lost;

  if (G_UNLIKELY (step != PKTMON_READER_PACKET)) {
    pktmon_contents_add_block (self->contents, self->directory, record, data);
    pktmon_dividers_add_block (self->dividers, self->directory, record, data,
                               pktmon_index_get_appended (self->index));
    pktmon_block_list_append (self->blocks, record->offset, record->size);
    return TRUE;
  }
  time = pktmon_packet_get_nanoseconds (&record->packet);
  if (!pktmon_index_append (self->index, record->offset, record->packet.interface->number, time)) {
    pktmon_error_set (&self->error, PKTMON_ERROR_UNSUPPORTED,
                      _ ("The capture has more packets than can be shown at once."),
                      _ ("Split it into smaller files to see the rest."));
    return FALSE;
  }
  lost = pktmon_contents_add_packet (self->contents, &record->packet, time);
  if (G_UNLIKELY (lost > 0))
    add_gap (self, &record->packet, lost);
  return TRUE;
}

/* Waking threads that would only go on waiting costs more than walking through a piece. */
static void
wake_waiting_locked (PktmonStore *self)
{
  if (!self->complete && pktmon_index_get_count (self->index) <= self->awaited)
    return;
  self->awaited = G_MAXUINT64;
  g_cond_broadcast (&self->published);
}

/* What was indexed up to @offset may go, as far as the spool does not keep it. */
static void
forget_dropped (PktmonStore *self, guint64 offset)
{
  guint64 packets, start;

  pktmon_spool_release (self->spool, offset);
  start = pktmon_spool_get_start (self->spool, &packets);
  if (start == 0)
    return;
  pktmon_index_forget (self->index, packets);
  pktmon_block_list_forget (self->blocks, start);
}

static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  PktmonStore *self = user_data;
  gboolean first = pktmon_index_get_count (self->index) == 0;

  pktmon_gaps_publish (self->gaps); /* before the packets behind them */
  pktmon_index_publish (self->index);
  __atomic_store_n (&self->loaded, offset, __ATOMIC_RELAXED);
  forget_dropped (self, offset);
  wake_waiting_locked (self);
  g_mutex_unlock (&self->lock);
  /* Who is told finds the lock free, or is told once more. */
  schedule_notification (self, first ? 0 : NOTIFY_INTERVAL_MS);
  return !g_atomic_int_get (&self->stopping);
}

static gpointer
work (gpointer data)
{
  static const PktmonLoaderVisitor visitor = {
    .begin = begin_cb,
    .record = record_cb,
    .end = end_cb,
  };
  PktmonStore *self = data;
  g_autoptr (PktmonReader) reader = pktmon_reader_new (self->directory);
  GError *error = NULL;

  pktmon_loader_run (self->spool, reader, &visitor, self, &error);
  g_mutex_lock (&self->lock);
  if (error != NULL && !g_atomic_int_get (&self->stopping))
    self->error = g_steal_pointer (&error);
  g_atomic_int_set (&self->complete, TRUE);
  schedule_notification (self, pktmon_index_get_count (self->index) == 0 ? 0 : NOTIFY_INTERVAL_MS);
  wake_waiting_locked (self);
  g_mutex_unlock (&self->lock);
  g_clear_error (&error);
  return NULL;
}

/* --- Life --- */

PktmonStore *
pktmon_store_new (const char *path, GError **error)
{
  g_autoptr (PktmonSpool) spool = pktmon_spool_new (path, error);

  return spool != NULL ? pktmon_store_new_for_spool (spool) : NULL;
}

PktmonStore *
pktmon_store_new_for_spool (PktmonSpool *spool)
{
  PktmonStore *self = g_object_new (PKTMON_TYPE_STORE, NULL);

  self->spool = pktmon_spool_ref (spool);
  self->worker = g_thread_new ("index", work, self);
  return self;
}

void
pktmon_store_stop (PktmonStore *self)
{
  g_return_if_fail (PKTMON_IS_STORE (self));

  if (self->worker == NULL)
    return;
  g_atomic_int_set (&self->stopping, TRUE);
  pktmon_spool_cancel (self->spool);
  g_thread_join (g_steal_pointer (&self->worker));
  g_mutex_lock (&self->notification_lock);
  if (self->notification != NULL)
    g_source_destroy (self->notification);
  g_clear_pointer (&self->notification, g_source_unref);
  g_mutex_unlock (&self->notification_lock);
}

static void
pktmon_store_dispose (GObject *object)
{
  pktmon_store_stop (PKTMON_STORE (object));
  G_OBJECT_CLASS (pktmon_store_parent_class)->dispose (object);
}

static gpointer
free_index_cb (gpointer index)
{
  pktmon_index_free (index);
  return NULL;
}

static void
pktmon_store_finalize (GObject *object)
{
  PktmonStore *self = PKTMON_STORE (object);

  g_clear_error (&self->error);
  pktmon_contents_free (self->contents);
  pktmon_dividers_free (self->dividers);
  pktmon_gaps_free (self->gaps);
  pktmon_block_list_free (self->blocks);
  /* The kernel needs its time to take many megabytes back. */
  g_thread_unref (g_thread_new ("free", free_index_cb, self->index));
  pktmon_directory_unref (self->directory);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
  g_main_context_unref (self->context);
  g_cond_clear (&self->published);
  g_mutex_clear (&self->notification_lock);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (pktmon_store_parent_class)->finalize (object);
}

static void
pktmon_store_class_init (PktmonStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_store_dispose;
  object_class->finalize = pktmon_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pktmon_store_init (PktmonStore *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->notification_lock);
  g_cond_init (&self->published);
  self->context = g_main_context_ref_thread_default();
  self->directory = pktmon_directory_new();
  self->index = pktmon_index_new();
  self->dividers = pktmon_dividers_new();
  self->gaps = pktmon_gaps_new();
  self->blocks = pktmon_block_list_new();
  self->contents = pktmon_contents_new();
  self->awaited = G_MAXUINT64;
}

/* --- Looking --- */

guint64
pktmon_store_get_count (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), 0);

  return pktmon_index_get_count (self->index);
}

gboolean
pktmon_store_is_complete (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), TRUE);

  return g_atomic_int_get (&self->complete);
}

GError *
pktmon_store_dup_error (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return g_atomic_int_get (&self->complete) && self->error != NULL ? g_error_copy (self->error)
                                                                   : NULL;
}

double
pktmon_store_get_fraction (PktmonStore *self)
{
  double available;
  guint64 size;

  g_return_val_if_fail (PKTMON_IS_STORE (self), -1);

  available = pktmon_spool_get_fraction (self->spool);
  size = pktmon_spool_get_size (self->spool);
  if (g_atomic_int_get (&self->complete))
    return 1;
  if (available < 0 || size == 0)
    return -1;
  return available * (double) __atomic_load_n (&self->loaded, __ATOMIC_RELAXED) / (double) size;
}

guint64
pktmon_store_wait (PktmonStore *self, guint64 known)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), 0);

  if (pktmon_index_get_count (self->index) > known)
    return pktmon_index_get_count (self->index);
  g_mutex_lock (&self->lock);
  while (!self->complete && pktmon_index_get_count (self->index) <= known) {
    self->awaited = MIN (self->awaited, known);
    g_cond_wait (&self->published, &self->lock);
  }
  g_mutex_unlock (&self->lock);
  return pktmon_index_get_count (self->index);
}

gboolean
pktmon_store_wait_complete (PktmonStore *self, GError **error)
{
  GError *own;

  g_return_val_if_fail (PKTMON_IS_STORE (self), FALSE);

  pktmon_store_wait (self, G_MAXUINT64);
  own = pktmon_store_dup_error (self);
  if (own == NULL)
    return TRUE;
  g_propagate_error (error, own);
  return FALSE;
}

guint64
pktmon_store_get_extent (PktmonStore *self, guint64 *offset)
{
  guint64 count;

  g_return_val_if_fail (PKTMON_IS_STORE (self), 0);

  g_mutex_lock (&self->lock);
  count = pktmon_index_get_count (self->index);
  *offset = self->loaded;
  g_mutex_unlock (&self->lock);
  return count;
}

PktmonNanoseconds
pktmon_store_get_nanoseconds (PktmonStore *self, guint64 position)
{
  g_return_val_if_fail (position < pktmon_store_get_count (self), PKTMON_NANOSECONDS_NONE);

  return pktmon_index_get (self->index, position)->time;
}

guint64
pktmon_store_get_offset (PktmonStore *self, guint64 position)
{
  g_return_val_if_fail (position < pktmon_store_get_count (self), 0);

  return pktmon_index_get (self->index, position)->offset;
}

guint
pktmon_store_get_interface (PktmonStore *self, guint64 position)
{
  g_return_val_if_fail (position < pktmon_store_get_count (self), PKTMON_INDEX_INTERFACE_FAR);

  return pktmon_index_get (self->index, position)->interface;
}

gboolean
pktmon_store_is_forgotten (PktmonStore *self, guint64 position)
{
  return pktmon_store_get_offset (self, position) == 0;
}

/* Takes the lock, if that needs no waiting. */
static gboolean
lock_unless_busy (PktmonStore *self)
{
  if (!g_atomic_int_get (&self->complete))
    return g_mutex_trylock (&self->lock);
  g_mutex_lock (&self->lock);
  return TRUE;
}

gboolean
pktmon_store_get_interface_totals (PktmonStore *self, const guint *interfaces, guint n,
                                   PktmonTotals *totals)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), FALSE);

  if (!lock_unless_busy (self))
    return FALSE;
  for (guint i = 0; i < n; i++)
    totals[i] = pktmon_contents_get_interface_totals (self->contents, interfaces[i]);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

guint64
pktmon_store_unite_noted (PktmonStore *self, guint64 first, PktmonPositions *commented,
                          PktmonPositions *marked)
{
  guint64 count;

  g_return_val_if_fail (PKTMON_IS_STORE (self), first);

  if (!lock_unless_busy (self))
    return first;
  pktmon_positions_unite_from (commented, pktmon_contents_get_commented (self->contents), first);
  pktmon_positions_unite_from (marked, pktmon_contents_get_marked (self->contents), first);
  count = pktmon_index_get_count (self->index);
  g_mutex_unlock (&self->lock);
  return count;
}

const PktmonIndex *
pktmon_store_get_index (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return self->index;
}

PktmonDirectory *
pktmon_store_get_directory (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return self->directory;
}

PktmonDividers *
pktmon_store_get_dividers (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return self->dividers;
}

const PktmonGaps *
pktmon_store_get_gaps (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return self->gaps;
}

PktmonSpool *
pktmon_store_get_spool (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return self->spool;
}

PktmonBlockList *
pktmon_store_get_blocks (PktmonStore *self)
{
  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  return self->blocks;
}

PktmonContents *
pktmon_store_dup_contents (PktmonStore *self)
{
  PktmonContents *contents;

  g_return_val_if_fail (PKTMON_IS_STORE (self), NULL);

  g_mutex_lock (&self->lock);
  contents = pktmon_contents_copy (self->contents);
  g_mutex_unlock (&self->lock);
  return contents;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/hit-counter.h"

#include <sys/resource.h>
#include <unistd.h>

#include "constraint/matcher.h"
#include "pcapng/divider-block.h"
#include "pcapng/format.h"
#include "store/loader.h"

/* It gives way to threads that somebody waits for. */
#define NICENESS 10

/* Constraints that a divider puts in force. */
typedef struct {
  guint32 divider;
  GPtrArray *constraints; /* of PktmonConstraint */
} Change;

struct _PktmonHitCounter {
  GThread *thread;
  GAsyncQueue *spools; /* of PktmonSpool; the counter itself: no more come */
  int stopping;        /* atomic */
  GMutex lock;
  GQueue changes;   /* of Change; under the lock */
  GHashTable *hits; /* normal form → guint64; under the lock */

  /* The thread's. */
  GPtrArray *constraints; /* that are in force; NULL: none */
  PktmonMatcher *matcher; /* of these; NULL: nothing is counted */
  guint64 *counted;       /* of these, hits that were added to the sums */
};

static void
change_free (gpointer data)
{
  Change *change = data;

  g_ptr_array_unref (change->constraints);
  g_free (change);
}

/* The same for constraints that hold for the same packets; NULL for one that excludes. (transfer
 * full) */
static char *
dup_key (const PktmonConstraint *constraint)
{
  g_auto (PktmonConstraintFields) fields = { 0 };
  g_autoptr (PktmonConstraint) plain = NULL;

  if (pktmon_constraint_is_excluding (constraint))
    return NULL;
  pktmon_constraint_fields_copy (&fields, pktmon_constraint_get_fields (constraint));
  pktmon_constraint_fields_unset (&fields, PKTMON_CONSTRAINT_NAME);
  pktmon_constraint_fields_unset (&fields, PKTMON_CONSTRAINT_DISABLED);
  plain = pktmon_constraint_new_fields (&fields, NULL);
  return pktmon_constraint_dup_text (plain);
}

/* --- The thread --- */

static void
add_hits_locked (PktmonHitCounter *self, const char *key, guint64 hits)
{
  guint64 *sum = g_hash_table_lookup (self->hits, key);

  if (sum == NULL) {
    sum = g_new0 (guint64, 1);
    g_hash_table_insert (self->hits, g_strdup (key), sum);
  }
  *sum += hits;
}

static void
publish (PktmonHitCounter *self)
{
  for (guint i = 0; self->matcher != NULL && i < self->constraints->len; i++) {
    guint64 hits = pktmon_matcher_get_hits (self->matcher, i);
    g_autofree char *key = NULL;

    if (hits == self->counted[i])
      continue;
    key = dup_key (g_ptr_array_index (self->constraints, i));
    g_mutex_lock (&self->lock);
    if (key != NULL)
      add_hits_locked (self, key, hits - self->counted[i]);
    g_mutex_unlock (&self->lock);
    self->counted[i] = hits;
  }
}

static void
forget_constraints (PktmonHitCounter *self)
{
  g_clear_pointer (&self->matcher, pktmon_matcher_free);
  g_clear_pointer (&self->constraints, g_ptr_array_unref);
  g_clear_pointer (&self->counted, g_free);
}

/* The changes up to @divider. Returns: (transfer full): the last; NULL: there is none. */
static Change *
take_change (PktmonHitCounter *self, guint32 divider)
{
  Change *change = NULL, *next;

  g_mutex_lock (&self->lock);
  while ((next = g_queue_peek_head (&self->changes)) != NULL && next->divider <= divider) {
    g_clear_pointer (&change, change_free);
    change = g_queue_pop_head (&self->changes);
  }
  g_mutex_unlock (&self->lock);
  return change;
}

static void
change_constraints (PktmonHitCounter *self, guint32 divider)
{
  Change *change = take_change (self, divider);

  if (change == NULL)
    return;
  publish (self);
  forget_constraints (self);
  self->constraints = g_ptr_array_ref (change->constraints);
  self->counted = g_new0 (guint64, MAX (1, self->constraints->len));
  self->matcher = pktmon_matcher_new (self->constraints, NULL);
  change_free (change);
}

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  PktmonHitCounter *self = user_data;
  PktmonDividerBlock divider;

  if (G_LIKELY (step == PKTMON_READER_PACKET)) {
    if (self->matcher != NULL)
      pktmon_matcher_match (self->matcher, &record->packet);
  } else if (pktmon_divider_block_parse (&divider, pktmon_bytes_new (data, record->size),
                                         G_BYTE_ORDER == G_BIG_ENDIAN))
    change_constraints (self, divider.number);
  return TRUE;
}

static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  PktmonHitCounter *self = user_data;

  publish (self);
  return !g_atomic_int_get (&self->stopping);
}

/* Damage is for those to tell who show the packets. */
static void
count (PktmonHitCounter *self, PktmonSpool *spool)
{
  static const PktmonLoaderVisitor visitor = { .record = record_cb, .end = end_cb };
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (GError) error = NULL;

  pktmon_loader_run (spool, reader, &visitor, self, &error);
}

static gpointer
work (gpointer data)
{
  PktmonHitCounter *self = data;
  gpointer spool;

  setpriority (PRIO_PROCESS, (id_t) gettid(), NICENESS);
  change_constraints (self, 0);
  while ((spool = g_async_queue_pop (self->spools)) != self) {
    if (!g_atomic_int_get (&self->stopping))
      count (self, spool);
    pktmon_spool_unref (spool);
  }
  return NULL;
}

/* --- Life --- */

PktmonHitCounter *
pktmon_hit_counter_new (void)
{
  PktmonHitCounter *self = g_new0 (PktmonHitCounter, 1);

  self->spools = g_async_queue_new();
  g_mutex_init (&self->lock);
  self->hits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
pktmon_hit_counter_cancel (PktmonHitCounter *self)
{
  g_atomic_int_set (&self->stopping, TRUE);
}

void
pktmon_hit_counter_finish (PktmonHitCounter *self)
{
  if (self->thread == NULL)
    return;
  g_async_queue_push (self->spools, self);
  g_clear_pointer (&self->thread, g_thread_join);
}

void
pktmon_hit_counter_free (PktmonHitCounter *self)
{
  pktmon_hit_counter_cancel (self);
  pktmon_hit_counter_finish (self);
  forget_constraints (self);
  g_queue_clear_full (&self->changes, change_free);
  g_hash_table_unref (self->hits);
  g_async_queue_unref (self->spools);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- Use --- */

void
pktmon_hit_counter_add_constraints (PktmonHitCounter *self, guint32 divider, GPtrArray *constraints)
{
  Change *change = g_new (Change, 1);

  change->divider = divider;
  change->constraints = g_ptr_array_ref (constraints);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->changes, change);
  g_mutex_unlock (&self->lock);
}

void
pktmon_hit_counter_add_spool (PktmonHitCounter *self, PktmonSpool *spool)
{
  g_async_queue_push (self->spools, pktmon_spool_ref (spool));
  if (self->thread == NULL)
    self->thread = g_thread_new ("hits", work, self);
}

guint64
pktmon_hit_counter_get_hits (PktmonHitCounter *self, const PktmonConstraint *constraint)
{
  g_autofree char *key = dup_key (constraint);
  const guint64 *sum;
  guint64 hits;

  if (key == NULL)
    return 0;
  g_mutex_lock (&self->lock);
  sum = g_hash_table_lookup (self->hits, key);
  hits = sum != NULL ? *sum : 0;
  g_mutex_unlock (&self->lock);
  return hits;
}

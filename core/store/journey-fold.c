/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journey-fold.h"

#include "base/text.h"
#include "pcapng/stack-event.h"

/* Texts are kept once for all journeys that have them. */
typedef struct {
  guint32 n_points;
  guint32 appearance; /* of the last one */
  PktmonNanoseconds first, last;
  const char *reason, *location, *process; /* of `texts`; NULL: none */
  guint8 end;
  guint8 joined, shown;
} Entry;

struct _PktmonJourneyFold {
  gatomicrefcount references;
  GMutex lock;
  /* Under the lock: */
  GHashTable *entries; /* id → Entry */
  GStringChunk *texts;
};

PktmonJourneyFold *
pktmon_journey_fold_new (void)
{
  PktmonJourneyFold *self = g_new0 (PktmonJourneyFold, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->texts = g_string_chunk_new (4096);
  return self;
}

PktmonJourneyFold *
pktmon_journey_fold_ref (PktmonJourneyFold *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pktmon_journey_fold_unref (PktmonJourneyFold *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->entries);
  g_string_chunk_free (self->texts);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Entry *
ensure_entry_locked (PktmonJourneyFold *self, guint64 id)
{
  Entry *entry = g_hash_table_lookup (self->entries, &id);

  if (entry == NULL && g_hash_table_size (self->entries) < PKTMON_MAX_FOLDED_JOURNEYS) {
    entry = g_new0 (Entry, 1);
    entry->first = entry->last = PKTMON_NANOSECONDS_NONE;
    g_hash_table_insert (self->entries, g_memdup2 (&id, sizeof id), entry);
  }
  return entry;
}

static const char *
keep_text_locked (PktmonJourneyFold *self, const PktmonStackEvent *event, PktmonStackText which)
{
  char buffer[sizeof ((PktmonFoldedJourney *) NULL)->location];
  PktmonText text;

  if (event->texts[which].size == 0)
    return NULL;
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_foreign (&text, (const guint8 *) event->texts[which].data,
                              event->texts[which].size);
  return g_string_chunk_insert_const (self->texts, buffer);
}

static void
add_event_locked (PktmonJourneyFold *self, Entry *entry, const PktmonStackEvent *event,
                  PktmonNanoseconds time)
{
  entry->n_points++;
  entry->joined |= (event->flags & (PKTMON_STACK_CLONE | PKTMON_STACK_REPLACED)) != 0;
  if (entry->first == PKTMON_NANOSECONDS_NONE || time < entry->first)
    entry->first = time;
  entry->last = MAX (entry->last, time);
  if (event->appearance < entry->appearance)
    return;
  entry->appearance = event->appearance;
  entry->end = event->point;
  entry->reason = keep_text_locked (self, event, PKTMON_STACK_REASON);
  entry->location = keep_text_locked (self, event, PKTMON_STACK_LOCATION);
  entry->process = keep_text_locked (self, event, PKTMON_STACK_PROCESS);
}

gboolean
pktmon_journey_fold_add (PktmonJourneyFold *self, const PktmonPacket *packet, gboolean wanted)
{
  guint64 id = pktmon_packet_get_id (packet);
  PktmonStackEvent event;
  Entry *entry;

  if (id == 0 || !pktmon_stack_event_find (packet, &event))
    return wanted;
  g_mutex_lock (&self->lock);
  entry = ensure_entry_locked (self, id);
  if (entry != NULL) {
    add_event_locked (self, entry, &event, pktmon_packet_get_nanoseconds (packet));
    wanted = wanted && !entry->shown;
    entry->shown |= wanted;
  }
  g_mutex_unlock (&self->lock);
  return wanted;
}

static void
copy_text (char *to, gsize size, const char *from)
{
  PktmonText text;

  pktmon_text_init (&text, to, size);
  if (from != NULL)
    pktmon_text_append (&text, from);
}

gboolean
pktmon_journey_fold_find (PktmonJourneyFold *self, guint64 id, PktmonFoldedJourney *journey)
{
  const Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, &id);
  if (entry != NULL) {
    journey->n_points = entry->n_points;
    journey->first = entry->first;
    journey->last = entry->last;
    journey->end = entry->end;
    journey->joined = entry->joined;
    copy_text (journey->reason, sizeof journey->reason, entry->reason);
    copy_text (journey->location, sizeof journey->location, entry->location);
    copy_text (journey->process, sizeof journey->process, entry->process);
  }
  g_mutex_unlock (&self->lock);
  return entry != NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/drops.h"

#include <string.h>

#include "base/steps.h"
#include "pcapng/stack-event.h"
#include "probe/meanings.h"
#include "store/cursor.h"
#include "store/drop-interfaces.h"

/* Packets between two looks at the clock. */
#define BATCH 256u
/* Nanoseconds of a part of the time, at first; it doubles whenever there is a later drop. */
#define FIRST_WIDTH 1000000

/* What is told of one kind. */
typedef struct {
  GArray *counts; /* of PktmonDropsCount */
  guint64 others;
} Told;

/* What the running step has for itself. */
typedef struct {
  PktmonStore *store; /* borrowed from the cursor */
  PktmonCursor *cursor;
  guint64 position; /* of the next packet */
  PktmonDropInterfaces *interfaces;
  gboolean with_expected;
  guint64 total, expected;
  GHashTable *names[PKTMON_N_DROPS_KINDS]; /* name → guint64, in memory of its own */
  guint64 nameless[PKTMON_N_DROPS_KINDS];  /* packets that there were no names left for */
  guint64 times[PKTMON_DROPS_TIMES];
  PktmonNanoseconds start, width;
  Told told[PKTMON_N_DROPS_KINDS]; /* for the look */
  gboolean busy;
} Work;

struct _PktmonDrops {
  GObject parent_instance;

  Work *work; /* of the steps */
  PktmonSteps *steps;

  /* As of the last step: */
  gboolean busy;
  guint64 total, expected;
  Told told[PKTMON_N_DROPS_KINDS];
  guint64 times[PKTMON_DROPS_TIMES];
  PktmonNanoseconds width;
};

G_DEFINE_FINAL_TYPE (PktmonDrops, pktmon_drops, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Counting --- */

static void
count_name (Work *work, PktmonDropsKind kind, const PktmonStackEvent *event, PktmonStackText which)
{
  GHashTable *names = work->names[kind];
  g_autofree char *name = NULL;
  guint64 *packets;

  if (event->texts[which].size == 0)
    return;
  name = g_strndup (event->texts[which].data, event->texts[which].size);
  packets = g_hash_table_lookup (names, name);
  if (packets != NULL)
    ++*packets;
  else if (g_hash_table_size (names) < PKTMON_DROPS_MAX_NAMES) {
    packets = g_new (guint64, 1);
    *packets = 1;
    g_hash_table_insert (names, g_steal_pointer (&name), packets);
  } else
    work->nameless[kind]++;
}

/* Two parts become one, until there is room for @time. */
static void
widen (Work *work, PktmonNanoseconds time)
{
  while ((time - work->start) / work->width >= PKTMON_DROPS_TIMES) {
    for (guint i = 0; i < PKTMON_DROPS_TIMES / 2; i++)
      work->times[i] = work->times[2 * i] + work->times[2 * i + 1];
    memset (work->times + PKTMON_DROPS_TIMES / 2, 0, sizeof work->times / 2);
    work->width *= 2;
  }
}

/* One that is a little earlier than the first counts as such. */
static void
count_time (Work *work, PktmonNanoseconds time)
{
  if (time == PKTMON_NANOSECONDS_NONE)
    return;
  if (work->start == PKTMON_NANOSECONDS_NONE)
    work->start = time;
  time = MAX (time, work->start);
  widen (work, time);
  work->times[(time - work->start) / work->width]++;
}

static void
count (Work *work, const PktmonPacket *packet)
{
  PktmonStackEvent event;

  if (!pktmon_stack_event_find (packet, &event))
    return;
  if (!work->with_expected &&
      pktmon_meaning_get_class (event.texts[PKTMON_STACK_REASON].data,
                                event.texts[PKTMON_STACK_REASON].size) == PKTMON_DROP_EXPECTED) {
    work->expected++;
    return;
  }
  work->total++;
  count_name (work, PKTMON_DROPS_BY_REASON, &event, PKTMON_STACK_REASON);
  count_name (work, PKTMON_DROPS_BY_LOCATION, &event, PKTMON_STACK_LOCATION);
  count_name (work, PKTMON_DROPS_BY_PROCESS, &event, PKTMON_STACK_PROCESS);
  count_time (work, pktmon_packet_get_nanoseconds (packet));
}

/* --- The work --- */

/* Returns: whether there is more to look at. */
static gboolean
advance (Work *work)
{
  guint64 available = pktmon_store_get_count (work->store);
  guint64 end = MIN (available, work->position + BATCH);
  PktmonPacket packet;

  for (; work->position < end; work->position++) {
    guint interface = pktmon_store_get_interface (work->store, work->position);

    if ((interface == PKTMON_INDEX_INTERFACE_FAR ||
         pktmon_drop_interfaces_has (work->interfaces, interface)) &&
        pktmon_cursor_read (work->cursor, work->position, &packet, NULL) &&
        pktmon_drop_interfaces_has (work->interfaces, packet.interface->number))
      count (work, &packet);
  }
  return work->position < available;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const PktmonDropsCount *one = a, *other = b;

  if (one->packets != other->packets)
    return one->packets > other->packets ? -1 : 1;
  return strcmp (one->name, other->name);
}

static void
clear_count (gpointer data)
{
  g_free (((PktmonDropsCount *) data)->name);
}

static GArray *
counts_new (void)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (PktmonDropsCount));

  g_array_set_clear_func (counts, clear_count);
  return counts;
}

/* The most frequent names of one kind. */
static void
tell (Work *work, PktmonDropsKind kind)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (PktmonDropsCount));
  Told *told = &work->told[kind];
  GHashTableIter iterator;
  gpointer name, packets;

  g_hash_table_iter_init (&iterator, work->names[kind]);
  while (g_hash_table_iter_next (&iterator, &name, &packets)) {
    const PktmonDropsCount one = { name, *(const guint64 *) packets };

    g_array_append_val (all, one);
  }
  g_array_sort (all, compare);
  g_array_set_size (told->counts, 0);
  told->others = work->nameless[kind];
  for (guint i = 0; i < all->len; i++) {
    PktmonDropsCount one = g_array_index (all, PktmonDropsCount, i);

    if (i >= PKTMON_DROPS_MAX_TOLD) {
      told->others += one.packets;
      continue;
    }
    one.name = g_strdup (one.name);
    g_array_append_val (told->counts, one);
  }
}

static gboolean
work_step (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;

  do
    work->busy = advance (work);
  while (work->busy && !pktmon_steps_is_over (steps));
  for (guint kind = 0; kind < PKTMON_N_DROPS_KINDS; kind++)
    tell (work, kind);
  return work->busy;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  pktmon_cursor_free (work->cursor);
  pktmon_drop_interfaces_free (work->interfaces);
  for (guint kind = 0; kind < PKTMON_N_DROPS_KINDS; kind++) {
    g_hash_table_unref (work->names[kind]);
    g_array_unref (work->told[kind].counts);
  }
  g_free (work);
}

static Work *
work_new (PktmonStore *store)
{
  Work *work = g_new0 (Work, 1);

  work->store = store;
  work->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  work->interfaces = pktmon_drop_interfaces_new (pktmon_store_get_directory (store));
  work->start = PKTMON_NANOSECONDS_NONE;
  work->width = FIRST_WIDTH;
  for (guint kind = 0; kind < PKTMON_N_DROPS_KINDS; kind++) {
    work->names[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    work->told[kind].counts = counts_new();
  }
  return work;
}

/* --- Between two steps --- */

static void
step_done_cb (gpointer user_data)
{
  PktmonDrops *self = user_data;
  Work *work = self->work;

  for (guint kind = 0; kind < PKTMON_N_DROPS_KINDS; kind++) {
    Told told = self->told[kind];

    self->told[kind] = work->told[kind];
    work->told[kind] = told;
  }
  self->total = work->total;
  self->expected = work->expected;
  memcpy (self->times, work->times, sizeof self->times);
  self->width = work->width;
  self->busy = work->busy;
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (self);
}

static void
store_changed_cb (PktmonDrops *self)
{
  pktmon_steps_run (self->steps);
}

/* --- Life --- */

static void
pktmon_drops_dispose (GObject *object)
{
  PktmonDrops *self = PKTMON_DROPS (object);

  self->work = NULL;
  g_clear_pointer (&self->steps, pktmon_steps_free);
  G_OBJECT_CLASS (pktmon_drops_parent_class)->dispose (object);
}

static void
pktmon_drops_finalize (GObject *object)
{
  PktmonDrops *self = PKTMON_DROPS (object);

  for (guint kind = 0; kind < PKTMON_N_DROPS_KINDS; kind++)
    g_array_unref (self->told[kind].counts);
  G_OBJECT_CLASS (pktmon_drops_parent_class)->finalize (object);
}

static void
pktmon_drops_class_init (PktmonDropsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_drops_dispose;
  object_class->finalize = pktmon_drops_finalize;
  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_DROPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pktmon_drops_init (PktmonDrops *self)
{
  for (guint kind = 0; kind < PKTMON_N_DROPS_KINDS; kind++)
    self->told[kind].counts = counts_new();
  self->width = FIRST_WIDTH;
  self->busy = TRUE;
}

PktmonDrops *
pktmon_drops_new (PktmonStore *store, gboolean with_expected)
{
  PktmonDrops *self = g_object_new (PKTMON_TYPE_DROPS, NULL);

  self->work = work_new (store);
  self->work->with_expected = with_expected;
  self->steps = pktmon_steps_new (work_step, self->work, work_free, step_done_cb, self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_steps_run (self->steps);
  return self;
}

/* --- Looking --- */

gboolean
pktmon_drops_is_busy (PktmonDrops *self)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), FALSE);

  return self->busy;
}

guint64
pktmon_drops_get_total (PktmonDrops *self)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), 0);

  return self->total;
}

guint64
pktmon_drops_get_expected (PktmonDrops *self)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), 0);

  return self->expected;
}

guint
pktmon_drops_get_n (PktmonDrops *self, PktmonDropsKind kind)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), 0);

  return self->told[kind].counts->len;
}

const PktmonDropsCount *
pktmon_drops_get (PktmonDrops *self, PktmonDropsKind kind, guint n)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), NULL);
  g_return_val_if_fail (n < self->told[kind].counts->len, NULL);

  return &g_array_index (self->told[kind].counts, PktmonDropsCount, n);
}

guint64
pktmon_drops_get_others (PktmonDrops *self, PktmonDropsKind kind)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), 0);

  return self->told[kind].others;
}

const guint64 *
pktmon_drops_get_times (PktmonDrops *self, PktmonNanoseconds *width)
{
  g_return_val_if_fail (PKTMON_IS_DROPS (self), NULL);

  *width = self->width;
  return self->times;
}

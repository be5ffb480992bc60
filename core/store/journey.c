/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journey.h"

#include "base/steps.h"
#include "dissect/hop-limit.h"
#include "pcapng/stack-event.h"
#include "store/cursor.h"

/* A journey that paused for so long was another packet's (probe/journey.bpf.h). */
#define MAX_SPAN (30 * G_GINT64_CONSTANT (1000000000))
/* Packets beside it that are looked at first. */
#define NEAR 4096u
/* Packets between two looks at the clock. */
#define BATCH 256u

/* Positions that are still to be looked at. */
typedef struct {
  guint64 next, end;
} Span;

/* What the running step has for itself. */
typedef struct {
  PktmonStore *store; /* borrowed from the cursor */
  PktmonCursor *cursor;
  guint64 position;
  guint64 id;    /* 0: not read yet */
  Span spans[4]; /* near it, behind that, before it, and what came since */
  guint span;
  guint64 planned;  /* positions below that are in these, or too far away */
  GPtrArray *found; /* of PktmonAppearance, that nobody has looked at */
  guint64 n_found, left_out;
  gboolean begun;
  gboolean busy; /* with what was there at the beginning */
} Work;

struct _PktmonJourney {
  GObject parent_instance;

  PktmonStore *store;
  PktmonSteps *steps;
  Work *work; /* of the steps */

  /* As of the last step: */
  GPtrArray *appearances; /* of PktmonAppearance */
  guint64 id;
  guint64 left_out;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PktmonJourney, pktmon_journey, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Appearances --- */

static void
appearance_free (gpointer data)
{
  PktmonAppearance *self = data;

  g_free (self->device);
  g_free (self->reason);
  g_free (self->location);
  g_free (self->hook);
  g_free (self->command);
  g_free (self);
}

static char *
dup_text (const PktmonStackEvent *event, PktmonStackText which)
{
  g_autofree char *text = g_strndup (event->texts[which].data, event->texts[which].size);

  return pktmon_text_dup_foreign (text);
}

static int
get_vlan (const PktmonStackEvent *event, const PktmonSummary *summary)
{
  if (event->flags & PKTMON_STACK_TAGGED)
    return event->vlan_control & 0xfff;
  return summary->fields.present & PKTMON_FIELD_VLAN ? summary->fields.vlan_id : -1;
}

static PktmonAppearance *
appearance_new (guint64 position, const PktmonPacket *packet, const PktmonStackEvent *event)
{
  PktmonAppearance *self = g_new0 (PktmonAppearance, 1);
  guint16 link_type = packet->interface->link_type;
  guint8 hop_limit;

  self->position = position;
  self->time = pktmon_packet_get_nanoseconds (packet);
  self->length = packet->length;
  self->link_type = link_type;
  self->point = event->point;
  self->flags = event->flags;
  self->appearance = event->appearance;
  self->network_namespace = event->network_namespace;
  self->mark = event->mark;
  self->process = event->process;
  self->hop_limit = pktmon_hop_limit_find (link_type, packet->data, packet->captured, &hop_limit)
                        ? hop_limit
                        : -1;
  pktmon_summarize (link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FIELDS, &self->summary);
  self->vlan = get_vlan (event, &self->summary);
  self->device = dup_text (event, PKTMON_STACK_INTERFACE);
  self->reason = dup_text (event, PKTMON_STACK_REASON);
  self->location = dup_text (event, PKTMON_STACK_LOCATION);
  self->hook = dup_text (event, PKTMON_STACK_HOOK);
  self->command = dup_text (event, PKTMON_STACK_PROCESS);
  return self;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const PktmonAppearance *one = *(const PktmonAppearance *const *) a;
  const PktmonAppearance *other = *(const PktmonAppearance *const *) b;

  if (one->appearance != other->appearance)
    return one->appearance < other->appearance ? -1 : 1;
  return one->time < other->time ? -1 : one->time > other->time;
}

/* --- The work --- */

/* Whether a packet may be of the journey, as it was seen then. */
static gboolean
is_close (const Work *work, guint64 position)
{
  PktmonNanoseconds time = pktmon_store_get_nanoseconds (work->store, work->position);
  PktmonNanoseconds other = pktmon_store_get_nanoseconds (work->store, position);

  return other != PKTMON_NANOSECONDS_NONE && ABS (other - time) <= MAX_SPAN;
}

static void
take (Work *work, guint64 position, const PktmonPacket *packet)
{
  PktmonStackEvent event;

  if (pktmon_packet_get_id (packet) != work->id || !is_close (work, position) ||
      !pktmon_stack_event_find (packet, &event))
    return;
  if (work->n_found++ < PKTMON_JOURNEY_MAX)
    g_ptr_array_add (work->found, appearance_new (position, packet, &event));
  else
    work->left_out++;
}

/* Reads the packet itself, and decides where the others may be.
 * Returns: whether there may be any. */
static gboolean
plan (Work *work)
{
  guint64 count = pktmon_store_get_count (work->store);
  guint64 near_first = work->position - MIN (work->position, NEAR);
  guint64 near_end = MIN (count, work->position + NEAR), first = near_first, end = near_end;
  PktmonStackEvent event;
  PktmonPacket packet;

  work->begun = TRUE;
  if (!pktmon_cursor_read (work->cursor, work->position, &packet, NULL) ||
      !pktmon_stack_event_find (&packet, &event))
    return FALSE;
  work->id = pktmon_packet_get_id (&packet);
  while (end < count && is_close (work, end))
    end = MIN (count, end + NEAR);
  while (first > 0 && is_close (work, first - 1))
    first -= MIN (first, NEAR);
  work->spans[0] = (Span){ near_first, near_end };
  work->spans[1] = (Span){ near_end, end };
  work->spans[2] = (Span){ first, near_first };
  work->spans[3] = (Span){ end, end };
  work->planned = work->id != 0 ? end : G_MAXUINT64;
  return work->id != 0;
}

/* Returns: whether there is more to look at. */
static gboolean
advance (Work *work)
{
  Span *span = &work->spans[work->span];
  PktmonPacket packet;

  for (guint i = 0; i < BATCH && span->next < span->end; i++, span->next++)
    if (pktmon_cursor_read (work->cursor, span->next, &packet, NULL))
      take (work, span->next, &packet);
  if (span->next == span->end)
    work->span++;
  return work->span < G_N_ELEMENTS (work->spans);
}

/* What the store got since then; too far away is nothing before a packet that is. */
static void
plan_more (Work *work)
{
  guint64 count = pktmon_store_get_count (work->store);

  if (work->planned >= count)
    return;
  if (!is_close (work, work->planned)) {
    work->planned = G_MAXUINT64;
    return;
  }
  work->spans[3].end = work->planned = count;
  work->span = MIN (work->span, 3);
}

static gboolean
work_step (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;
  gboolean more;

  if (!work->begun)
    more = work->busy = plan (work);
  else {
    plan_more (work);
    more = work->span < G_N_ELEMENTS (work->spans) && work->id != 0;
  }
  while (more && !pktmon_steps_is_over (steps))
    more = advance (work);
  work->busy = work->busy && more && work->span < 3;
  return more;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  pktmon_cursor_free (work->cursor);
  g_ptr_array_unref (work->found);
  g_free (work);
}

/* --- Between two steps --- */

static void
step_done_cb (gpointer user_data)
{
  PktmonJourney *self = user_data;
  Work *work = self->work;
  gboolean changed = work->found->len > 0 || work->left_out != self->left_out || self->busy;

  g_ptr_array_extend_and_steal (self->appearances, g_steal_pointer (&work->found));
  work->found = g_ptr_array_new_with_free_func (appearance_free);
  g_ptr_array_sort (self->appearances, compare);
  self->id = work->id;
  self->left_out = work->left_out;
  self->busy = work->busy;
  if (!changed)
    return;
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (self);
}

static void
store_changed_cb (PktmonJourney *self)
{
  pktmon_steps_run (self->steps);
}

/* --- Life --- */

static void
pktmon_journey_dispose (GObject *object)
{
  PktmonJourney *self = PKTMON_JOURNEY (object);

  self->work = NULL;
  g_clear_pointer (&self->steps, pktmon_steps_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_journey_parent_class)->dispose (object);
}

static void
pktmon_journey_finalize (GObject *object)
{
  g_ptr_array_unref (PKTMON_JOURNEY (object)->appearances);
  G_OBJECT_CLASS (pktmon_journey_parent_class)->finalize (object);
}

static void
pktmon_journey_class_init (PktmonJourneyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pktmon_journey_dispose;
  object_class->finalize = pktmon_journey_finalize;
  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_JOURNEY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pktmon_journey_init (PktmonJourney *self)
{
  self->appearances = g_ptr_array_new_with_free_func (appearance_free);
  self->busy = TRUE;
}

PktmonJourney *
pktmon_journey_new (PktmonStore *store, guint64 position)
{
  PktmonJourney *self = g_object_new (PKTMON_TYPE_JOURNEY, NULL);
  Work *work = g_new0 (Work, 1);

  work->store = store;
  work->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  work->position = position;
  work->found = g_ptr_array_new_with_free_func (appearance_free);
  self->store = g_object_ref (store);
  self->work = work;
  self->steps = pktmon_steps_new (work_step, work, work_free, step_done_cb, self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_steps_run (self->steps);
  return self;
}

/* --- Looking --- */

gboolean
pktmon_journey_is_busy (PktmonJourney *self)
{
  g_return_val_if_fail (PKTMON_IS_JOURNEY (self), FALSE);

  return self->busy;
}

guint64
pktmon_journey_get_id (PktmonJourney *self)
{
  g_return_val_if_fail (PKTMON_IS_JOURNEY (self), 0);

  return self->id;
}

guint
pktmon_journey_get_count (PktmonJourney *self)
{
  g_return_val_if_fail (PKTMON_IS_JOURNEY (self), 0);

  return self->appearances->len;
}

guint64
pktmon_journey_get_left_out (PktmonJourney *self)
{
  g_return_val_if_fail (PKTMON_IS_JOURNEY (self), 0);

  return self->left_out;
}

const PktmonAppearance *
pktmon_journey_get (PktmonJourney *self, guint n)
{
  g_return_val_if_fail (PKTMON_IS_JOURNEY (self), NULL);
  g_return_val_if_fail (n < self->appearances->len, NULL);

  return g_ptr_array_index (self->appearances, n);
}

const PktmonAppearance *const *
pktmon_journey_get_all (PktmonJourney *self)
{
  g_return_val_if_fail (PKTMON_IS_JOURNEY (self), NULL);

  return (const PktmonAppearance *const *) self->appearances->pdata;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/stack-tap.h"

#include <linux/filter.h>
#include <pcap/bpf.h>

#include "helper/drop-totals.h"
#include "helper/stack-options.h"
#include "pcapng/stack-event.h"
#include "probe/point.h"

/* The ring is read no more often than that: each event that comes when all were read wakes up who
 * waits, and costs the kernel more than several that gather. */
#define PAUSE_MICROSECONDS 4000
/* Memory that the kernel fills at once. */
#define MAX_AUTOMATIC_BUFFER (8u << 20)
#define MAX_BUFFER (256u << 20)

#define ETHERNET_SIZE 14u
#define ADDRESSES_SIZE 12u
#define TAG_SIZE 4u
#define MAX_EVENT_DATA 65536u

typedef struct {
  PktmonTap tap;
  PktmonProbe *probe; /* borrowed */
  guint slot;
  PktmonSymbols *symbols; /* NULL: nothing is dropped there */
  gint64 clock;           /* nanoseconds that the clock of files is ahead of the probe's */
  GMutex lock;
  PktmonProgram *program; /* under the lock */
  gint64 read;            /* monotonic time at which the ring was read last */
  guint64 lost;           /* of the probe's losses, those that are counted */
  guint64 untold;         /* of these, those that are not written yet */
  PktmonLane *lane;       /* while it is read */
  gboolean counting;      /* and nothing comes through the ring */
  PktmonStackOptions options;
  guint8 frame[ETHERNET_SIZE + TAG_SIZE + MAX_EVENT_DATA];
} StackTap;

/* --- Reading --- */

static guint8 *
append_be16 (guint8 *to, guint value)
{
  *to++ = (guint8) (value >> 8);
  *to++ = (guint8) value;
  return to;
}

/* Lays out the frame as it would be on the wire: with a header, and with the tag that the kernel
 * has beside it. Returns: bytes that were added. */
static guint32
make_frame (StackTap *self, const PktmonProbeEvent *event)
{
  gboolean is_made_up = (event->flags & (PKTMON_EVENT_ETHERNET | PKTMON_EVENT_IP)) == 0;
  gboolean is_tagged = event->flags & PKTMON_EVENT_VLAN && !(event->flags & PKTMON_EVENT_IP) &&
                       (is_made_up || event->captured >= ADDRESSES_SIZE);
  const guint8 *rest = event->data;
  gsize left = MIN (event->captured, MAX_EVENT_DATA);
  guint8 *to = self->frame;

  if (is_made_up) {
    memset (to, 0, ADDRESSES_SIZE);
    to += ADDRESSES_SIZE;
  } else if (is_tagged) {
    memcpy (to, rest, ADDRESSES_SIZE);
    to += ADDRESSES_SIZE;
    rest += ADDRESSES_SIZE;
    left -= ADDRESSES_SIZE;
  }
  if (is_tagged)
    to = append_be16 (append_be16 (to, event->vlan_protocol), event->vlan_control);
  if (is_made_up)
    to = append_be16 (to, event->protocol);
  memcpy (to, rest, left);
  return (guint32) (to - self->frame) - (guint32) (rest - event->data);
}

/* Only the host judges expressions. */
static gboolean
is_wanted (StackTap *self, guint32 captured, guint32 length)
{
  gboolean wanted;

  g_mutex_lock (&self->lock);
  wanted = self->program->table.expressions == 0 ||
           pktmon_program_run (self->program, self->frame, captured, length) > 0;
  g_mutex_unlock (&self->lock);
  return wanted;
}

static void
event_cb (const PktmonProbeEvent *event, gpointer user_data)
{
  StackTap *self = user_data;
  guint32 added = make_frame (self, event);
  guint32 captured = MIN (event->captured, MAX_EVENT_DATA) + added;
  PktmonPacketBlock block = {
    .ticks = event->time + (guint64) self->clock,
    .captured = MIN (captured, self->tap.snap_length),
    .length = MAX (event->length + added, captured),
    .flags = pktmon_stack_options_get_flags (event),
    .lost = self->untold,
    .options = self->options.bytes,
  };

  if (!is_wanted (self, captured, block.length) ||
      (pktmon_finish_is_needed (self->tap.finish) &&
       !pktmon_finish_wants (self->tap.finish, block.ticks, self->frame, captured, block.length)))
    return;
  pktmon_stack_options_init (&self->options, event, self->symbols);
  block.options_size = (guint32) self->options.size;
  memcpy (pktmon_lane_add (self->lane, &block), self->frame, block.captured);
  self->untold = 0;
}

static void
count_lost (StackTap *self)
{
  PktmonProbeCounters counters;
  guint64 lost;

  pktmon_probe_get_counters (self->probe, self->slot, &counters);
  lost = counters.lost - self->lost;
  if (lost == 0)
    return;
  self->lost += lost;
  self->untold += lost;
  pktmon_lane_add_lost (self->lane, lost);
}

static void
reason_cb (const PktmonProbeReason *reason, gpointer user_data)
{
  const PktmonDropCounters counters = { reason->reason, reason->packets, reason->bytes };

  pktmon_drop_totals_add (user_data, &counters);
}

static void
tell_counted (StackTap *self, PktmonLane *lane)
{
  PktmonDropTotals drops = { 0 };
  PktmonProbeCounters counters;

  if (!self->counting)
    return;
  pktmon_probe_get_counters (self->probe, self->slot, &counters);
  if (self->symbols != NULL)
    pktmon_probe_foreach_reason (self->probe, self->slot, reason_cb, &drops);
  pktmon_lane_set_counted (lane, counters.packets, counters.bytes, &drops);
}

static PktmonTapResult
read_some (PktmonTap *tap, PktmonLane *lane, char **reason)
{
  StackTap *self = (StackTap *) tap;
  gint64 pause = self->read + PAUSE_MICROSECONDS - g_get_monotonic_time();

  self->lane = lane;
  tell_counted (self, lane);
  if (!pktmon_probe_is_pending (self->probe, self->slot))
    return PKTMON_TAP_EMPTY;
  if (pause > 0)
    g_usleep ((gulong) pause);
  count_lost (self);
  pktmon_probe_read (self->probe, self->slot, event_cb, self);
  pktmon_lane_hand_over (lane);
  self->read = g_get_monotonic_time();
  return PKTMON_TAP_MORE;
}

static gboolean
is_drained (PktmonTap *tap, PktmonLane *lane)
{
  StackTap *self = (StackTap *) tap;

  tell_counted (self, lane);
  count_lost (self);
  return !pktmon_probe_is_pending (self->probe, self->slot);
}

static gboolean
is_pending (PktmonTap *tap)
{
  StackTap *self = (StackTap *) tap;

  return pktmon_probe_is_pending (self->probe, self->slot);
}

/* --- Control --- */

/* The VLAN tag that a program asks the kernel for is in the frame. */
static void
answer_for_kernel (PktmonProgram *program)
{
  for (guint i = 0; i < program->n_instructions; i++) {
    struct sock_filter *instruction = &program->instructions[i];

    if (BPF_CLASS (instruction->code) == BPF_LD && BPF_MODE (instruction->code) == BPF_ABS &&
        (instruction->k == (guint32) (SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT) ||
         instruction->k == (guint32) (SKF_AD_OFF + SKF_AD_VLAN_TAG)))
      *instruction = (struct sock_filter) BPF_STMT (BPF_LD | BPF_IMM, 0);
  }
}

static gboolean
set_program (PktmonTap *tap, const PktmonProgram *program)
{
  StackTap *self = (StackTap *) tap;

  if (program->closed) {
    pktmon_probe_set_open (self->probe, self->slot, FALSE);
    return TRUE;
  }
  g_mutex_lock (&self->lock);
  g_free (self->program);
  self->program = pktmon_program_copy (program);
  answer_for_kernel (self->program);
  g_mutex_unlock (&self->lock);
  pktmon_probe_set_table (self->probe, self->slot, &program->table);
  pktmon_probe_set_open (self->probe, self->slot, TRUE);
  return TRUE;
}

static void
stack_tap_free (PktmonTap *tap)
{
  StackTap *self = (StackTap *) tap;

  pktmon_probe_remove (self->probe, self->slot);
  g_clear_pointer (&self->symbols, pktmon_symbols_free);
  g_free (self->program);
  g_mutex_clear (&self->lock);
  g_free (self);
}

PktmonTap *
pktmon_stack_tap_new (PktmonProbe *probe, const PktmonAddSourceRequest *request,
                      guint64 buffer_size, GError **error)
{
  static const PktmonTapClass class = { read_some, is_drained, is_pending, set_program,
                                        stack_tap_free };
  PktmonProbeRequest wanted = {
    .point = pktmon_point_find (request->device),
    .snap_length = MIN (request->snap_length, MAX_EVENT_DATA),
    .buffer_size = request->buffer_size > 0 ? MIN (request->buffer_size, MAX_BUFFER)
                                            : MIN (buffer_size, MAX_AUTOMATIC_BUFFER),
  };
  int slot = pktmon_probe_add (probe, &wanted, error);
  StackTap *self;

  if (slot < 0)
    return NULL;
  self = g_new0 (StackTap, 1);
  self->probe = probe;
  self->slot = (guint) slot;
  self->clock = pktmon_probe_get_clock (probe);
  self->counting = request->counting;
  pktmon_probe_set_counting (probe, self->slot, self->counting);
  self->tap = (PktmonTap){
    .class = &class,
    /* What is counted is asked for now and then. */
    .descriptor = request->counting ? -1 : pktmon_probe_get_descriptor (probe, self->slot),
    .link_type = pktmon_point_get_link_type (wanted.point),
    .snap_length = wanted.snap_length,
    .buffer_size = pktmon_probe_get_buffer_size (probe, self->slot),
  };
  g_mutex_init (&self->lock);
  if (wanted.point == PKTMON_POINT_DROP)
    self->symbols = pktmon_symbols_new();
  return &self->tap;
}

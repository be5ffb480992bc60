/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/stack-options.h"

#include <string.h>

#include "helper/tap.h"
#include "pcapng/format.h"
#include "pcapng/stack-event.h"
#include "probe/point.h"
#include "probe/reasons.h"

#define TEXT_SIZE 256
/* epb_verdict: of Linux' eBPF TC; TC_ACT_SHOT, which is that the packet was dropped. */
#define VERDICT_TYPE 1
#define VERDICT_DROPPED 2

static void
put (PktmonStackOptions *self, guint16 code, gconstpointer value, gsize size)
{
  const guint16 head[2] = { code, (guint16) size };
  gsize padded = (size + 3) & ~(gsize) 3;

  if (sizeof head + padded > sizeof self->bytes - self->size)
    return;
  memcpy (self->bytes + self->size, head, sizeof head);
  memset (self->bytes + self->size + sizeof head, 0, padded);
  memcpy (self->bytes + self->size + sizeof head, value, size);
  self->size += sizeof head + padded;
}

/* --- Drops --- */

typedef struct {
  char reason[TEXT_SIZE];
  char location[TEXT_SIZE]; /* empty: not known */
  guint hook;               /* PKTMON_POINT_…; PKTMON_STACK_NO_HOOK: none, or not known */
} Drop;

/* Who calls the rules of a hook. */
static const struct {
  const char *function;
  guint point;
} hooks[] = {
  { "ip_rcv", PKTMON_POINT_PREROUTING },         { "ip_list_rcv", PKTMON_POINT_PREROUTING },
  { "ip_sublist_rcv", PKTMON_POINT_PREROUTING }, { "ipv6_rcv", PKTMON_POINT_PREROUTING },
  { "ipv6_list_rcv", PKTMON_POINT_PREROUTING },  { "ip_local_deliver", PKTMON_POINT_LOCAL_IN },
  { "ip6_input", PKTMON_POINT_LOCAL_IN },        { "ip6_mc_input", PKTMON_POINT_LOCAL_IN },
  { "ip_forward", PKTMON_POINT_FORWARD },        { "ip6_forward", PKTMON_POINT_FORWARD },
  { "__ip_local_out", PKTMON_POINT_LOCAL_OUT },  { "__ip6_local_out", PKTMON_POINT_LOCAL_OUT },
  { "ip6_xmit", PKTMON_POINT_LOCAL_OUT },        { "ip_output", PKTMON_POINT_POSTROUTING },
  { "ip_mc_output", PKTMON_POINT_POSTROUTING },  { "ip6_output", PKTMON_POINT_POSTROUTING },
};

static guint
find_hook (const PktmonProbeEvent *event, PktmonSymbols *symbols)
{
  for (guint i = 0; i < PKTMON_PROBE_FRAMES && event->callers[i] != 0; i++) {
    guint64 offset;
    const char *name = pktmon_symbols_find (symbols, event->callers[i], &offset);

    for (gsize j = 0; name != NULL && j < G_N_ELEMENTS (hooks); j++)
      if (g_str_equal (hooks[j].function, name))
        return hooks[j].point;
  }
  return PKTMON_STACK_NO_HOOK;
}

static void
describe_drop (Drop *drop, const PktmonProbeEvent *event, PktmonSymbols *symbols)
{
  PktmonText reason, location;

  pktmon_text_init (&reason, drop->reason, sizeof drop->reason);
  pktmon_text_init (&location, drop->location, sizeof drop->location);
  drop->hook = PKTMON_STACK_NO_HOOK;
  if (event->point != PKTMON_POINT_DROP)
    return;
  pktmon_reason_append (&reason, event->reason);
  if (symbols == NULL)
    return;
  pktmon_symbols_append (symbols, event->location, &location);
  drop->hook = find_hook (event, symbols);
}

/* For people who read the file elsewhere: not translated. */
static void
put_comment (PktmonStackOptions *self, const Drop *drop)
{
  char comment[3 * TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, comment, sizeof comment);
  pktmon_text_append (&text, PKTMON_STACK_COMMENT);
  pktmon_text_append (&text, drop->reason);
  if (*drop->location != '\0') {
    pktmon_text_append (&text, " at ");
    pktmon_text_append (&text, drop->location);
  }
  if (drop->hook != PKTMON_STACK_NO_HOOK) {
    pktmon_text_append (&text, ", by a rule of ");
    pktmon_text_append (&text, pktmon_point_get_name (drop->hook));
  }
  put (self, PKTMON_OPTION_COMMENT, comment, text.length);
}

static void
put_drop (PktmonStackOptions *self, const Drop *drop)
{
  guint8 verdict[9] = { VERDICT_TYPE };
  const guint64 dropped = VERDICT_DROPPED;

  memcpy (verdict + 1, &dropped, sizeof dropped);
  put (self, PKTMON_OPTION_EPB_VERDICT, verdict, sizeof verdict);
  put_comment (self, drop);
}

/* --- All of it --- */

static guint16
get_stack_flags (const PktmonProbeEvent *event)
{
  static const struct {
    guint8 event;
    guint16 stack;
  } flags[] = {
    { PKTMON_EVENT_CLONE, PKTMON_STACK_CLONE },
    { PKTMON_EVENT_REPLACED, PKTMON_STACK_REPLACED },
    { PKTMON_EVENT_VLAN, PKTMON_STACK_TAGGED },
  };
  guint16 value =
      event->flags & (PKTMON_EVENT_ETHERNET | PKTMON_EVENT_IP) ? 0 : PKTMON_STACK_MADE_UP;

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    value |= event->flags & flags[i].event ? flags[i].stack : 0;
  return value;
}

/* A text of the kernel: whatever it is, it becomes UTF-8. */
static void
set_text (PktmonStackEvent *to, PktmonStackText which, const char *from, char buffer[TEXT_SIZE])
{
  PktmonText text;

  pktmon_text_init (&text, buffer, TEXT_SIZE);
  pktmon_text_append_foreign (&text, (const guint8 *) from, strlen (from));
  to->texts[which].data = buffer;
  to->texts[which].size = text.length;
}

static void
put_event (PktmonStackOptions *self, const PktmonProbeEvent *event, const Drop *drop)
{
  char buffers[PKTMON_N_STACK_TEXTS][TEXT_SIZE];
  guint8 value[PKTMON_STACK_EVENT_MAX_SIZE];
  PktmonStackEvent stack = {
    .point = event->point,
    .flags = get_stack_flags (event),
    .appearance = event->appearance,
    .network_namespace = event->network_namespace,
    .interface = event->interface,
    .mark = event->mark,
    .reason = event->reason,
    .process = event->process,
    .thread = event->thread,
    .processor = event->cpu,
    .vlan_control = event->vlan_control,
    .hook = (guint8) drop->hook,
  };

  set_text (&stack, PKTMON_STACK_INTERFACE, event->device, buffers[PKTMON_STACK_INTERFACE]);
  set_text (&stack, PKTMON_STACK_REASON, drop->reason, buffers[PKTMON_STACK_REASON]);
  set_text (&stack, PKTMON_STACK_LOCATION, drop->location, buffers[PKTMON_STACK_LOCATION]);
  set_text (&stack, PKTMON_STACK_PROCESS, event->command, buffers[PKTMON_STACK_PROCESS]);
  set_text (&stack, PKTMON_STACK_HOOK,
            drop->hook != PKTMON_STACK_NO_HOOK ? pktmon_point_get_name (drop->hook) : "",
            buffers[PKTMON_STACK_HOOK]);
  put (self, PKTMON_OPTION_CUSTOM_BINARY, value, pktmon_stack_event_put (&stack, value));
}

void
pktmon_stack_options_init (PktmonStackOptions *self, const PktmonProbeEvent *event,
                           PktmonSymbols *symbols)
{
  const guint32 queue = event->queue;
  const guint64 journey = event->journey;
  Drop drop;

  self->size = 0;
  describe_drop (&drop, event, symbols);
  put (self, PKTMON_OPTION_EPB_PACKETID, &journey, sizeof journey);
  put (self, PKTMON_OPTION_EPB_QUEUE, &queue, sizeof queue);
  if (event->point == PKTMON_POINT_DROP)
    put_drop (self, &drop);
  put_event (self, event, &drop);
}

guint32
pktmon_stack_options_get_flags (const PktmonProbeEvent *event)
{
  switch (event->point) {
  case PKTMON_POINT_RECEIVE:
  case PKTMON_POINT_PREROUTING:
  case PKTMON_POINT_LOCAL_IN:
  case PKTMON_POINT_DELIVERY:
    return pktmon_tap_get_flags (event->packet_type);
  case PKTMON_POINT_FORWARD:
    return 0;
  case PKTMON_POINT_DROP:
    return event->flags & PKTMON_EVENT_RECEIVED ? pktmon_tap_get_flags (event->packet_type)
                                                : PKTMON_FLAGS_OUTBOUND;
  default:
    return PKTMON_FLAGS_OUTBOUND;
  }
}

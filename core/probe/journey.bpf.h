/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Journeys: which packets, at several points, are the same one. */
#include "probe/program.bpf.h"

#define MAX_JOURNEYS 65536 /* entries: two of each */

/* Of an address of a packet's structure, or of its bytes. */
struct journey {
  __u64 id;
  __u64 other; /* the other address of the same packet */
  __u64 time;  /* when it was seen last */
  __u32 appearance;
  __u16 over;     /* nothing but its delivery can follow */
  __u16 of_bytes; /* entered by their address */
  __u64 turn;     /* at which it was entered */
};

__u64 entered[MAX_JOURNEYS]; /* addresses, in a circle */

/* With some room for processors that enter one at the same time. */
struct {
  __uint (type, BPF_MAP_TYPE_HASH);
  __uint (max_entries, MAX_JOURNEYS + 4096);
  __type (key, __u64);
  __type (value, struct journey);
} journeys SEC (".maps");

struct {
  __uint (type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint (max_entries, 1);
  __type (key, __u32);
  __type (value, __u64);
} last_journey SEC (".maps");

static inline __u64
new_journey (void)
{
  __u32 zero = 0;
  __u64 *last = bpf_map_lookup_elem (&last_journey, &zero);

  if (last == NULL)
    return 1;
  *last += 1;
  return (__u64) bpf_get_smp_processor_id() << 40 | (*last & 0xffffffffffull);
}

/* Whether what was seen is the packet of a journey, or another one in its place. */
static inline int
goes_on (const struct journey *journey, const struct sight *sight)
{
  if (journey->over)
    return sight->point == PKTMON_POINT_DELIVERY || sight->point == PKTMON_POINT_DROP;
  return sight->time - journey->time < MAX_PAUSE;
}

/* Makes room for what is entered in the place of `oldest`. */
static inline void
forget (__u64 oldest, __u64 turn, __u64 time)
{
  struct journey *journey = bpf_map_lookup_elem (&journeys, &oldest);

  if (journey == NULL || journey->turn != turn)
    return;
  if (!journey->over && !journey->of_bytes && time - journey->time < MAX_PAUSE)
    __sync_fetch_and_add (&forgotten, 1);
  bpf_map_delete_elem (&journeys, &oldest);
}

/* Enters a journey by an address; what was entered first has to leave when there are too many. */
static __attribute__ ((noinline)) void
enter (struct journey *journey, __u64 address)
{
  __u64 turn = __sync_fetch_and_add (&turns, 1);
  __u64 *place = &entered[turn % MAX_JOURNEYS];

  if (*place != 0)
    forget (*place, turn - MAX_JOURNEYS, journey->time);
  *place = address;
  journey->turn = turn;
  if (bpf_map_update_elem (&journeys, &address, journey, BPF_ANY) != 0)
    __sync_fetch_and_add (&forgotten, 1);
}

/* Bytes that were freed without a word may be anybody's by now: only who shares them, or did, is of
 * their journey. */
static __attribute__ ((noinline)) void
begin_journey (struct sight *sight, struct sk_buff *skb, __u64 address, __u64 head)
{
  struct journey *found = bpf_map_lookup_elem (&journeys, &head), *first;
  struct journey begun = { .other = address, .time = sight->time, .appearance = 1 };

  if (found != NULL && BPF_CORE_READ_BITFIELD (skb, cloned) &&
      sight->point != PKTMON_POINT_LOCAL_OUT && goes_on (found, sight)) {
    first = bpf_map_lookup_elem (&journeys, &found->other);
    begun.id = found->id;
    begun.appearance = (first != NULL && first->id == begun.id ? first : found)->appearance + 1;
    sight->flags |= PKTMON_EVENT_CLONE;
  } else {
    begun.id = new_journey();
    begun.of_bytes = 1;
    enter (&begun, head);
    begun.of_bytes = 0;
  }
  sight->journey = begun.id;
  sight->appearance = begun.appearance;
  begun.other = head;
  enter (&begun, address);
  if (!followed)
    followed = 1;
}

/* Finds out which journey it is, and how often the packet was seen on it. */
static inline void
follow (struct sight *sight, struct sk_buff *skb)
{
  __u64 address = (__u64) skb, head = (__u64) skb->head;
  struct journey *journey = bpf_map_lookup_elem (&journeys, &address);

  if (journey == NULL || !goes_on (journey, sight)) {
    begin_journey (sight, skb, address, head);
    return;
  }
  if (journey->other != head) {
    journey->other = head;
    sight->flags |= PKTMON_EVENT_REPLACED;
  }
  journey->time = sight->time;
  sight->journey = journey->id;
  sight->appearance = ++journey->appearance;
}

/* TCP and sockets free packets without a word. */
static inline void
note_end (struct sk_buff *skb)
{
  __u64 address = (__u64) skb, head = (__u64) skb->head;
  struct journey *journey = bpf_map_lookup_elem (&journeys, &address);

  if (journey != NULL && !journey->over) {
    journey->over = 1;
    bpf_map_delete_elem (&journeys, &head);
  }
}

/* Whether others have the same bytes. */
static inline int
is_shared (struct sk_buff *skb)
{
  struct skb_shared_info *info = (void *) (skb->head + skb->end);

  return BPF_CORE_READ_BITFIELD (skb, cloned) &&
         (BPF_CORE_READ (info, dataref.counter) & 0xffff) > 1;
}

static inline void
end_journey (struct sk_buff *skb)
{
  __u64 address = (__u64) skb, head = (__u64) skb->head;

  if (!followed || bpf_map_delete_elem (&journeys, &address) != 0)
    return;
  if (!is_shared (skb))
    bpf_map_delete_elem (&journeys, &head);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stack points: what runs in the kernel. One program for each point; all share what is wanted, the
 * journeys and the counters.
 *
 * A packet is first looked at as the host's matcher looks at it; only what is wanted, or belongs to
 * a journey that is followed already, is noted and copied. */
#include <linux/bpf.h>

#include "probe/kernel.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define PKTMON_LOAD(packet, offset, to, size) load_bytes ((packet), (offset), (to), (size))
#define PKTMON_PART(name) part_##name

/* The bytes of a packet as they are captured. */
struct bytes {
  __u64 start;   /* address of the first that is there */
  __u32 size;    /* of those that lie in a row from there on */
  __u32 made_up; /* MADE_UP and its Ethernet type: a header goes before them; 0: none does */
  __u32 tag;     /* PKTMON_VLAN_TAG and the number, where it is not among the bytes; 0: none */
  __u32 link;    /* PKTMON_LINK_… */
};

struct PktmonFacts;
struct PktmonTable;

static inline int load_bytes (const void *packet, __u32 offset, void *to, __u32 size);
int part_walk_type (const struct bytes *packet, struct PktmonFacts *facts);
int part_walk_inner (const struct bytes *packet, struct PktmonFacts *facts,
                     const struct PktmonTable *table);
__u32 part_table_compare_all (const struct PktmonTable *table, const struct PktmonFacts *facts);

#include "constraint/walk.h"
#include "probe/shared.h"

#define ETHERNET_SIZE 14
#define MADE_UP 0x10000
#define PROTOCOL_IPV4 0x0800
#define PROTOCOL_IPV6 0x86dd
#define FAMILY_IPV4 2
#define FAMILY_IPV6 10
#define FAMILY_PACKET 17
#define NOT_SET 0xffff
#define REASON_CONSUMED 1
/* A journey that paused for so long was another packet's. */
#define MAX_PAUSE 30000000000ull
#define MAX_BULK 64
/* Of a task's stack, at least. */
#define STACK_SIZE 16384

/* The verifier goes through them by themselves. */
#define PART __attribute__ ((noinline))

char LICENSE[] SEC ("license") = "GPL";

/* --- What is shared with the loader --- */

const volatile int has_receiver; /* kfree_skb says which socket a packet was for */
const volatile __u32 netfilter_reason;

__u32 namespaces[PKTMON_PROBE_NAMESPACES];                   /* inodes; 0: no more */
__u8 slots[PKTMON_N_POINTS][PKTMON_PROBE_NAMESPACES];        /* of sources, plus 1; 0: none */
PktmonProbeSource sources[PKTMON_PROBE_SOURCES];
PktmonProbeCounters counters[PKTMON_PROBE_CPUS][PKTMON_PROBE_SOURCES];
PktmonReasonCounters reasons[PKTMON_PROBE_NAMESPACES][PKTMON_PROBE_SUBSYSTEMS]
                            [PKTMON_PROBE_REASONS];
int following; /* there are journeys: of packets that pass more than one point */
int followed;  /* there was one */

struct ring {
  __uint (type, BPF_MAP_TYPE_RINGBUF);
  __uint (max_entries, 4096);
} ring SEC (".maps");

struct {
  __uint (type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint (max_entries, PKTMON_PROBE_SOURCES);
  __type (key, __u32);
  __array (values, struct ring);
} rings SEC (".maps");

/* Of an address of a packet's structure, or of its bytes. */
struct journey {
  __u64 id;
  __u64 other; /* the other address of the same packet */
  __u64 time;  /* when it was seen last */
  __u32 appearance;
  __u32 over; /* nothing but its delivery can follow */
};

struct {
  __uint (type, BPF_MAP_TYPE_LRU_HASH);
  __uint (max_entries, 65536);
  __type (key, __u64);
  __type (value, struct journey);
} journeys SEC (".maps");

struct {
  __uint (type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint (max_entries, 1);
  __type (key, __u32);
  __type (value, __u64);
} last_journey SEC (".maps");

/* --- Constraints --- */

static inline int
load_bytes (const void *packet, __u32 offset, void *to, __u32 size)
{
  const struct bytes *bytes = packet;

  if (bytes->made_up != 0) {
    if (offset < ETHERNET_SIZE) {
      if (offset != 0 || size != ETHERNET_SIZE)
        return 0;
      __builtin_memset (to, 0, ETHERNET_SIZE);
      ((__u8 *) to)[12] = (__u8) (bytes->made_up >> 8);
      ((__u8 *) to)[13] = (__u8) bytes->made_up;
      return 1;
    }
    offset -= ETHERNET_SIZE;
  }
  if (offset > bytes->size || size > bytes->size - offset)
    return 0;
  return bpf_probe_read_kernel (to, size, (const void *) (bytes->start + offset)) == 0;
}

PART int
part_walk_type (const struct bytes *packet, PktmonFacts *facts)
{
  if (packet == NULL || facts == NULL)
    return 0;
  pktmon_walk_type (packet, facts);
  return 1;
}

PART int
part_walk_inner (const struct bytes *packet, PktmonFacts *facts, const PktmonTable *table)
{
  return packet != NULL && facts != NULL && table != NULL &&
         pktmon_walk_inner (packet, facts, table);
}

PART __u32
part_table_compare_all (const PktmonTable *table, const PktmonFacts *facts)
{
  return table != NULL && facts != NULL ? pktmon_table_compare_all (table, facts) : 0;
}

/* Bits of the entries of the table that fit. */
PART __u32
match (const struct bytes *packet, const PktmonTable *table)
{
  PktmonFacts facts = { 0 };

  if (packet == NULL || table == NULL)
    return 0;
  if (packet->tag != 0)
    pktmon_walk_add_tag (&facts, (__u16) packet->tag);
  return pktmon_table_match (table, packet, &facts,
                             packet->link == PKTMON_LINK_RAW ? PKTMON_LINK_RAW
                                                             : PKTMON_LINK_ETHERNET);
}

/* The verifier sees that it is one of them. */
static inline PktmonProbeSource *
get_source (__u32 slot)
{
  barrier_var (slot);
  return &sources[slot & (PKTMON_PROBE_SOURCES - 1)];
}

static inline __u16
swap (__be16 value)
{
  return __builtin_bswap16 (value);
}

/* --- Journeys --- */

/* A packet at a point. */
struct sight {
  void *context; /* what the program was called with */
  struct net_device *device;
  const __u64 *callers; /* PKTMON_PROBE_FRAMES; NULL: not known */
  __u64 time;
  __u64 location;
  __u64 journey;
  __u32 appearance;
  __u32 network_namespace;
  __u32 reason;
  __u32 length;
  __u16 protocol, vlan_protocol;
  __u8 point, slot, layer, flags;
  __u32 interface;
  struct bytes bytes;
};

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

static __attribute__ ((noinline)) void
begin_journey (struct sight *sight, __u64 address, __u64 head)
{
  struct journey *found = bpf_map_lookup_elem (&journeys, &head), *first;
  struct journey begun = { .other = address, .time = sight->time, .appearance = 1 };

  if (found != NULL && sight->point != PKTMON_POINT_LOCAL_OUT && goes_on (found, sight)) {
    first = bpf_map_lookup_elem (&journeys, &found->other);
    begun.id = found->id;
    begun.appearance = (first != NULL && first->id == begun.id ? first : found)->appearance + 1;
    sight->flags |= PKTMON_EVENT_CLONE;
  } else {
    begun.id = new_journey();
    bpf_map_update_elem (&journeys, &head, &begun, BPF_ANY);
  }
  sight->journey = begun.id;
  sight->appearance = begun.appearance;
  begun.other = head;
  bpf_map_update_elem (&journeys, &address, &begun, BPF_ANY);
  if (!followed)
    followed = 1;
}

/* Finds out which journey it is, and how often the packet was seen on it. */
static inline void
follow (struct sight *sight, __u64 address, __u64 head)
{
  struct journey *journey = bpf_map_lookup_elem (&journeys, &address);

  if (journey == NULL || !goes_on (journey, sight)) {
    begin_journey (sight, address, head);
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

/* --- What is wanted --- */

/* The slot of the source for `point` in a namespace; negative: none that is open. */
static inline int
find_source (__u32 network_namespace, __u32 point)
{
  for (__u32 i = 0; i < PKTMON_PROBE_NAMESPACES; i++) {
    if (namespaces[i] == 0)
      break;
    if (namespaces[i] == network_namespace) {
      int slot = slots[point][i] - 1;

      return slot >= 0 && get_source ((__u32) slot)->open ? slot : -1;
    }
  }
  return -1;
}

static inline int
is_wanted (const struct sight *sight, struct sk_buff *skb)
{
  PktmonProbeSource *source = get_source (sight->slot);
  const PktmonTable *table = &source->tables[source->current & 1];
  __u64 address = (__u64) skb;
  __u32 matches;

  if (table->n == 0)
    return 1;
  matches = match (&sight->bytes, table);
  if (pktmon_table_decide_wide (table, matches))
    return 1;
  /* Its addresses may have been others when it was. */
  return followed && (matches & table->excluding & ~table->expressions) == 0 &&
         bpf_map_lookup_elem (&journeys, &address) != NULL;
}

/* --- What is told --- */

static inline PktmonProbeCounters *
get_counters (__u32 slot)
{
  return &counters[bpf_get_smp_processor_id() % PKTMON_PROBE_CPUS][slot % PKTMON_PROBE_SOURCES];
}

/* Names who runs: whoever sends, or reads. What interrupts programs, and is not their doing, has a
 * stack of its own; what this program was called with lies on the stack in use. */
static inline void
name_process (const struct sight *sight, PktmonProbeEvent *event)
{
  struct task_struct *task = (struct task_struct *) bpf_get_current_task_btf();
  __u64 address = 0;

  event->process = event->thread = 0;
  event->command[0] = 0;
  bpf_probe_read_kernel (&address, sizeof address, &sight->context);
  if (task->mm == NULL || address - (__u64) task->stack >= STACK_SIZE)
    return;
  event->process = (__u32) task->tgid;
  event->thread = (__u32) task->pid;
  bpf_probe_read_kernel_str (event->command, sizeof event->command, task->group_leader->comm);
}

static inline void
name_device (const struct sight *sight, PktmonProbeEvent *event)
{
  event->interface = sight->interface;
  event->device[0] = 0;
  if (sight->device == NULL)
    return;
  event->interface = (__u32) sight->device->ifindex;
  bpf_probe_read_kernel_str (event->device, sizeof event->device, sight->device->name);
}

static inline void
fill (const struct sight *sight, struct sk_buff *skb, PktmonProbeEvent *event)
{
  event->time = sight->time;
  event->journey = sight->journey;
  event->location = sight->location;
  event->appearance = sight->appearance;
  event->reason = sight->reason;
  event->length = sight->length;
  event->network_namespace = sight->network_namespace;
  event->mark = skb->mark;
  event->queue = skb->queue_mapping;
  event->protocol = sight->protocol;
  event->vlan_protocol = sight->vlan_protocol;
  event->vlan_control = (__u16) (sight->bytes.tag & ~PKTMON_VLAN_TAG);
  event->cpu = (__u16) bpf_get_smp_processor_id();
  event->point = sight->point;
  event->flags = sight->flags;
  event->packet_type = BPF_CORE_READ_BITFIELD (skb, pkt_type);
  name_device (sight, event);
  name_process (sight, event);
  event->callers[0] = 0;
  if (sight->callers != NULL)
    __builtin_memcpy (event->callers, sight->callers, sizeof event->callers);
}

/* One of several sizes: that of a record has to be a constant. */
#define TELL_SIZED(bound)                                                                          \
  if (size <= (bound)) {                                                                           \
    PktmonProbeEvent *event = bpf_ringbuf_reserve (to, sizeof *event + (bound), 0);                \
                                                                                                   \
    if (event == NULL)                                                                             \
      return 0;                                                                                    \
    fill (sight, skb, event);                                                                      \
    barrier_var (size); /* the verifier is to see that the next line holds for what follows */     \
    size = size <= (bound) ? size : (bound);                                                       \
    event->captured = (__u32) size;                                                                \
    if (bpf_probe_read_kernel (event->data, (__u32) size, (const void *) sight->bytes.start) != 0) \
      event->captured = 0;                                                                         \
    bpf_ringbuf_submit (event, 0);                                                                 \
    return 1;                                                                                      \
  }

/* Returns: whether there was room. */
static __attribute__ ((noinline)) int
tell (const struct sight *sight, struct sk_buff *skb, __u64 size)
{
  __u32 slot = sight->slot;
  void *to = bpf_map_lookup_elem (&rings, &slot);

  if (to == NULL)
    return 0;
  TELL_SIZED (96)
  TELL_SIZED (256)
  TELL_SIZED (1600)
  TELL_SIZED (9216)
  size = size <= 65536 ? size : 65536;
  TELL_SIZED (65536)
  return 0;
}

/* --- Packets --- */

/* How the bytes begin; `network`: where those of IP do. */
static inline void
find_bytes (struct sight *sight, struct sk_buff *skb, __u32 network)
{
  __u32 mac = skb->mac_header, data = (__u32) (skb->data - skb->head), tail = skb->tail;
  __u32 begin = network != 0 ? network : data;
  struct bytes *bytes = &sight->bytes;

  bytes->made_up = 0;
  bytes->link = PKTMON_LINK_ETHERNET;
  if (sight->layer == 3) {
    bytes->link = PKTMON_LINK_RAW;
    sight->flags |= PKTMON_EVENT_IP;
  } else if (mac != NOT_SET && mac + ETHERNET_SIZE <= network) {
    sight->flags |= PKTMON_EVENT_ETHERNET;
    begin = mac;
  } else
    bytes->made_up = MADE_UP | sight->protocol;
  sight->length = skb->len + data - begin;
  bytes->start = (__u64) skb->head + begin;
  bytes->size = tail > begin ? tail - begin : 0;
  if (bytes->size > sight->length)
    bytes->size = sight->length;
}

static inline void
describe (struct sight *sight, struct sk_buff *skb)
{
  sight->time = bpf_ktime_get_ns();
  sight->protocol = swap (skb->protocol);
  sight->vlan_protocol = swap (skb->vlan_proto);
  sight->bytes.tag = 0;
  if (sight->vlan_protocol != 0) {
    sight->flags |= PKTMON_EVENT_VLAN;
    sight->bytes.tag = PKTMON_VLAN_TAG | skb->vlan_tci;
  }
  if (skb->skb_iif != 0)
    sight->flags |= PKTMON_EVENT_RECEIVED;
}

/* Counts and tells of a packet, if it is wanted. */
static __attribute__ ((noinline)) void
note (struct sight *sight, struct sk_buff *skb, __u32 network)
{
  PktmonProbeCounters *count = get_counters (sight->slot);
  PktmonProbeSource *source = get_source (sight->slot);
  __u32 size;

  describe (sight, skb);
  find_bytes (sight, skb, network);
  if (!is_wanted (sight, skb))
    return;
  __sync_fetch_and_add (&count->packets, 1);
  __sync_fetch_and_add (&count->bytes, sight->length);
  if (source->counting)
    return;
  if (following)
    follow (sight, (__u64) skb, (__u64) skb->head);
  else {
    sight->journey = new_journey();
    sight->appearance = 1;
  }
  size = sight->bytes.size < source->snap_length ? sight->bytes.size : source->snap_length;
  if (!tell (sight, skb, size))
    __sync_fetch_and_add (&count->lost, 1);
}

/* A packet at a device. */
static inline void
see_at_device (void *ctx, struct sk_buff *skb, struct net_device *device, __u32 network,
               __u32 point)
{
  struct sight sight = { .context = ctx,
                         .device = device,
                         .network_namespace = device->nd_net.net->ns.inum,
                         .point = (__u8) point,
                         .layer = 2 };
  int slot = find_source (sight.network_namespace, point);

  if (slot < 0)
    return;
  sight.slot = (__u8) slot;
  note (&sight, skb, network);
}

/* --- Programs --- */

SEC ("tp_btf/netif_receive_skb")
int
BPF_PROG (on_receive, struct sk_buff *skb)
{
  see_at_device (ctx, skb, skb->dev, (__u32) (skb->data - skb->head), PKTMON_POINT_RECEIVE);
  return 0;
}

SEC ("tp_btf/qdisc_enqueue")
int
BPF_PROG (on_queue_in, void *qdisc, void *queue, struct sk_buff *skb)
{
  see_at_device (ctx, skb, skb->dev, skb->network_header, PKTMON_POINT_QUEUE_IN);
  return 0;
}

struct bulk {
  void *context;
  struct sk_buff *next;
};

static long
see_one_of_bulk (__u32 index, void *data)
{
  struct bulk *bulk = data;
  struct sk_buff *skb = bulk->next;

  if (skb == NULL || skb->head == NULL)
    return 1;
  see_at_device (bulk->context, skb, skb->dev, skb->network_header, PKTMON_POINT_QUEUE_OUT);
  bulk->next = skb->next;
  return 0;
}

/* Several packets may come at once, in a list. */
SEC ("tp_btf/qdisc_dequeue")
int
BPF_PROG (on_queue_out, void *qdisc, void *queue, int packets, struct sk_buff *skb)
{
  struct bulk bulk = { ctx, skb };

  bpf_loop (MAX_BULK, see_one_of_bulk, &bulk, 0);
  return 0;
}

SEC ("tp_btf/net_dev_start_xmit")
int
BPF_PROG (on_transmit, struct sk_buff *skb, struct net_device *device)
{
  see_at_device (ctx, skb, device, skb->network_header, PKTMON_POINT_TRANSMIT);
  return 0;
}

/* Packets that a program reads from a socket: those of IP, not of packet sockets. Their device may
 * be gone. */
SEC ("tp_btf/skb_copy_datagram_iovec")
int
BPF_PROG (on_delivery, struct sk_buff *skb, int length)
{
  struct task_struct *task = (struct task_struct *) bpf_get_current_task_btf();
  struct sight sight = { .context = ctx,
                         .network_namespace = task->nsproxy->net_ns->ns.inum,
                         .interface = (__u32) skb->skb_iif,
                         .point = PKTMON_POINT_DELIVERY,
                         .layer = 3 };
  __u16 protocol = swap (skb->protocol);
  __u16 family = BPF_CORE_READ (skb, sk, __sk_common.skc_family);
  int slot = find_source (sight.network_namespace, PKTMON_POINT_DELIVERY);

  if (slot < 0 || (protocol != PROTOCOL_IPV4 && protocol != PROTOCOL_IPV6) ||
      family == FAMILY_PACKET)
    return 0;
  sight.slot = (__u8) slot;
  note (&sight, skb, skb->network_header);
  if (followed)
    note_end (skb);
  return 0;
}

static inline int
is_tcp (struct sk_buff *skb, __u8 family)
{
  __u32 offset = skb->network_header + (family == FAMILY_IPV4 ? 9 : 6);
  __u8 protocol = 0;

  bpf_probe_read_kernel (&protocol, 1, skb->head + offset);
  return protocol == 6;
}

SEC ("netfilter")
int
on_hook (struct bpf_nf_ctx *ctx)
{
  const struct nf_hook_state *state = ctx->state;
  struct sk_buff *skb = ctx->skb;
  __u32 point = PKTMON_POINT_PREROUTING + state->hook;
  struct sight sight = { .context = ctx,
                         .device = state->hook <= 2 ? state->in : state->out,
                         .network_namespace = state->net->ns.inum,
                         .point = (__u8) point,
                         .layer = 3 };
  int slot = point <= PKTMON_POINT_POSTROUTING ? find_source (sight.network_namespace, point) : -1;

  if (slot < 0)
    return 1;
  sight.slot = (__u8) slot;
  note (&sight, skb, skb->network_header);
  if (point == PKTMON_POINT_LOCAL_IN && followed && is_tcp (skb, state->pf))
    note_end (skb);
  return 1;
}

/* --- Ends --- */

/* The source for a packet that is dropped. Where it waited for a socket, its device is something
 * else by now: one of no namespace. */
static inline int
find_drop (struct sight *sight, struct sk_buff *skb, struct sock *receiver)
{
  struct dst_entry *route = (void *) (skb->_skb_refdst & ~3ul);
  __u32 of_device = BPF_CORE_READ (skb, dev, nd_net.net, ns.inum);
  __u32 inode = receiver != NULL ? receiver->__sk_common.skc_net.net->ns.inum : 0;
  int slot;

  if (inode == 0)
    inode = BPF_CORE_READ (skb, sk, __sk_common.skc_net.net, ns.inum);
  slot = find_source (inode != 0 ? inode : of_device, PKTMON_POINT_DROP);
  if (inode == 0)
    inode = of_device;
  if (slot < 0) {
    inode = BPF_CORE_READ (route, dev, nd_net.net, ns.inum);
    slot = find_source (inode, PKTMON_POINT_DROP);
  }
  sight->network_namespace = inode;
  sight->interface = (__u32) skb->skb_iif;
  sight->device = of_device == inode ? skb->dev : NULL;
  return slot;
}

/* Messages of netlink and other sockets are dropped as packets are. */
static inline int
is_packet (struct sk_buff *skb)
{
  __u16 family = BPF_CORE_READ (skb, sk, __sk_common.skc_family);

  return skb->protocol != 0 || family == FAMILY_IPV4 || family == FAMILY_IPV6 ||
         family == FAMILY_PACKET;
}

static inline void
count_reason (__u32 slot, __u32 reason, __u32 length)
{
  PktmonReasonCounters *count = &reasons[get_source (slot)->reasons % PKTMON_PROBE_NAMESPACES]
                                        [(reason >> 16) % PKTMON_PROBE_SUBSYSTEMS]
                                        [reason % PKTMON_PROBE_REASONS];

  __sync_fetch_and_add (&count->packets, 1);
  __sync_fetch_and_add (&count->bytes, length);
}

SEC ("tp_btf/kfree_skb")
int
BPF_PROG (on_drop, struct sk_buff *skb, void *location, int reason)
{
  struct sock *receiver = has_receiver ? (struct sock *) ctx[3] : NULL;
  struct sight sight = { .context = ctx,
                         .location = (__u64) location,
                         .reason = (__u32) reason,
                         .point = PKTMON_POINT_DROP,
                         .layer = 2 };
  __u64 callers[PKTMON_PROBE_FRAMES] = { 0 };
  int slot;

  if (reason > REASON_CONSUMED && is_packet (skb)) {
    slot = find_drop (&sight, skb, receiver);
    if (slot >= 0) {
      sight.slot = (__u8) slot;
      if (sight.reason == netfilter_reason &&
          bpf_get_stack (ctx, callers, sizeof callers, 0) > 0)
        sight.callers = callers;
      count_reason (sight.slot, sight.reason, skb->len);
      note (&sight, skb, skb->network_header);
    }
  }
  end_journey (skb);
  return 0;
}

SEC ("tp_btf/consume_skb")
int
BPF_PROG (on_consume, struct sk_buff *skb)
{
  end_journey (skb);
  return 0;
}

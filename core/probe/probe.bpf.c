/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stack points: what runs in the kernel. One program for each point; all share what is wanted, the
 * journeys and the counters.
 *
 * A packet is first looked at as the host's matcher looks at it; only what is wanted, or belongs to
 * a journey that is followed already, is noted and copied. */
#include "probe/journey.bpf.h"
#include "probe/match.bpf.h"
#include "probe/reasons.bpf.h"
#include "probe/tell.bpf.h"

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

static inline __u16
swap (__be16 value)
{
  return __builtin_bswap16 (value);
}

static inline void
describe (struct sight *sight, struct sk_buff *skb)
{
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

/* Tells of a packet. */
static __attribute__ ((noinline)) void
keep (struct sight *sight, struct sk_buff *skb)
{
  PktmonProbeSource *source = get_source (sight->slot);
  __u32 size = sight->bytes.size;

  sight->time = bpf_ktime_get_ns();
  if (following)
    follow (sight, skb);
  else {
    sight->journey = new_journey();
    sight->appearance = 1;
  }
  if (!tell (sight, skb, size < source->snap_length ? size : source->snap_length))
    __sync_fetch_and_add (&get_counters (sight->slot)->lost, 1);
}

/* Counts a packet, and tells of it, if it is wanted. */
static inline void
note (struct sight *sight, struct sk_buff *skb, __u32 network)
{
  PktmonProbeCounters *count = get_counters (sight->slot);

  describe (sight, skb);
  find_bytes (sight, skb, network);
  if (!is_wanted (sight, skb))
    return;
  __sync_fetch_and_add (&count->packets, 1);
  __sync_fetch_and_add (&count->bytes, sight->length);
  if (!get_source (sight->slot)->counting)
    keep (sight, skb);
  else if (sight->point == PKTMON_POINT_DROP)
    count_reason (sight);
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

/* Read once: what was not NULL could be when it is read again. */
static inline struct sock *
get_sender (struct sk_buff *skb)
{
  struct sock *sender = skb->sk;

  barrier_var (sender);
  return sender;
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
  struct sock *sender = get_sender (skb);
  int slot = find_source (sight.network_namespace, PKTMON_POINT_DELIVERY);

  if (slot < 0 || (protocol != PROTOCOL_IPV4 && protocol != PROTOCOL_IPV6) ||
      (sender != NULL && sender->__sk_common.skc_family == FAMILY_PACKET))
    return 0;
  sight.slot = (__u8) slot;
  note (&sight, skb, skb->network_header);
  if (followed)
    note_end (skb);
  return 0;
}

/* Most packets of UDP are read without a word; what is known is that they wait in the queue of a
 * socket. */
SEC ("tp_btf/sk_data_ready")
int
BPF_PROG (on_socket, struct sock *sk)
{
  struct sight sight = { .context = ctx,
                         .receiver = sk,
                         .network_namespace = sk->__sk_common.skc_net.net->ns.inum,
                         .point = PKTMON_POINT_DELIVERY,
                         .layer = 3 };
  struct sk_buff *skb = sk->sk_receive_queue.prev;
  __u64 address = (__u64) skb, head = (__u64) &sk->sk_receive_queue;
  struct journey *journey;
  int slot;

  if (sk->sk_protocol != PROTOCOL_UDP || skb == NULL || address == head)
    return 0;
  slot = find_source (sight.network_namespace, PKTMON_POINT_DELIVERY);
  journey = bpf_map_lookup_elem (&journeys, &address);
  if (slot < 0 || (journey != NULL && journey->over))
    return 0;
  sight.slot = (__u8) slot;
  sight.interface = (__u32) skb->skb_iif;
  note (&sight, skb, skb->network_header);
  note_end (skb);
  return 0;
}

SEC ("tp_btf/sock_recv_length")
int
BPF_PROG (on_read, struct sock *sk)
{
  note_owner (sk);
  return 0;
}

static inline int
is_tcp (struct sk_buff *skb, __u8 family)
{
  __u32 offset = skb->network_header + (family == FAMILY_IPV4 ? 9 : 6);
  __u8 protocol = 0;

  bpf_probe_read_kernel (&protocol, 1, skb->head + offset);
  return protocol == PROTOCOL_TCP;
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
  struct sock *sender = get_sender (skb);
  __u32 of_device = skb->dev->nd_net.net->ns.inum, inode = of_device;

  if (receiver != NULL)
    inode = receiver->__sk_common.skc_net.net->ns.inum;
  else if (sender != NULL)
    inode = sender->__sk_common.skc_net.net->ns.inum;
  else if (inode == 0)
    inode = BPF_CORE_READ (route, dev, nd_net.net, ns.inum);
  sight->network_namespace = inode;
  sight->interface = (__u32) skb->skb_iif;
  sight->device = of_device == inode ? skb->dev : NULL;
  return find_source (inode, PKTMON_POINT_DROP);
}

/* Messages of netlink and other sockets are dropped as packets are. */
static inline int
is_packet (struct sk_buff *skb)
{
  struct sock *sender;
  __u16 family;

  if (skb->protocol != 0)
    return 1;
  sender = get_sender (skb);
  family = sender != NULL ? sender->__sk_common.skc_family : 0;
  return family == FAMILY_IPV4 || family == FAMILY_IPV6 || family == FAMILY_PACKET;
}

SEC ("tp_btf/kfree_skb")
int
BPF_PROG (on_drop, struct sk_buff *skb, void *location, int reason)
{
  struct sock *receiver = has_receiver ? (struct sock *) ctx[3] : NULL;
  struct sight sight = { .context = ctx,
                         .receiver = receiver,
                         .location = (__u64) location,
                         .reason = (__u32) reason,
                         .point = PKTMON_POINT_DROP,
                         .layer = 2 };
  __u64 callers[PKTMON_PROBE_FRAMES];
  int slot;

  if (reason > REASON_CONSUMED && is_packet (skb)) {
    slot = find_drop (&sight, skb, receiver);
    if (slot >= 0) {
      sight.slot = (__u8) slot;
      if (sight.reason == netfilter_reason && bpf_get_stack (ctx, callers, sizeof callers, 0) > 0)
        sight.callers = callers;
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

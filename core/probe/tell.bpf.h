/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is told of a packet, through the ring of its source. */
#include "probe/owner.bpf.h"

static inline PktmonProbeCounters *
get_counters (__u32 slot)
{
  return &counters[bpf_get_smp_processor_id() % PKTMON_PROBE_CPUS][slot % PKTMON_PROBE_SOURCES];
}

/* Whether the task is in a system call; it is interrupted otherwise, or has never been in user
 * space. */
static inline int
is_called (struct task_struct *task)
{
  void *registers = (void *) bpf_task_pt_regs (task);
  struct pt_regs___x86 *x86 = registers;
  struct pt_regs___arm64 *arm64 = registers;

  if (bpf_core_field_exists (x86->orig_ax))
    return (long) BPF_CORE_READ (x86, orig_ax) >= 0;
  return bpf_core_field_exists (arm64->syscallno) && BPF_CORE_READ (arm64, syscallno) >= 0;
}

/* Names whose socket it is for, or else who runs: whoever sends, or reads. What interrupts a system
 * call has a stack of its own; what this program was called with lies on the stack in use. */
static inline void
name_process (const struct sight *sight, struct process *process)
{
  struct task_struct *task = (struct task_struct *) bpf_get_current_task_btf();
  __u64 address = 0;

  if (name_owner (sight->receiver, process))
    return;
  bpf_probe_read_kernel (&address, sizeof address, &sight->context);
  if (task->mm != NULL && address - (__u64) task->stack < STACK_SIZE && is_called (task))
    name_task (task, process);
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

static __attribute__ ((noinline)) void
fill (const struct sight *sight, struct sk_buff *skb, PktmonProbeEvent *event)
{
  struct process process = { 0 };

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
  name_process (sight, &process);
  event->process = process.number;
  event->thread = process.thread;
  __builtin_memcpy (event->command, process.command, sizeof event->command);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <linux/types.h>

/* What the BPF program tells of a packet at a point. */

/* Where a packet can be seen, in the order in which one that is forwarded comes by. */
enum {
  PKTMON_POINT_RECEIVE,    /* from the driver to the stack */
  PKTMON_POINT_PREROUTING, /* this and the next four: before the rules of the hook */
  PKTMON_POINT_LOCAL_IN,
  PKTMON_POINT_FORWARD,
  PKTMON_POINT_LOCAL_OUT,
  PKTMON_POINT_POSTROUTING,
  PKTMON_POINT_QUEUE_IN, /* into the queue (qdisc) of a device */
  PKTMON_POINT_QUEUE_OUT,
  PKTMON_POINT_TRANSMIT, /* to the driver */
  PKTMON_POINT_DELIVERY, /* to the program that reads a socket */
  PKTMON_POINT_DROP,
  PKTMON_N_POINTS,
};

/* Of PktmonProbeEvent.flags. */
#define PKTMON_EVENT_ETHERNET 1u  /* the bytes begin with the link-layer header */
#define PKTMON_EVENT_IP 2u        /* the bytes begin with what follows one */
#define PKTMON_EVENT_VLAN 4u      /* `vlan_…` hold a tag that is not among the bytes */
#define PKTMON_EVENT_CLONE 8u     /* joined to its journey as one of several copies of a packet */
#define PKTMON_EVENT_REPLACED 16u /* joined though its bytes were moved meanwhile */
#define PKTMON_EVENT_RECEIVED 32u /* it came in through an interface */

#define PKTMON_PROBE_NAME 16
#define PKTMON_PROBE_FRAMES 12

typedef struct {
  __u64 time;       /* monotonic clock, nanoseconds */
  __u64 journey;    /* never 0, below 2^53 */
  __u64 location;   /* DROP: the address of the code that dropped it */
  __u32 appearance; /* in its journey, from 1 on */
  __u32 reason;     /* DROP: of the kernel's skb_drop_reason */
  __u32 length;     /* of the packet, from the first byte that was captured */
  __u32 captured;
  __u32 network_namespace; /* inode */
  __u32 interface;         /* index; 0: not known */
  __u32 mark;
  __u32 process, thread; /* whose socket it was for, or who ran; 0: none, or not known */
  __u16 queue;
  __u16 protocol; /* Ethernet type */
  __u16 vlan_protocol;
  __u16 vlan_control;
  __u16 cpu;
  __u8 flags;                         /* PKTMON_EVENT_… */
  __u8 packet_type;                   /* PACKET_HOST… */
  __u8 point;                         /* PKTMON_POINT_… */
  char device[PKTMON_PROBE_NAME];     /* name of the interface; may be empty */
  char command[PKTMON_PROBE_NAME];    /* name of the process */
  __u64 callers[PKTMON_PROBE_FRAMES]; /* of `location`, where that says little; 0: no more */
  __u8 data[];
} PktmonProbeEvent;

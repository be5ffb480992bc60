/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/option.h"
#include "pcapng/packet.h"

G_BEGIN_DECLS

/* What is known of a packet at a point of the network stack, beyond what pcapng has options for:
 * the one custom option that Packet Monitor writes (code 2989, binary, may be copied).
 *
 *   offset  size
 *        0     4  PKTMON_ENTERPRISE_NUMBER (pcapng/format.h), in the section's byte order;
 *                 what follows is little endian in every section
 *        4     4  "PKTM"
 *        8     1  version: 1; a reader takes what it knows of later ones, which only grow
 *        9     1  point: PKTMON_POINT_… (probe/event.h)
 *       10     2  flags: PKTMON_STACK_…
 *       12     4  appearance: how often the packet was seen on its journey (epb_packetid), this
 *                 time included
 *       16     4  network namespace: its inode
 *       20     4  index of the network interface; 0: not known
 *       24     4  firewall mark
 *       28     4  reason of a drop: the kernel's number; 0: none
 *       32     4  process that it was for, or that ran; 0: none, or not known
 *       36     4  thread of it
 *       40     2  processor that the packet was seen on
 *       42     2  VLAN tag (control information) that was not in the frame
 *       44     1  hook whose rules dropped it: PKTMON_POINT_…; 255: none, or not known
 *       45     3  0
 *       48     5  texts, each with a byte before that holds its length, UTF-8: name of the
 *                 interface, of the drop's reason, of its place (symbol+offset), of the hook, and
 * of the process
 *
 * Texts may be empty. */

#define PKTMON_STACK_MAGIC "PKTM"

/* A drop has a comment too, for people who read the file elsewhere: how it begins. */
#define PKTMON_STACK_COMMENT "Dropped: "
/* How the id of the source of drops ends, by which its interface is called. */
#define PKTMON_STACK_DROP "stack:drop"

#define PKTMON_STACK_MADE_UP 1u  /* the link-layer header is not the packet's: it has none */
#define PKTMON_STACK_CLONE 2u    /* one of several copies of the packet of this journey */
#define PKTMON_STACK_REPLACED 4u /* joined to its journey though its bytes were moved meanwhile */
#define PKTMON_STACK_TAGGED 8u   /* there was a VLAN tag that was not in the frame */

typedef enum {
  PKTMON_STACK_INTERFACE,
  PKTMON_STACK_REASON,
  PKTMON_STACK_LOCATION,
  PKTMON_STACK_HOOK,
  PKTMON_STACK_PROCESS,
  PKTMON_N_STACK_TEXTS,
} PktmonStackText;

typedef struct {
  guint8 point;
  guint16 flags;
  guint32 appearance;
  guint32 network_namespace;
  guint32 interface;
  guint32 mark;
  guint32 reason;
  guint32 process;
  guint32 thread;
  guint16 processor;
  guint16 vlan_control;
  guint8 hook; /* PKTMON_STACK_NO_HOOK: none */
  struct {
    const char *data; /* borrowed; not ended by a zero */
    gsize size;
  } texts[PKTMON_N_STACK_TEXTS];
} PktmonStackEvent;

#define PKTMON_STACK_NO_HOOK 255u

#define PKTMON_STACK_EVENT_MAX_SIZE (48u + PKTMON_N_STACK_TEXTS * 256u)

/* Writes the option's value, in the byte order of this machine; longer texts are cut between
 * characters. Returns: its size. */
gsize pktmon_stack_event_put (const PktmonStackEvent *self,
                              guint8 out[PKTMON_STACK_EVENT_MAX_SIZE]);

/* Reads it from an option of a packet block; FALSE when that is another one. Texts are valid UTF-8,
 * and borrowed from it. */
gboolean pktmon_stack_event_parse (const PktmonOption *option, gboolean big_endian,
                                   PktmonStackEvent *event);
/* Reads what a packet has; texts are valid UTF-8, and borrowed from it. FALSE when it has nothing
 * like that. */
gboolean pktmon_stack_event_find (const PktmonPacket *packet, PktmonStackEvent *event);

G_END_DECLS

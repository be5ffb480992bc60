/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <linux/if_packet.h>

#include "helper/finish.h"
#include "helper/lane.h"
#include "helper/program.h"

G_BEGIN_DECLS

/* PktmonTap: where the packets of a source come from: the ring of a packet socket, or a device of
 * libpcap. It is made closed: nothing passes until it gets a program. */

typedef struct _PktmonTap PktmonTap;

typedef enum {
  PKTMON_TAP_MORE,   /* there may be more */
  PKTMON_TAP_EMPTY,  /* nothing is there at the moment */
  PKTMON_TAP_FAILED, /* nothing will ever come again */
} PktmonTapResult;

typedef struct {
  /* Reads some packets into @lane; never waits for packets, only for room. With FAILED @reason is
   * set (transfer full). Capture thread. */
  PktmonTapResult (*read) (PktmonTap *self, PktmonLane *lane, char **reason);
  /* Whether everything that has passed the filter so far was read; counts what was lost. Capture
   * thread. */
  gboolean (*is_drained) (PktmonTap *self, PktmonLane *lane);
  /* Whether there are packets to read; NULL: unknown. Any thread. */
  gboolean (*is_pending) (PktmonTap *self);
  /* Lets @program decide about packets from now on; it is copied. FALSE with errno, and nothing
   * changed. Any thread. */
  gboolean (*set_program) (PktmonTap *self, const PktmonProgram *program);
  void (*free) (PktmonTap *self);
} PktmonTapClass;

struct _PktmonTap {
  const PktmonTapClass *class;
  int descriptor;       /* for poll; owned by the class */
  PktmonFinish *finish; /* what of the packets that pass is read into a lane; borrowed */
  guint16 link_type;
  guint32 snap_length;
  guint64 buffer_size; /* 0: not known */
};

/* epb_flags for a packet type of the kernel (PACKET_HOST…). */
static inline guint32
pktmon_tap_get_flags (guint packet_type)
{
  static const guint32 flags[] = {
    [PACKET_HOST] = PKTMON_FLAGS_INBOUND | PKTMON_FLAGS_UNICAST,
    [PACKET_BROADCAST] = PKTMON_FLAGS_INBOUND | PKTMON_FLAGS_BROADCAST,
    [PACKET_MULTICAST] = PKTMON_FLAGS_INBOUND | PKTMON_FLAGS_MULTICAST,
    [PACKET_OTHERHOST] = PKTMON_FLAGS_INBOUND | PKTMON_FLAGS_PROMISCUOUS,
    [PACKET_OUTGOING] = PKTMON_FLAGS_OUTBOUND,
  };

  return packet_type < G_N_ELEMENTS (flags) ? flags[packet_type] : 0;
}

static inline void
pktmon_tap_free (PktmonTap *self)
{
  self->class->free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonTap, pktmon_tap_free)

G_END_DECLS

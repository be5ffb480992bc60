/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/finisher.h"

G_BEGIN_DECLS

/* PktmonFinish: which finisher decides about the packets of a source, from which moment on. Packets
 * wait in the kernel's ring: those that came before a filter was changed are still decided about by
 * the one before. */
typedef struct _PktmonFinish PktmonFinish;

PktmonFinish *pktmon_finish_new (void);
void pktmon_finish_free (PktmonFinish *self);

/* @finisher: (transfer full): NULL: everything is wanted. @wide: the program lets too much pass;
 * else the finisher is needed only for packets that an earlier program let pass, and were on their
 * way at the change. @from: time of the first packet that it is for, nanoseconds since 1970. Any
 * thread. */
void pktmon_finish_set (PktmonFinish *self, PktmonFinisher *finisher, gboolean wide, guint64 from);

/* Whether anything has to be decided at all; costs next to nothing. The capture thread. */
gboolean pktmon_finish_is_needed (PktmonFinish *self);
/* Nothing waits any more that came before changes that were some time ago, whatever the clock says.
 * The capture thread. */
void pktmon_finish_settle (PktmonFinish *self);
/* Whether a packet is wanted that came at @time. @data: as pktmon_finisher_wants has it. The
 * capture thread. */
gboolean pktmon_finish_wants (PktmonFinish *self, guint64 time, const guint8 *data,
                              guint32 captured, guint32 length);

G_END_DECLS

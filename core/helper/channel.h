/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* PktmonChannel: messages of the protocol over a connected socket; what both sides share.
 *
 * Nothing blocks. What the socket does not take at once waits in a queue of bounded size; what the
 * other side sends is believed in no respect. One thread at a time. */
typedef struct _PktmonChannel PktmonChannel;

/* @descriptor: a socket of type SOCK_SEQPACKET or SOCK_STREAM; owned. */
PktmonChannel *pktmon_channel_new (int descriptor);
void pktmon_channel_free (PktmonChannel *self);
/* For poll; borrowed. */
int pktmon_channel_get_descriptor (const PktmonChannel *self);

/* --- Sending --- */

/* Sends @message, with a duplicate of @descriptor unless that is -1, or queues it.
 * Returns: FALSE when the other side is gone, or has taken nothing for so long that the queue is
 * full. */
gboolean pktmon_channel_send (PktmonChannel *self, const PktmonMessage *message, int descriptor,
                              GError **error);
/* Sends what is queued, as far as the socket takes it; call it when the socket can be written. */
gboolean pktmon_channel_flush (PktmonChannel *self, GError **error);
/* Whether something is queued. */
gboolean pktmon_channel_is_waiting (const PktmonChannel *self);

/* --- Receiving --- */

typedef enum {
  PKTMON_CHANNEL_MESSAGE,
  PKTMON_CHANNEL_EMPTY,  /* no whole message is there yet */
  PKTMON_CHANNEL_CLOSED, /* by the other side, between two messages */
  PKTMON_CHANNEL_FAILED, /* what came is no message, or the socket failed */
} PktmonChannelResult;

/* Takes the next message; call it when the socket can be read, until it gives something else.
 * @error: set with FAILED, final; PKTMON_ERROR_INVALID for what is no message. */
PktmonChannelResult pktmon_channel_receive (PktmonChannel *self, PktmonMessage *message,
                                            GError **error);
/* Takes the oldest descriptor that came with the messages so far; -1 when there is none. */
int pktmon_channel_take_descriptor (PktmonChannel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonChannel, pktmon_channel_free)

G_END_DECLS

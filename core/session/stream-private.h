/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/stream.h"

G_BEGIN_DECLS

/* The session's side of a stream. All but the getters: the session's thread. */

guint64 pktmon_stream_get_buffer_size (PktmonStream *self);
guint pktmon_stream_get_truncation (PktmonStream *self);
gboolean pktmon_stream_is_passing (PktmonStream *self);
gboolean pktmon_stream_is_closed (PktmonStream *self);
/* Whether another session may not have it. */
gboolean pktmon_stream_is_attached (PktmonStream *self);
void pktmon_stream_set_attached (PktmonStream *self, gboolean attached);

/* Packets of @store follow those of the one before. */
void pktmon_stream_add_store (PktmonStream *self, PktmonStore *store);
/* @event: copied; delivered in its place among the packets that there are. */
void pktmon_stream_send (PktmonStream *self, const PktmonStreamEvent *event);
/* There are more packets. */
void pktmon_stream_wake (PktmonStream *self);

G_END_DECLS

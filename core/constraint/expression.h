/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <pcap/bpf.h>

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonExpression: a filter in the language of pcap-filter(7), for packets of any link type.
 *
 * libpcap compiles it once for each link type that it meets. One thread at a time; make a copy for
 * each. */
typedef struct _PktmonExpression PktmonExpression;

/* Whether @text says nothing, and so matches everything. */
gboolean pktmon_expression_is_blank (const char *text);

/* @text: the expression; empty matches everything.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when no link type gives it a meaning. */
PktmonExpression *pktmon_expression_new (const char *text, GError **error);
/* The same for a view: with terms for what was seen inside the network stack, too
 * (constraint/stack-terms.h), which the kernel's filters do not know. */
PktmonExpression *pktmon_expression_new_view (const char *text, GError **error);
/* The same in another thread, for the main thread: a long expression costs libpcap seconds, and a
 * host name waits for the resolver. Cancelled, it ends at once with G_IO_ERROR_CANCELLED. */
void pktmon_expression_new_async (const char *text, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
PktmonExpression *pktmon_expression_new_finish (GAsyncResult *result, GError **error);
PktmonExpression *pktmon_expression_copy (const PktmonExpression *self);
void pktmon_expression_free (PktmonExpression *self);
/* pktmon_stack_terms_ask_for_drops, for one of a view. */
gboolean pktmon_expression_asks_for_drops (const PktmonExpression *self);

const char *pktmon_expression_get_text (const PktmonExpression *self);

/* Whether @packet matches. A packet of a link type that gives the expression no meaning does not;
 * how many there were is counted. */
gboolean pktmon_expression_match (PktmonExpression *self, const PktmonPacket *packet);

/* What @text is for packets of a file of @link_type (LINKTYPE_): the program that
 * pktmon_expression_match runs for those of this machine. Free with pcap_freecode. May take
 * seconds. Returns: FALSE when it has no meaning for them. */
gboolean pktmon_expression_compile (const char *text, guint16 link_type,
                                    struct bpf_program *program);

/* Packets that could not be judged so far, and what libpcap says of the first such link type
 * (borrowed; NULL when there were none). */
guint64 pktmon_expression_get_unjudged (const PktmonExpression *self, const char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonExpression, pktmon_expression_free)

G_END_DECLS

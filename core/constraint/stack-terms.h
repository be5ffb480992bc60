/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/packet.h"

G_BEGIN_DECLS

/* PktmonStackTerms: what a view filter wants of packets that were seen inside the network stack,
 * beside what pcap-filter(7) has words for:
 *
 *   KEY == VALUE[,VALUE…]    KEY != VALUE[,VALUE…]
 *
 * joined by "and" or "&&" with each other, and with an expression of pcap-filter. Keys:
 * stack.point, stack.hook, journey.id, drop.reason, drop.location, process.name, process.pid.
 * Values with blanks or commas stand in double quotes. A packet that has no such value does not
 * match, whatever it is compared with. Immutable; any thread. */
typedef struct _PktmonStackTerms PktmonStackTerms;

/* Takes the terms out of a view filter.
 * @rest: (out) (transfer full): what is left, in the language of pcap-filter(7).
 * @error: PKTMON_ERROR_INVALID when a term is wrong, or stands where none may.
 * Returns: (transfer full): NULL when there is none; then @rest is @text, or NULL with @error. */
PktmonStackTerms *pktmon_stack_terms_parse (const char *text, char **rest, GError **error);
PktmonStackTerms *pktmon_stack_terms_ref (PktmonStackTerms *self);
void pktmon_stack_terms_unref (PktmonStackTerms *self);

/* Whether all of them hold. */
gboolean pktmon_stack_terms_match (const PktmonStackTerms *self, const PktmonPacket *packet);

/* Whether they name drops, or a journey: even those are wanted then that are to be expected. */
gboolean pktmon_stack_terms_ask_for_drops (const PktmonStackTerms *self);

/* A term that @key, one of the keys, has this value: "drop.reason == NO_SOCKET". (transfer full) */
char *pktmon_stack_term_dup_text (const char *key, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonStackTerms, pktmon_stack_terms_unref)

G_END_DECLS

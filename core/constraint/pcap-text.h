/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* Constraints in the language of pcap-filter(7), for other programs.
 *
 * It says the same of frames without VLAN tags (or, where a VLAN is asked for, with that one), and
 * of IPv6 without extension headers other than a fragment's: of more than that the language cannot
 * speak.
 * Returns: (transfer full): NULL where it has no words: for what is inside of tunnels, or for an
 * expression whose meaning would change. */
char *pktmon_constraint_dup_pcap_text (const PktmonConstraint *self);

/* Whether @text has words that change what is said behind them. */
gboolean pktmon_pcap_text_is_shifting (const char *text);

G_END_DECLS

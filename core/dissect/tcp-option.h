/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The options of a TCP header (RFC 9293 section 3.2), what is captured of them; both end quietly at
 * one that is wrong. */

/* Appends those that tell something to the info text: " MSS=1460 WS=128". */
void pktmon_tcp_options_append (PktmonText *info, PktmonBytes options);
/* Adds all of them to the tree. */
void pktmon_tcp_options_add (PktmonDissection *self, PktmonBytes options);

G_END_DECLS

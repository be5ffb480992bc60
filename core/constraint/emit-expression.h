/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pcap/pcap.h>

#include "constraint/assembler.h"

G_BEGIN_DECLS

/* Writes a piece of program that goes to @matched for packets that an expression matches, and on
 * behind its end for others. It may change all of the memory, and expects nothing of it.
 * @program: what libpcap makes of the expression.
 * @is_ethernet: whether to see the VLAN tag that the kernel took out of the frame.
 * @doubt: whether a packet matches for which the kernel does not tell enough.
 *
 * A program ends, and the packet is gone, when it reads behind the end of a packet or divides by 0:
 * this one goes on, as the expression does not match then.
 *
 * Returns: whether it is exact: FALSE when there can be such packets. */
gboolean pktmon_emit_expression (PktmonAssembler *assembler, const struct bpf_program *program,
                                 gboolean is_ethernet, gboolean doubt, PktmonLabel matched);

G_END_DECLS

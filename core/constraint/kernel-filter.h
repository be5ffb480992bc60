/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pcap/bpf.h>

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* PktmonKernelFilter: constraints as classic BPF, by which the kernel chooses what is captured. It
 * means what the same expressions mean for the frames of the file. Owns its parts. */
typedef struct {
  char *text;               /* pcap-filter(7), as the file's if_filter; NULL: none says it */
  struct bpf_insn *program; /* NULL: everything passes */
  guint n;
} PktmonKernelFilter;

/* A packet passes when any of @constraints (element-type PktmonConstraint) holds; without any, all
 * pass. A constraint without a meaning for packets of @link_type (LINKTYPE_) holds for none.
 *
 * The kernel takes the outermost VLAN tag out of Ethernet frames before a filter sees them. The
 * program sees them as if it were there; where it would ask for what the kernel does not tell, the
 * packet passes. May take seconds for hostile expressions. Any thread.
 * Returns: FALSE with PKTMON_ERROR_INVALID when the program is larger than the kernel takes. */
gboolean pktmon_kernel_filter_init (PktmonKernelFilter *self, GPtrArray *constraints,
                                    guint16 link_type, GError **error);
void pktmon_kernel_filter_clear (PktmonKernelFilter *self);

/* What the program does about a VLAN tag that the kernel took out, appended to @program (element
 * type struct bpf_insn), which is meant for frames that hold it: see pktmon_kernel_filter_init. */
void pktmon_kernel_filter_add_stripped (GArray *program);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonKernelFilter, pktmon_kernel_filter_clear)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pcap/bpf.h>

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* PktmonKernelFilter: constraints as classic BPF, by which the kernel chooses what is captured. It
 * means what PktmonMatcher finds in the frames of the file. Owns its parts. */
typedef struct {
  char *text;               /* pcap-filter(7), as the file's if_filter; NULL: none says it */
  struct bpf_insn *program; /* NULL: everything passes */
  guint n;
  gboolean exact; /* FALSE: packets may pass that no constraint wants, never the other way round:
                     all of them where the program would be larger than the kernel takes */
} PktmonKernelFilter;

/* Those of @constraints (element-type PktmonConstraint) that are enabled decide; without any, all
 * packets pass. An expression without a meaning for packets of @link_type (LINKTYPE_) holds for
 * none.
 *
 * The kernel takes the outermost VLAN tag out of Ethernet frames before a filter sees them. The
 * program sees them as if it were there; where an expression would ask for what the kernel does not
 * tell, the packet passes. May take seconds for hostile expressions. Any thread.
 * Returns: FALSE with PKTMON_ERROR_INVALID when there are more than PKTMON_MAX_CONSTRAINTS. */
gboolean pktmon_kernel_filter_init (PktmonKernelFilter *self, GPtrArray *constraints,
                                    guint16 link_type, GError **error);
/* The same for who looks at frames as they are in a file, with their tags; FALSE also where the
 * program would be too large. */
gboolean pktmon_kernel_filter_init_for_file (PktmonKernelFilter *self, GPtrArray *constraints,
                                             guint16 link_type, GError **error);
void pktmon_kernel_filter_clear (PktmonKernelFilter *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonKernelFilter, pktmon_kernel_filter_clear)

G_END_DECLS

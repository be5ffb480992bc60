/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the running kernel says of its types (BTF), read once, when it is first asked for; needs no
 * rights. PKTMON_KERNEL_TYPES of the environment names another file to read, for a program that has
 * no rights which its user has not. Any thread. */

/* FALSE when it says nothing. */
gboolean pktmon_kernel_types_are_known (void);
/* Whether its packet filter takes BPF programs. */
gboolean pktmon_kernel_types_have_hooks (void);
/* Whether BPF programs can read any memory without a call (bpf_rdonly_cast), as probe/match.bpf.h
 * does. */
gboolean pktmon_kernel_types_have_casts (void);
/* How many values a tracepoint has for a program that is attached to it; 0: there is none such. */
guint pktmon_kernel_types_count_parameters (const char *tracepoint);

typedef void (*PktmonKernelTypesFunc) (const char *name, guint32 value, gpointer user_data);
/* Calls @func for each value of an enumeration; for none when there is none such. @name is valid
 * for ever. */
void pktmon_kernel_types_foreach_value (const char *enumeration, PktmonKernelTypesFunc func,
                                        gpointer user_data);

G_END_DECLS

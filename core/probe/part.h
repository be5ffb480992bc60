/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <bpf/libbpf.h>
#include <glib.h>

#include "probe/event.h"

G_BEGIN_DECLS

/* The BPF program, in the parts that are loaded together: drops alone need little. */
enum { PKTMON_PART_DROP, PKTMON_PART_FLOW, PKTMON_N_PARTS };

struct pktmon_program;

/* Loads a part, but for the points that this kernel does not have. A point that does not load takes
 * the others with it: then each is tried alone, and those that do not load are left out.
 * @first: whose maps it uses; NULL: its own.
 * @refused: (inout): errno of the points that do not load; 0: not tried, or good.
 * Returns: (transfer full): to be freed with pktmon_program__destroy; NULL with errno. */
struct pktmon_program *pktmon_part_load (guint kind, struct pktmon_program *first,
                                         int refused[PKTMON_N_POINTS]);

/* All hooks have one program: the first of them stands for it. */
guint pktmon_part_get_first (guint point);
/* Both borrowed. */
struct bpf_program *pktmon_part_get_program (struct pktmon_program *part, guint point);
struct bpf_link **pktmon_part_get_link (struct pktmon_program *part, guint point);

/* How often the point was reached while its program was at work on the same processor already: the
 * kernel does not call it then. In all namespaces, whatever the packets; 0 where it does not say.
 * Any thread. */
guint64 pktmon_part_count_misses (struct pktmon_program *part, guint point);

/* For libbpf_set_print. */
int pktmon_part_print (enum libbpf_print_level level, const char *format, va_list arguments)
    G_GNUC_PRINTF (2, 0);

G_END_DECLS

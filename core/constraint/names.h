/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of numbers in constraints: lower case, no spaces. Static; any thread. */
typedef struct {
  const char *name; /* NULL ends a table */
  guint value;
} PktmonNamedNumber;

/* Where a number has several names, the first one is written. */
extern const PktmonNamedNumber pktmon_names_protocols[];  /* IP protocols */
extern const PktmonNamedNumber pktmon_names_ethertypes[]; /* EtherTypes */
extern const PktmonNamedNumber pktmon_names_dscps[];      /* code points */
extern const PktmonNamedNumber pktmon_names_ports[]; /* services; ports are written as numbers */
extern const PktmonNamedNumber pktmon_names_tcp_flags[]; /* bits */
extern const PktmonNamedNumber pktmon_names_encaps[];    /* bits: PKTMON_ENCAP_… */

/* @name: of @size bytes, in any case. Returns: -1 when @table has no such name. */
int pktmon_names_get_value (const PktmonNamedNumber *table, const char *name, gsize size);
/* Returns: NULL when @table has no name for @value. */
const char *pktmon_names_get (const PktmonNamedNumber *table, guint value);

G_END_DECLS

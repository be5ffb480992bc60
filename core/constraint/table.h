/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/bytes.h"
#include "constraint/constraint.h"

/* The packet is a PktmonBytes. */
#define PKTMON_LOAD(packet, offset, to, size)                                                      \
  pktmon_bytes_peek_ ((const PktmonBytes *) (packet), (offset), (to), (size))

#define PKTMON_TABLE_BLOCK 16u

#include "constraint/walk.h"

G_BEGIN_DECLS

/* Constraints as a table (constraint/walk.h): those of @constraints (element-type PktmonConstraint,
 * at most PKTMON_MAX_CONSTRAINTS of them enabled) that are enabled, in their order. */
void pktmon_table_init (PktmonTable *self, GPtrArray *constraints);

/* How packets of a link type (LINKTYPE_) begin: PKTMON_LINK_…. */
int pktmon_table_get_link (guint16 link_type);

G_END_DECLS

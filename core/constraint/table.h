/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/bytes.h"
#include "constraint/constraint.h"

/* The packet is a PktmonBytes. */
#define PKTMON_LOAD(packet, offset, to, size)                                                      \
  pktmon_bytes_peek_ ((const PktmonBytes *) (packet), (offset), (to), (size))

#define PKTMON_TABLE_BLOCK 16u

#include "constraint/compare.h"

G_BEGIN_DECLS

/* Constraints as a table (constraint/compare.h): those of @constraints (element-type
 * PktmonConstraint, at most PKTMON_MAX_CONSTRAINTS of them enabled) that are enabled, in their
 * order. */
void pktmon_table_init (PktmonTable *self, GPtrArray *constraints);

/* --- The same from parts, for who has no constraints --- */

#define PKTMON_ROLE_EXCLUDES 1u
#define PKTMON_ROLE_HAS_HEADERS 2u
#define PKTMON_ROLE_HAS_EXPRESSION 4u

/* Empties it. */
void pktmon_table_clear (PktmonTable *self);
/* Adds an entry, of at most PKTMON_TABLE_SIZE. @role: of PKTMON_ROLE_…. Whatever is in @entry, it
 * means some packets. */
void pktmon_table_add (PktmonTable *self, const PktmonTableEntry *entry, guint role);
/* The role of the entry at @i. */
guint pktmon_table_get_role (const PktmonTable *self, guint i);

/* How packets of a link type (LINKTYPE_) begin: PKTMON_LINK_…. */
int pktmon_table_get_link (guint16 link_type);

G_END_DECLS

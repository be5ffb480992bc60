/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "support/described-packet.h"

G_BEGIN_DECLS

/* A constraint on some of the fields, with values that test_described_packet_make uses too.
 * @encap: whether it may look into tunnels. (transfer full) */
PktmonConstraint *test_constraint_make (GRand *random, gboolean encap);

/* Whether the headers of @packet fit @constraint, by the packet's description. */
gboolean test_constraint_fits (const PktmonConstraint *constraint,
                               const TestDescribedPacket *packet);
/* Whether the packet is wanted. @constraints: of PktmonConstraint, without expressions. */
gboolean test_constraints_want (GPtrArray *constraints, const TestDescribedPacket *packet);

G_END_DECLS

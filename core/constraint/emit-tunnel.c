/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tunnels of constraint/walk.h as classic BPF: what is said there of each step is not said here
 * again. */
#include "constraint/emit-private.h"

#define LOAD_AT_X(size) (BPF_LD | (size) | BPF_IND)

#define NEXT PKTMON_LABEL_NEXT

static void
go_by_type (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  pktmon_emitter_load (self, PKTMON_SLOT_TYPE);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, PKTMON_WALK_BRIDGED, inner->ethernet, inner->type);
}

/* The bit of the flags in the scratch slot that becomes 4 when it is moved to the right. */
static void
add_optional (PktmonEmitter *self, guint32 shift)
{
  pktmon_emitter_load (self, PKTMON_SLOT_SCRATCH);
  pktmon_emitter_add (self, BPF_ALU | BPF_RSH | BPF_K, shift);
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, 4);
  pktmon_emitter_load_x (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_X, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_CURSOR);
}

static void
walk_gre (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  pktmon_emitter_need (self, 4, self->end);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 0);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, 0x4007, self->end, NEXT);
  pktmon_emitter_store (self, PKTMON_SLOT_SCRATCH);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 2);
  pktmon_emitter_store (self, PKTMON_SLOT_TYPE);
  add_optional (self, 13);
  add_optional (self, 11);
  add_optional (self, 10);
  pktmon_emitter_advance (self, 4);
  pktmon_emitter_set_bits (self, PKTMON_SLOT_PATH, PKTMON_ENCAP_GRE);
  go_by_type (self, inner);
}

static void
walk_ipip (PktmonEmitter *self, guint16 type, const PktmonEmitInner *inner)
{
  pktmon_emitter_set (self, PKTMON_SLOT_TYPE, type);
  pktmon_emitter_set_bits (self, PKTMON_SLOT_PATH, PKTMON_ENCAP_IPIP);
  pktmon_emitter_go (self, inner->type);
}

static void
walk_geneve (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  pktmon_emitter_need (self, 16, self->end);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 10);
  pktmon_emitter_store (self, PKTMON_SLOT_TYPE);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 8);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, 0xc0, self->end, NEXT);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, 2);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_K, 16);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_X, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_set_bits (self, PKTMON_SLOT_PATH, PKTMON_ENCAP_GENEVE);
  go_by_type (self, inner);
}

/* The port is in the scratch slot; the tunnels of one path have one. */
static void
walk_vxlan (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  PktmonLabel right = pktmon_emitter_make_label (self);

  pktmon_emitter_load (self, PKTMON_SLOT_PATH);
  pktmon_emitter_add (self, BPF_ALU | BPF_RSH | BPF_K, 16);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 0, right, NEXT);
  pktmon_emitter_load_x (self, PKTMON_SLOT_SCRATCH);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_X, 0, right, self->end);
  pktmon_emitter_put_label (self, right);
  pktmon_emitter_need (self, 16, self->end);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 8);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, 8, NEXT, self->end);
  pktmon_emitter_load (self, PKTMON_SLOT_SCRATCH);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, 16);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, PKTMON_ENCAP_VXLAN);
  pktmon_emitter_or_into (self, PKTMON_SLOT_PATH);
  pktmon_emitter_advance (self, 16);
  pktmon_emitter_go (self, inner->ethernet);
}

static void
walk_udp_tunnel (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  const PktmonTable *table = self->request->table;
  PktmonLabel geneve = pktmon_emitter_make_label (self), vxlan = pktmon_emitter_make_label (self);

  pktmon_emitter_load (self, PKTMON_SLOT_KEY);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, PKTMON_KEY_PORTS, NEXT, self->end);
  pktmon_emitter_load (self, PKTMON_SLOT_PORTS);
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, G_MAXUINT16);
  pktmon_emitter_store (self, PKTMON_SLOT_SCRATCH);
  if ((self->encap & PKTMON_ENCAP_GENEVE) != 0)
    pktmon_emitter_jump (self, BPF_JEQ | BPF_K, PKTMON_GENEVE_PORT, geneve, NEXT);
  if ((self->encap & PKTMON_ENCAP_VXLAN) != 0)
    pktmon_emitter_find (self, table->vxlan_ports, table->n_vxlan_ports, vxlan);
  pktmon_emitter_go (self, self->end);
  pktmon_emitter_put_label (self, geneve);
  if ((self->encap & PKTMON_ENCAP_GENEVE) != 0)
    walk_geneve (self, inner);
  pktmon_emitter_put_label (self, vxlan);
  if ((self->encap & PKTMON_ENCAP_VXLAN) != 0)
    walk_vxlan (self, inner);
}

void
pktmon_emitter_walk_tunnel (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  static const struct {
    guint32 protocol;
    guint encap;
  } kinds[] = {
    { 47, PKTMON_ENCAP_GRE },
    { 4, PKTMON_ENCAP_IPIP },
    { 41, PKTMON_ENCAP_IPIP },
    { 17, PKTMON_ENCAP_VXLAN | PKTMON_ENCAP_GENEVE },
  };
  PktmonLabel labels[G_N_ELEMENTS (kinds)];

  pktmon_emitter_load (self, PKTMON_SLOT_KEY);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, PKTMON_KEY_PAYLOAD, NEXT, self->end);
  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    labels[i] = pktmon_emitter_make_label (self);
    if ((self->encap & kinds[i].encap) != 0)
      pktmon_emitter_jump (self, BPF_JEQ | BPF_K, kinds[i].protocol, labels[i], NEXT);
  }
  pktmon_emitter_go (self, self->end);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    pktmon_emitter_put_label (self, labels[i]);
    if ((self->encap & kinds[i].encap) == 0)
      continue;
    if (kinds[i].protocol == 47)
      walk_gre (self, inner);
    else if (kinds[i].protocol == 17)
      walk_udp_tunnel (self, inner);
    else
      walk_ipip (self, kinds[i].protocol == 4 ? 0x0800 : 0x86dd, inner);
  }
}

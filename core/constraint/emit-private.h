/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/emit.h"

G_BEGIN_DECLS

/* Where the program keeps what it found: as PktmonFacts has it. */
enum {
  PKTMON_SLOT_KEY,
  PKTMON_SLOT_TYPE,
  PKTMON_SLOT_LINK,    /* where the link-layer addresses are */
  PKTMON_SLOT_NETWORK, /* where the IP header is */
  PKTMON_SLOT_CURSOR,
  PKTMON_SLOT_NEXT,
  PKTMON_SLOT_PORTS,
  PKTMON_SLOT_PATH, /* with the VXLAN port in the upper half */
  PKTMON_SLOT_SCRATCH,
  PKTMON_SLOT_VLANS, /* PKTMON_WALK_TAGS of them */
  PKTMON_N_SLOTS = PKTMON_SLOT_VLANS + PKTMON_WALK_TAGS,
};
G_STATIC_ASSERT (PKTMON_N_SLOTS <= BPF_MEMWORDS);

typedef struct {
  PktmonAssembler *assembler;
  const PktmonEmitRequest *request;
  PktmonLabel matched;
  PktmonLabel end;
  PktmonLabel tests; /* of this level */
  guint level;       /* 0: the outer one */
  /* Of all entries together. */
  guint32 key_mask;
  guint tests_made; /* PKTMON_TEST_… */
  guint encap;
} PktmonEmitter;

static inline void
pktmon_emitter_add (PktmonEmitter *self, guint code, guint32 k)
{
  pktmon_assembler_add (self->assembler, (guint16) code, k);
}

static inline void
pktmon_emitter_jump (PktmonEmitter *self, guint code, guint32 k, PktmonLabel when_true,
                     PktmonLabel when_false)
{
  pktmon_assembler_jump (self->assembler, (guint16) code, k, when_true, when_false);
}

static inline void
pktmon_emitter_load (PktmonEmitter *self, guint slot)
{
  pktmon_emitter_add (self, BPF_LD | BPF_MEM, slot);
}

static inline void
pktmon_emitter_load_x (PktmonEmitter *self, guint slot)
{
  pktmon_emitter_add (self, BPF_LDX | BPF_MEM, slot);
}

static inline void
pktmon_emitter_store (PktmonEmitter *self, guint slot)
{
  pktmon_emitter_add (self, BPF_ST, slot);
}

static inline void
pktmon_emitter_set (PktmonEmitter *self, guint slot, guint32 value)
{
  pktmon_emitter_add (self, BPF_LD | BPF_IMM, value);
  pktmon_emitter_store (self, slot);
}

static inline PktmonLabel
pktmon_emitter_make_label (PktmonEmitter *self)
{
  return pktmon_assembler_make_label (self->assembler);
}

static inline void
pktmon_emitter_put_label (PktmonEmitter *self, PktmonLabel label)
{
  pktmon_assembler_put_label (self->assembler, label);
}

static inline void
pktmon_emitter_go (PktmonEmitter *self, PktmonLabel label)
{
  pktmon_assembler_go (self->assembler, label);
}

/* @size bytes must be at the cursor, else to @missing; then X is the cursor. */
void pktmon_emitter_need (PktmonEmitter *self, guint32 size, PktmonLabel missing);
/* The slot gets the bits of A too. */
void pktmon_emitter_or_into (PktmonEmitter *self, guint slot);
void pktmon_emitter_set_bits (PktmonEmitter *self, guint slot, guint32 bits);
/* Moves the cursor. */
void pktmon_emitter_advance (PktmonEmitter *self, guint32 size);
/* To @found when A is one of the @n @values, else on. */
void pktmon_emitter_find (PktmonEmitter *self, const guint16 *values, guint n, PktmonLabel found);

/* How the next level begins: with an Ethernet header, or with what the type says. */
typedef struct {
  PktmonLabel ethernet, type;
} PktmonEmitInner;

/* Goes over the tunnel's header that is behind the level, or to `end` when there is none. */
void pktmon_emitter_walk_tunnel (PktmonEmitter *self, const PktmonEmitInner *inner);

/* What constraint @entry asks of the level that was walked: to `matched` when it fits, else on. */
void pktmon_emitter_test (PktmonEmitter *self, const PktmonTableEntry *entry);

G_END_DECLS

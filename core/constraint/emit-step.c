/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/emit-private.h"

#define NEXT PKTMON_LABEL_NEXT

void
pktmon_emitter_need (PktmonEmitter *self, guint32 size, PktmonLabel missing)
{
  pktmon_emitter_load (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_K, size);
  pktmon_emitter_add (self, BPF_MISC | BPF_TAX, 0);
  pktmon_emitter_add (self, BPF_LD | BPF_W | BPF_LEN, 0);
  pktmon_emitter_jump (self, BPF_JGE | BPF_X, 0, NEXT, missing);
  pktmon_emitter_load_x (self, PKTMON_SLOT_CURSOR);
}

void
pktmon_emitter_or_into (PktmonEmitter *self, guint slot)
{
  pktmon_emitter_load_x (self, slot);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_X, 0);
  pktmon_emitter_store (self, slot);
}

void
pktmon_emitter_set_bits (PktmonEmitter *self, guint slot, guint32 bits)
{
  pktmon_emitter_load (self, slot);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, bits);
  pktmon_emitter_store (self, slot);
}

void
pktmon_emitter_advance (PktmonEmitter *self, guint32 size)
{
  pktmon_emitter_load (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_K, size);
  pktmon_emitter_store (self, PKTMON_SLOT_CURSOR);
}

void
pktmon_emitter_find (PktmonEmitter *self, const guint16 *values, guint n, PktmonLabel found)
{
  for (guint i = 0; i < n; i++)
    pktmon_emitter_jump (self, BPF_JEQ | BPF_K, values[i], found, NEXT);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/emit-expression.h"

#include <linux/filter.h>

/* Where the tag lies in a frame that holds it (IEEE 802.1Q, 9.6), and how long it is. */
#define TAG_OFFSET 12u
#define TAG_SIZE 4u
#define TAG_END (TAG_OFFSET + TAG_SIZE)

#define AUXILIARY(which) ((guint32) SKF_AD_OFF + (which))

typedef struct {
  PktmonAssembler *assembler;
  const struct bpf_program *program;
  PktmonLabel *labels; /* of each instruction */
  PktmonLabel matched, other;
  gboolean doubt;
  gboolean exact;
  int slot; /* of the memory, that the expression does not use; -1: none */
} Emitter;

/* --- Frames whose tag the kernel took out --- */

static guint32
get_load_size (guint16 code)
{
  return BPF_SIZE (code) == BPF_W ? 4 : BPF_SIZE (code) == BPF_H ? 2 : 1;
}

static void
load_auxiliary (struct bpf_insn *instruction, guint32 which)
{
  *instruction = (struct bpf_insn) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, AUXILIARY (which));
}

static gboolean
strip_absolute (struct bpf_insn *instruction)
{
  guint32 size = get_load_size (instruction->code);

  if (instruction->k >= (guint32) SKF_LL_OFF || (guint64) instruction->k + size <= TAG_OFFSET)
    return TRUE;
  if (instruction->k >= TAG_END)
    instruction->k -= TAG_SIZE;
  else if (size == 2 && instruction->k == TAG_OFFSET)
    load_auxiliary (instruction, SKF_AD_VLAN_TPID);
  else if (size == 2 && instruction->k == TAG_OFFSET + 2)
    load_auxiliary (instruction, SKF_AD_VLAN_TAG);
  else
    return FALSE;
  return TRUE;
}

static gboolean
strip_behind_tag (struct bpf_insn *instruction)
{
  if (instruction->k >= (guint32) SKF_LL_OFF)
    return FALSE;
  if (instruction->k < TAG_END)
    return FALSE;
  instruction->k -= TAG_SIZE;
  return TRUE;
}

/* Makes an instruction for a frame with its tag one for the frame without.
 * Returns: FALSE when there is none. */
static gboolean
strip_tag (struct bpf_insn *instruction)
{
  guint16 class = BPF_CLASS (instruction->code), mode = BPF_MODE (instruction->code);

  if (class != BPF_LD && class != BPF_LDX)
    return TRUE;
  if (mode == BPF_ABS)
    return strip_absolute (instruction);
  if (mode == BPF_IND || mode == BPF_MSH)
    return strip_behind_tag (instruction);
  return mode != BPF_LEN;
}

/* --- Reading beyond the end, and dividing by 0 --- */

static gboolean
uses_slot (const struct bpf_program *program, guint32 slot)
{
  for (guint i = 0; i < program->bf_len; i++) {
    const struct bpf_insn *instruction = &program->bf_insns[i];
    guint16 class = BPF_CLASS (instruction->code);
    gboolean is_load = class == BPF_LD || class == BPF_LDX;

    if ((class == BPF_ST || class == BPF_STX ||
         (is_load && BPF_MODE (instruction->code) == BPF_MEM)) &&
        instruction->k == slot)
      return TRUE;
  }
  return FALSE;
}

static int
find_slot (const struct bpf_program *program)
{
  for (int slot = BPF_MEMWORDS - 1; slot >= 0; slot--)
    if (!uses_slot (program, (guint32) slot))
      return slot;
  return -1;
}

/* Loads to A, which may be lost before. */
static void
guard_load (Emitter *self, const struct bpf_insn *instruction)
{
  guint32 end = instruction->k + get_load_size (instruction->code);

  pktmon_assembler_add (self->assembler, BPF_LD | BPF_W | BPF_LEN, 0);
  pktmon_assembler_jump (self->assembler, BPF_JGE | BPF_K, end, PKTMON_LABEL_NEXT, self->other);
  if (BPF_MODE (instruction->code) != BPF_IND)
    return;
  pktmon_assembler_add (self->assembler, BPF_ALU | BPF_SUB | BPF_K, end);
  pktmon_assembler_jump (self->assembler, BPF_JGE | BPF_X, 0, PKTMON_LABEL_NEXT, self->other);
}

/* Loads to X, where A may be lost but for the slot. */
static void
guard_load_x (Emitter *self, const struct bpf_insn *instruction)
{
  pktmon_assembler_add (self->assembler, BPF_ST, (guint32) self->slot);
  pktmon_assembler_add (self->assembler, BPF_LD | BPF_W | BPF_LEN, 0);
  pktmon_assembler_jump (self->assembler, BPF_JGT | BPF_K, instruction->k, PKTMON_LABEL_NEXT,
                         self->other);
  pktmon_assembler_add (self->assembler, BPF_LD | BPF_MEM, (guint32) self->slot);
}

static void
guard_division (Emitter *self)
{
  pktmon_assembler_add (self->assembler, BPF_ST, (guint32) self->slot);
  pktmon_assembler_add (self->assembler, BPF_MISC | BPF_TXA, 0);
  pktmon_assembler_jump (self->assembler, BPF_JEQ | BPF_K, 0, self->other, PKTMON_LABEL_NEXT);
  pktmon_assembler_add (self->assembler, BPF_LD | BPF_MEM, (guint32) self->slot);
}

static gboolean
is_division (guint16 code)
{
  return BPF_CLASS (code) == BPF_ALU && BPF_SRC (code) == BPF_X &&
         (BPF_OP (code) == BPF_DIV || BPF_OP (code) == BPF_MOD);
}

static gboolean
reads_packet (guint16 code)
{
  guint16 class = BPF_CLASS (code), mode = BPF_MODE (code);

  return (class == BPF_LD && (mode == BPF_ABS || mode == BPF_IND)) ||
         (class == BPF_LDX && mode == BPF_MSH);
}

static void
guard (Emitter *self, const struct bpf_insn *instruction)
{
  if (is_division (instruction->code))
    guard_division (self);
  else if (!reads_packet (instruction->code) || instruction->k >= (guint32) SKF_LL_OFF)
    return;
  else if (BPF_CLASS (instruction->code) == BPF_LD)
    guard_load (self, instruction);
  else
    guard_load_x (self, instruction);
}

/* --- Pieces --- */

/* @i: which instruction it is. */
static void
add_instruction (Emitter *self, guint i, const struct bpf_insn *instruction)
{
  const guint16 code = instruction->code;

  if (code == (BPF_RET | BPF_K)) {
    pktmon_assembler_go (self->assembler, instruction->k != 0 ? self->matched : self->other);
  } else if (code == (BPF_JMP | BPF_JA)) {
    pktmon_assembler_go (self->assembler, self->labels[i + 1 + instruction->k]);
  } else if (BPF_CLASS (code) == BPF_JMP) {
    pktmon_assembler_jump (self->assembler, (guint16) (BPF_OP (code) | BPF_SRC (code)),
                           instruction->k, self->labels[i + 1 + instruction->jt],
                           self->labels[i + 1 + instruction->jf]);
  } else {
    guard (self, instruction);
    pktmon_assembler_add (self->assembler, code, instruction->k);
  }
}

static void
add_one (Emitter *self, guint i, gboolean is_stripped)
{
  struct bpf_insn instruction = self->program->bf_insns[i];

  pktmon_assembler_put_label (self->assembler, self->labels[i]);
  /* No packet is so long; to the kernel such places mean something else. */
  if (reads_packet (instruction.code) && instruction.k > G_MAXINT32) {
    pktmon_assembler_go (self->assembler, self->other);
  } else if (!is_stripped || strip_tag (&instruction)) {
    add_instruction (self, i, &instruction);
  } else {
    pktmon_assembler_go (self->assembler, self->doubt ? self->matched : self->other);
    self->exact = FALSE;
  }
}

static void
add_all (Emitter *self, gboolean is_stripped)
{
  for (guint i = 0; i < self->program->bf_len; i++)
    self->labels[i] = pktmon_assembler_make_label (self->assembler);
  for (guint i = 0; i < self->program->bf_len; i++)
    add_one (self, i, is_stripped);
}

static void
add_choice (Emitter *self)
{
  PktmonLabel none = pktmon_assembler_make_label (self->assembler);

  pktmon_assembler_add (self->assembler, BPF_LD | BPF_W | BPF_ABS,
                        AUXILIARY (SKF_AD_VLAN_TAG_PRESENT));
  pktmon_assembler_jump (self->assembler, BPF_JEQ | BPF_K, 0, none, PKTMON_LABEL_NEXT);
  add_all (self, TRUE);
  pktmon_assembler_put_label (self->assembler, none);
}

/* "protochain" makes loops, which the kernel does not take. */
static gboolean
has_loop (const struct bpf_program *program)
{
  for (guint i = 0; i < program->bf_len; i++)
    if (program->bf_insns[i].code == (BPF_JMP | BPF_JA) && program->bf_insns[i].k > G_MAXINT32)
      return TRUE;
  return FALSE;
}

gboolean
pktmon_emit_expression (PktmonAssembler *assembler, const struct bpf_program *program,
                        gboolean is_ethernet, gboolean doubt, PktmonLabel matched)
{
  g_autofree PktmonLabel *labels = g_new (PktmonLabel, program->bf_len);
  Emitter self = {
    .assembler = assembler,
    .program = program,
    .labels = labels,
    .matched = matched,
    .other = pktmon_assembler_make_label (assembler),
    .doubt = doubt,
    .exact = TRUE,
    .slot = find_slot (program),
  };

  if (self.slot < 0 || has_loop (program)) {
    pktmon_assembler_go (assembler, doubt ? matched : self.other);
    self.exact = FALSE;
  } else {
    if (is_ethernet)
      add_choice (&self);
    add_all (&self, FALSE);
  }
  pktmon_assembler_put_label (assembler, self.other);
  return self.exact;
}

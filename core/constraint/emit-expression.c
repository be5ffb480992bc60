/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/emit-expression.h"

#include <linux/filter.h>

/* Where the tag lies in a frame that holds it (IEEE 802.1Q, 9.6), and how long it is. */
#define TAG_OFFSET 12u
#define TAG_SIZE 4u
#define TAG_END (TAG_OFFSET + TAG_SIZE)

#define AUXILIARY(which) ((guint32) SKF_AD_OFF + (which))

/* What is known of an instruction for a frame whose tag the kernel took out. */
typedef struct {
  gboolean reached;
  gboolean has_tag_type; /* A is what stands in the place of the type: that of the tag */
} Knowledge;

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
  return TRUE;
}

/* --- What such frames can reach --- */

/* What the kernel takes out of frames. */
static gboolean
is_tag_type (guint32 type)
{
  return type == 0x8100 || type == 0x88a8;
}

static void
reach (Knowledge *knowledge, gboolean has_tag_type)
{
  knowledge->has_tag_type = has_tag_type && (!knowledge->reached || knowledge->has_tag_type);
  knowledge->reached = TRUE;
}

static gboolean
keeps_tag_type (const struct bpf_insn *instruction, gboolean has_tag_type)
{
  switch (BPF_CLASS (instruction->code)) {
  case BPF_LD:
    return instruction->code == (BPF_LD | BPF_H | BPF_ABS) && instruction->k == TAG_OFFSET;
  case BPF_ALU:
    return FALSE;
  case BPF_MISC:
    return has_tag_type && BPF_MISCOP (instruction->code) == BPF_TAX;
  default:
    return has_tag_type;
  }
}

static void
reach_next (Knowledge *knowledge, const struct bpf_insn *instruction)
{
  guint16 code = instruction->code;
  gboolean has_tag_type = keeps_tag_type (instruction, knowledge->has_tag_type);
  Knowledge *next = knowledge + 1;

  if (BPF_CLASS (code) == BPF_RET)
    return;
  if (code == (BPF_JMP | BPF_JA)) {
    reach (next + instruction->k, has_tag_type);
  } else if (BPF_CLASS (code) == BPF_JMP) {
    if (!has_tag_type || code != (BPF_JMP | BPF_JEQ | BPF_K) || is_tag_type (instruction->k))
      reach (next + instruction->jt, has_tag_type);
    reach (next + instruction->jf, has_tag_type);
  } else {
    reach (next, has_tag_type);
  }
}

/* Most expressions say at once what they want of a frame with a tag: nothing, or what is behind it.
 * What they would ask of other frames does not matter. @program: without loops. */
static Knowledge *
new_knowledge (const struct bpf_program *program)
{
  Knowledge *knowledge = g_new0 (Knowledge, program->bf_len);

  knowledge[0].reached = TRUE;
  for (guint i = 0; i < program->bf_len; i++)
    if (knowledge[i].reached)
      reach_next (&knowledge[i], &program->bf_insns[i]);
  return knowledge;
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

/* The length that the frame has with its tag. */
static void
load_length (Emitter *self, guint16 class)
{
  if (class == BPF_LDX)
    pktmon_assembler_add (self->assembler, BPF_ST, (guint32) self->slot);
  pktmon_assembler_add (self->assembler, BPF_LD | BPF_W | BPF_LEN, 0);
  pktmon_assembler_add (self->assembler, BPF_ALU | BPF_ADD | BPF_K, TAG_SIZE);
  if (class != BPF_LDX)
    return;
  pktmon_assembler_add (self->assembler, BPF_MISC | BPF_TAX, 0);
  pktmon_assembler_add (self->assembler, BPF_LD | BPF_MEM, (guint32) self->slot);
}

static gboolean
loads_length (guint16 code)
{
  guint16 class = BPF_CLASS (code);

  return (class == BPF_LD || class == BPF_LDX) && BPF_MODE (code) == BPF_LEN;
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

/* No packet is so long; to the kernel such places mean something else. */
static gboolean
is_nowhere (const struct bpf_insn *instruction)
{
  return reads_packet (instruction->code) && instruction->k > G_MAXINT32;
}

static void
add_whole (Emitter *self)
{
  for (guint i = 0; i < self->program->bf_len; i++) {
    const struct bpf_insn *instruction = &self->program->bf_insns[i];

    pktmon_assembler_put_label (self->assembler, self->labels[i]);
    if (is_nowhere (instruction))
      pktmon_assembler_go (self->assembler, self->other);
    else
      add_instruction (self, i, instruction);
  }
}

static void
add_one_stripped (Emitter *self, guint i, struct bpf_insn instruction)
{
  if (is_nowhere (&instruction)) {
    pktmon_assembler_go (self->assembler, self->other);
  } else if (loads_length (instruction.code)) {
    load_length (self, BPF_CLASS (instruction.code));
  } else if (strip_tag (&instruction)) {
    add_instruction (self, i, &instruction);
  } else {
    pktmon_assembler_go (self->assembler, self->doubt ? self->matched : self->other);
    self->exact = FALSE;
  }
}

static void
add_stripped (Emitter *self)
{
  g_autofree Knowledge *knowledge = new_knowledge (self->program);

  for (guint i = 0; i < self->program->bf_len; i++) {
    pktmon_assembler_put_label (self->assembler, self->labels[i]);
    if (knowledge[i].reached)
      add_one_stripped (self, i, self->program->bf_insns[i]);
  }
}

static void
make_labels (Emitter *self)
{
  for (guint i = 0; i < self->program->bf_len; i++)
    self->labels[i] = pktmon_assembler_make_label (self->assembler);
}

static void
add_choice (Emitter *self)
{
  PktmonLabel none = pktmon_assembler_make_label (self->assembler);

  pktmon_assembler_add (self->assembler, BPF_LD | BPF_W | BPF_ABS,
                        AUXILIARY (SKF_AD_VLAN_TAG_PRESENT));
  pktmon_assembler_jump (self->assembler, BPF_JEQ | BPF_K, 0, none, PKTMON_LABEL_NEXT);
  make_labels (self);
  add_stripped (self);
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
    make_labels (&self);
    add_whole (&self);
  }
  pktmon_assembler_put_label (assembler, self.other);
  return self.exact;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/interpreter.h"

#include "base/bytes.h"

/* Instructions that a program may take: some for each byte that it can step over, and its own. */
#define STEPS_A_BYTE 16u
#define STEPS (4u * BPF_MAXINSNS)

typedef struct {
  PktmonBytes packet;
  guint32 length;
  guint32 a, x;
  guint32 memory[BPF_MEMWORDS];
  gboolean failed; /* it reads behind the packet's end, or divides by 0 */
} Machine;

gboolean
pktmon_interpreter_is_needed (const struct sock_filter *instructions, guint n)
{
  for (guint i = 0; i < n; i++)
    if (instructions[i].code == (BPF_JMP | BPF_JA) && i + 1 + instructions[i].k <= i)
      return TRUE;
  return FALSE;
}

/* @size: BPF_W, BPF_H or BPF_B. */
static guint32
load (Machine *self, guint64 offset, guint16 size)
{
  PktmonBytes at = self->packet;
  guint32 value = 0;

  if (offset >= pktmon_bytes_left (&at)) {
    self->failed = TRUE;
    return 0;
  }
  pktmon_bytes_skip (&at, (gsize) offset);
  if (size == BPF_W)
    value = pktmon_bytes_be32 (&at);
  else if (size == BPF_H)
    value = pktmon_bytes_be16 (&at);
  else
    value = pktmon_bytes_u8 (&at);
  self->failed = at.failed;
  return value;
}

static guint32
fetch (Machine *self, const struct sock_filter *instruction)
{
  switch (BPF_MODE (instruction->code)) {
  case BPF_IMM:
    return instruction->k;
  case BPF_ABS:
    return load (self, instruction->k, BPF_SIZE (instruction->code));
  case BPF_IND:
    return load (self, (guint64) self->x + instruction->k, BPF_SIZE (instruction->code));
  case BPF_MEM:
    return self->memory[instruction->k];
  case BPF_LEN:
    return self->length;
  case BPF_MSH:
    return (load (self, instruction->k, BPF_B) & 15) << 2;
  default:
    self->failed = TRUE;
    return 0;
  }
}

static void
calculate (Machine *self, const struct sock_filter *instruction)
{
  guint32 value = BPF_SRC (instruction->code) == BPF_X ? self->x : instruction->k;

  switch (BPF_OP (instruction->code)) {
  case BPF_ADD:
    self->a += value;
    break;
  case BPF_SUB:
    self->a -= value;
    break;
  case BPF_MUL:
    self->a *= value;
    break;
  case BPF_DIV:
  case BPF_MOD:
    self->failed = value == 0;
    if (value != 0)
      self->a = BPF_OP (instruction->code) == BPF_DIV ? self->a / value : self->a % value;
    break;
  case BPF_OR:
    self->a |= value;
    break;
  case BPF_AND:
    self->a &= value;
    break;
  case BPF_XOR:
    self->a ^= value;
    break;
  case BPF_LSH:
    self->a = value < 32 ? self->a << value : 0;
    break;
  case BPF_RSH:
    self->a = value < 32 ? self->a >> value : 0;
    break;
  case BPF_NEG:
    self->a = -self->a;
    break;
  default:
    self->failed = TRUE;
  }
}

/* How far it jumps, which may be back. */
static guint32
jump (const Machine *self, const struct sock_filter *instruction)
{
  guint32 value = BPF_SRC (instruction->code) == BPF_X ? self->x : instruction->k;
  gboolean jumps;

  switch (BPF_OP (instruction->code)) {
  case BPF_JEQ:
    jumps = self->a == value;
    break;
  case BPF_JGT:
    jumps = self->a > value;
    break;
  case BPF_JGE:
    jumps = self->a >= value;
    break;
  case BPF_JSET:
    jumps = (self->a & value) != 0;
    break;
  default:
    return instruction->k;
  }
  return jumps ? instruction->jt : instruction->jf;
}

static void
execute (Machine *self, const struct sock_filter *instruction)
{
  switch (BPF_CLASS (instruction->code)) {
  case BPF_LD:
    self->a = fetch (self, instruction);
    break;
  case BPF_LDX:
    self->x = fetch (self, instruction);
    break;
  case BPF_ST:
    self->memory[instruction->k] = self->a;
    break;
  case BPF_STX:
    self->memory[instruction->k] = self->x;
    break;
  case BPF_ALU:
    calculate (self, instruction);
    break;
  default: /* BPF_MISC */
    if (BPF_MISCOP (instruction->code) == BPF_TAX)
      self->x = self->a;
    else
      self->a = self->x;
  }
}

guint32
pktmon_interpreter_run (const struct sock_filter *instructions, const guint8 *data,
                        guint32 captured, guint32 length)
{
  Machine self = { .packet = pktmon_bytes_new (data, captured), .length = length };
  guint64 steps = STEPS + (guint64) STEPS_A_BYTE * captured;
  guint32 next = 0;

  while (steps-- > 0 && !self.failed) {
    const struct sock_filter *instruction = &instructions[next++];
    guint16 class = BPF_CLASS (instruction->code);

    if (class == BPF_RET)
      return BPF_RVAL (instruction->code) == BPF_A ? self.a : instruction->k;
    if (class == BPF_JMP)
      next += jump (&self, instruction);
    else
      execute (&self, instruction);
  }
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/assembler.h"

/* The farthest that a conditional jump goes. */
#define MAX_NEAR 255u

typedef struct {
  struct bpf_insn instruction;
  PktmonLabel when_true, when_false; /* of a jump: where to */
  gboolean is_jump;                  /* to labels */
  gboolean far_true, far_false;      /* only another instruction can jump so far */
  guint position;                    /* in the program */
} Line;

struct _PktmonAssembler {
  GArray *lines;  /* of Line */
  GArray *labels; /* of guint: the line that each is for */
};

PktmonAssembler *
pktmon_assembler_new (void)
{
  PktmonAssembler *self = g_new0 (PktmonAssembler, 1);

  self->lines = g_array_new (FALSE, TRUE, sizeof (Line));
  self->labels = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (self->labels, PKTMON_LABEL_NEXT + 1);
  return self;
}

void
pktmon_assembler_free (PktmonAssembler *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->labels);
  g_free (self);
}

PktmonLabel
pktmon_assembler_make_label (PktmonAssembler *self)
{
  g_array_set_size (self->labels, self->labels->len + 1);
  return self->labels->len - 1;
}

void
pktmon_assembler_put_label (PktmonAssembler *self, PktmonLabel label)
{
  g_array_index (self->labels, guint, label) = self->lines->len;
}

void
pktmon_assembler_add (PktmonAssembler *self, guint16 code, guint32 k)
{
  const Line line = { .instruction = BPF_STMT (code, k) };

  g_array_append_val (self->lines, line);
}

void
pktmon_assembler_jump (PktmonAssembler *self, guint16 code, guint32 k, PktmonLabel when_true,
                       PktmonLabel when_false)
{
  const Line line = {
    .instruction = BPF_STMT ((guint16) (BPF_JMP | code), k),
    .is_jump = TRUE,
    .when_true = when_true,
    .when_false = when_false,
  };

  g_array_append_val (self->lines, line);
}

void
pktmon_assembler_go (PktmonAssembler *self, PktmonLabel label)
{
  pktmon_assembler_jump (self, BPF_JA, 0, label, label);
}

/* --- Jumps --- */

static gboolean
is_conditional (const Line *line)
{
  return line->is_jump && BPF_OP (line->instruction.code) != BPF_JA;
}

static guint
get_size (const Line *line)
{
  return 1u + line->far_true + line->far_false;
}

/* Where the jump of @lines at @i to @label ends. */
static guint
get_target (const PktmonAssembler *self, const GArray *lines, guint i, PktmonLabel label)
{
  guint to = label == PKTMON_LABEL_NEXT ? i + 1 : g_array_index (self->labels, guint, label);
  const Line *last;

  if (to < lines->len)
    return g_array_index (lines, Line, to).position;
  last = &g_array_index (lines, Line, lines->len - 1);
  return last->position + get_size (last);
}

static void
set_positions (GArray *lines)
{
  guint position = 0;

  for (guint i = 0; i < lines->len; i++) {
    Line *line = &g_array_index (lines, Line, i);

    line->position = position;
    position += get_size (line);
  }
}

/* Returns: whether more jumps turned out to be too far. */
static gboolean
find_far (const PktmonAssembler *self, GArray *lines)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < lines->len; i++) {
    Line *line = &g_array_index (lines, Line, i);
    guint near = line->position + 1 + MAX_NEAR;

    if (!is_conditional (line))
      continue;
    if (!line->far_true && get_target (self, lines, i, line->when_true) > near)
      line->far_true = changed = TRUE;
    if (!line->far_false && get_target (self, lines, i, line->when_false) > near)
      line->far_false = changed = TRUE;
  }
  return changed;
}

static void
append_go (GArray *program, guint to)
{
  const struct bpf_insn instruction = BPF_STMT (BPF_JMP | BPF_JA, to - program->len - 1);

  g_array_append_val (program, instruction);
}

static void
append_line (const PktmonAssembler *self, const GArray *lines, guint i, GArray *program)
{
  const Line *line = &g_array_index (lines, Line, i);
  guint when_true = get_target (self, lines, i, line->when_true);
  guint when_false = get_target (self, lines, i, line->when_false);
  guint next = line->position + 1;
  struct bpf_insn instruction = line->instruction;

  if (line->is_jump && !is_conditional (line)) {
    append_go (program, when_true);
    return;
  }
  if (line->is_jump) {
    instruction.jt = (guint8) (line->far_true ? 0 : when_true - next);
    instruction.jf = (guint8) (line->far_false ? (guint) line->far_true : when_false - next);
  }
  g_array_append_val (program, instruction);
  if (line->far_true)
    append_go (program, when_true);
  if (line->far_false)
    append_go (program, when_false);
}

GArray *
pktmon_assembler_finish (const PktmonAssembler *self)
{
  g_autoptr (GArray) lines = g_array_copy (self->lines);
  GArray *program = g_array_new (FALSE, FALSE, sizeof (struct bpf_insn));

  do
    set_positions (lines);
  while (find_far (self, lines));
  for (guint i = 0; i < lines->len; i++)
    append_line (self, lines, i, program);
  return program;
}

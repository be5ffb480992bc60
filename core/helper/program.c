/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/program.h"

#include <pcap/bpf.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "helper/interpreter.h"

/* libpcap's instructions and the kernel's are the same bytes. */
G_STATIC_ASSERT (sizeof (struct bpf_insn) == sizeof (struct sock_filter));
G_STATIC_ASSERT (offsetof (struct bpf_insn, k) == offsetof (struct sock_filter, k));

static gsize
measure (guint16 n_instructions)
{
  return sizeof (PktmonProgram) + n_instructions * sizeof (struct sock_filter);
}

static PktmonProgram *
new_sized (guint16 n_instructions)
{
  PktmonProgram *self = g_malloc0 (measure (n_instructions));

  self->n_instructions = n_instructions;
  pktmon_table_clear (&self->table);
  return self;
}

static void
set_table (PktmonTable *table, const PktmonCaptureFilter *filter)
{
  for (guint i = 0; i < filter->n_constraints; i++)
    pktmon_table_add (table, &filter->constraints[i].entry, filter->constraints[i].role);
}

/* A program that is one decision: how much to keep of everything. */
static PktmonProgram *
new_constant (guint32 kept)
{
  PktmonProgram *self = new_sized (1);

  self->instructions[0] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, kept);
  return self;
}

PktmonProgram *
pktmon_program_new_closed (void)
{
  PktmonProgram *self = new_constant (0);

  self->closed = TRUE;
  return self;
}

static const struct bpf_insn *
get_instructions (const PktmonProgram *self)
{
  return (const struct bpf_insn *) self->instructions;
}

/* The kernel has rules of its own: any socket can be asked. */
static gboolean
is_taken_by_kernel (const PktmonProgram *self)
{
  int descriptor = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean taken = descriptor >= 0 && pktmon_program_attach (self, descriptor);

  if (descriptor >= 0)
    close (descriptor);
  return taken;
}

static PktmonProgram *
new_copy (const PktmonInstruction *instructions, guint16 n)
{
  PktmonProgram *self = new_sized (n);

  for (guint i = 0; i < n; i++)
    self->instructions[i] =
        (struct sock_filter){ instructions[i].code, instructions[i].jump_true,
                              instructions[i].jump_false, instructions[i].value };
  return self;
}

static PktmonProgram *
refuse (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The filter is not a valid program."),
                    _ ("Write the filter anew, and start the capture again."));
  return NULL;
}

/* What bpf_filter (libpcap) can execute; it ends the process for anything else, which bpf_validate
 * lets pass. */
static gboolean
is_known (guint16 code)
{
  static const guint16 codes[] = {
    BPF_LD | BPF_W | BPF_ABS,
    BPF_LD | BPF_H | BPF_ABS,
    BPF_LD | BPF_B | BPF_ABS,
    BPF_LD | BPF_W | BPF_IND,
    BPF_LD | BPF_H | BPF_IND,
    BPF_LD | BPF_B | BPF_IND,
    BPF_LD | BPF_W | BPF_LEN,
    BPF_LDX | BPF_W | BPF_LEN,
    BPF_LD | BPF_IMM,
    BPF_LDX | BPF_IMM,
    BPF_LD | BPF_MEM,
    BPF_LDX | BPF_MEM,
    BPF_LDX | BPF_MSH | BPF_B,
    BPF_ST,
    BPF_STX,
    BPF_JMP | BPF_JA,
    BPF_JMP | BPF_JEQ | BPF_K,
    BPF_JMP | BPF_JEQ | BPF_X,
    BPF_JMP | BPF_JGT | BPF_K,
    BPF_JMP | BPF_JGT | BPF_X,
    BPF_JMP | BPF_JGE | BPF_K,
    BPF_JMP | BPF_JGE | BPF_X,
    BPF_JMP | BPF_JSET | BPF_K,
    BPF_JMP | BPF_JSET | BPF_X,
    BPF_ALU | BPF_ADD | BPF_K,
    BPF_ALU | BPF_ADD | BPF_X,
    BPF_ALU | BPF_SUB | BPF_K,
    BPF_ALU | BPF_SUB | BPF_X,
    BPF_ALU | BPF_MUL | BPF_K,
    BPF_ALU | BPF_MUL | BPF_X,
    BPF_ALU | BPF_DIV | BPF_K,
    BPF_ALU | BPF_DIV | BPF_X,
    BPF_ALU | BPF_MOD | BPF_K,
    BPF_ALU | BPF_MOD | BPF_X,
    BPF_ALU | BPF_AND | BPF_K,
    BPF_ALU | BPF_AND | BPF_X,
    BPF_ALU | BPF_OR | BPF_K,
    BPF_ALU | BPF_OR | BPF_X,
    BPF_ALU | BPF_XOR | BPF_K,
    BPF_ALU | BPF_XOR | BPF_X,
    BPF_ALU | BPF_LSH | BPF_K,
    BPF_ALU | BPF_LSH | BPF_X,
    BPF_ALU | BPF_RSH | BPF_K,
    BPF_ALU | BPF_RSH | BPF_X,
    BPF_ALU | BPF_NEG,
    BPF_RET | BPF_K,
    BPF_RET | BPF_A,
    BPF_MISC | BPF_TAX,
    BPF_MISC | BPF_TXA,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

static gboolean
is_valid (const PktmonProgram *self)
{
  for (guint i = 0; i < self->n_instructions; i++)
    if (!is_known (self->instructions[i].code))
      return FALSE;
  return bpf_validate (get_instructions (self), self->n_instructions) != 0;
}

PktmonProgram *
pktmon_program_new (const PktmonCaptureFilter *filter, guint32 snap_length, GError **error)
{
  g_autofree PktmonProgram *self = NULL;

  self = filter->n_instructions == 0 ? new_constant (snap_length)
                                     : new_copy (filter->instructions, filter->n_instructions);
  set_table (&self->table, filter);
  for (guint i = 0; i < filter->n_instructions; i++) {
    struct sock_filter *instruction = &self->instructions[i];

    if (instruction->code == (BPF_RET | BPF_K))
      instruction->k = MIN (instruction->k, snap_length);
  }
  if (!is_valid (self) || !is_taken_by_kernel (self))
    return refuse (error);
  return g_steal_pointer (&self);
}

PktmonProgram *
pktmon_program_new_expression (const PktmonInstruction *instructions, guint16 n, GError **error)
{
  g_autofree PktmonProgram *self = new_copy (instructions, n);

  if (!is_valid (self))
    return refuse (error);
  self->jumps_back = pktmon_interpreter_is_needed (self->instructions, n);
  return g_steal_pointer (&self);
}

PktmonProgram *
pktmon_program_copy (const PktmonProgram *self)
{
  return g_memdup2 (self, measure (self->n_instructions));
}

guint32
pktmon_program_run (const PktmonProgram *self, const guint8 *data, guint32 captured, guint32 length)
{
  if (G_UNLIKELY (self->jumps_back))
    return pktmon_interpreter_run (self->instructions, data, captured, length);
  return bpf_filter (get_instructions (self), data, length, captured);
}

gboolean
pktmon_program_attach (const PktmonProgram *self, int descriptor)
{
  struct sock_fprog program = {
    .len = self->n_instructions,
    .filter = (struct sock_filter *) self->instructions,
  };

  return setsockopt (descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}
